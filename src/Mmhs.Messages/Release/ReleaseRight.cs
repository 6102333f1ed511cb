using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>What a releaser may let go in one role: one row of the rights matrix (design §5).</summary>
/// <param name="Role">Address of the role mailbox.</param>
/// <param name="HighestAction">Most urgent action precedence.</param>
/// <param name="HighestInformation">Most urgent information precedence.</param>
/// <param name="Ceiling">The labels, as clearances; none permits nothing.</param>
public sealed record ReleaseRight(
    EmailAddress Role,
    Precedence HighestAction,
    Precedence HighestInformation,
    ImmutableArray<Clearance> Ceiling
)
{
    /// <summary>The message types it is for; empty: every type, and messages without one.</summary>
    public ImmutableArray<byte> MessageTypes { get; init; } = [];

    /// <summary>Addresses and domains it is for; every addressee must be one of them. Empty: anybody.</summary>
    public ImmutableArray<string> Addressees { get; init; } = [];

    /// <summary>First moment it is good for; null: since ever.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First moment it is no longer good for; null: without end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it permits break-glass: releasing alone, with a reason, reported upward.</summary>
    public bool BreakGlass { get; init; }

    public bool IsInForce(DateTimeOffset now) => (From is not { } from || from <= now) && (Until is not { } until || now < until);
}
