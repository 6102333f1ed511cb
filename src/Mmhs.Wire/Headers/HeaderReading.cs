using System.Collections.Immutable;

namespace Mmhs.Wire.Headers;

/// <summary>What a header says, and what in it could not be taken as said.</summary>
public sealed record HeaderReading(MmhsFields Mmhs, InterworkingFields Interworking, ImmutableArray<HeaderProblem> Problems);
