using System.Collections.Immutable;
using Mmhs.Messages.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Release;

/// <summary>A version as those who decide on it see it.</summary>
/// <param name="Version">The version, with its content hash.</param>
/// <param name="State">Where the draft stands.</param>
/// <param name="Revision">Of the draft, given back with the decision.</param>
public sealed record OpenVersion(MessageVersion Version, DraftState State, int Revision)
{
    /// <summary>Its stages in order; empty when it goes straight to the releaser.</summary>
    public ImmutableArray<StageView> Stages { get; init; } = [];

    /// <summary>Everything decided about the draft so far, of all its versions, oldest first.</summary>
    public ImmutableArray<DecisionRow> History { get; init; } = [];

    /// <summary>The reviewers' yeses of this version, with their proofs.</summary>
    public ImmutableArray<Concurrence> Concurrences { get; init; } = [];

    /// <summary>Name of the rule its stages come from; null: none fitted.</summary>
    public string? Rule { get; init; }

    /// <summary>Display name of who wrote it last.</summary>
    public string DrafterName { get; init; } = "";

    /// <summary>The releaser who changed the precedence of it; null: it is as its drafter sent it.</summary>
    public string? PrecedenceBy { get; init; }

    /// <summary>The version the actor looked at last, before this one; null: he sees the message for the first time, or saw this version.</summary>
    public int? SeenBefore { get; init; }

    public string? TakenBy { get; init; }
    public string? TakenByName { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }
    public string? HeldReason { get; init; }
    public string? HeldBy { get; init; }

    /// <summary>When a release that was given leaves; null when there is none or it has left.</summary>
    public DateTimeOffset? LeavesAt { get; init; }

    /// <summary>Whether the actor is of the role that sends the message, and releases there.</summary>
    public bool IsReleaser { get; init; }
}

/// <summary>A stage as its page shows it.</summary>
/// <param name="Row">Where it stands.</param>
/// <param name="RoleAddress">The role that reviews.</param>
/// <param name="RoleName">Its name, with the organisation's.</param>
/// <param name="Concurred">Display names of those who concurred.</param>
/// <param name="Mine">Whether the actor may decide on it now.</param>
public sealed record StageView(StageRow Row, string RoleAddress, string RoleName, ImmutableArray<string> Concurred, bool Mine);
