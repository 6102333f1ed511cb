using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Audit;

namespace Mmhs.Signing.Client;

/// <param name="Streams">One for each stream whose state can be read.</param>
/// <param name="Fault">Why the state of a stream cannot be read; null when all can.</param>
public sealed record Attested(ImmutableArray<AttestedStream> Streams, Refusal? Fault);
