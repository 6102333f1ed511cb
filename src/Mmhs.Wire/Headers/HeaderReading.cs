using System.Collections.Immutable;

namespace Mmhs.Wire.Headers;

/// <summary>What a header says, and what in it could not be taken as said.</summary>
/// <param name="Misspelled">Fields under names that are not registered; to be shown with a warning and never acted on.</param>
/// <param name="GatewayDetails">Fields of X.400 gateways, as they stand on one line; to be shown only.</param>
public sealed record HeaderReading(
    MmhsFields Mmhs,
    InterworkingFields Interworking,
    ImmutableArray<MisspelledField> Misspelled,
    ImmutableArray<GatewayDetail> GatewayDetails,
    ImmutableArray<HeaderProblem> Problems
);

/// <param name="Name">As it is spelled there.</param>
/// <param name="Registered">The name it misses.</param>
/// <param name="Text">The body on one line, fit to be shown.</param>
public sealed record MisspelledField(string Name, string Registered, string Text);

/// <param name="Name">Of the field, as registered.</param>
/// <param name="Text">The body on one line, fit to be shown.</param>
public sealed record GatewayDetail(string Name, string Text);
