using System.Collections.Immutable;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Client;

/// <param name="After">The book as it shall be.</param>
/// <param name="FirstVerifiers">Of the first passwords of people new in it, by sign-in name (RFC 5803 §3).</param>
/// <param name="Proposed">The first keeper's yes, proven when it was said.</param>
/// <param name="Approved">The second keeper's to the same change, with its proof.</param>
public sealed record BookChange(
    RightsBook After,
    ImmutableDictionary<string, string> FirstVerifiers,
    BookStatement Proposed,
    (BookStatement Statement, Proof Proof) Approved
);
