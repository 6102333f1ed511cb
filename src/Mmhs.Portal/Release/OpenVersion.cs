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
    public ImmutableArray<DecisionView> History { get; init; } = [];

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
/// <param name="Name">Its name.</param>
/// <param name="State">Where it stands.</param>
/// <param name="RoleId">The role that reviews.</param>
/// <param name="RoleAddress">Its address.</param>
/// <param name="RoleName">Its name, with the organisation's.</param>
/// <param name="Concurred">Display names of those who concurred.</param>
/// <param name="Mine">Whether the actor may decide on it now.</param>
public sealed record StageView(
    string Name,
    StageState State,
    int RoleId,
    string RoleAddress,
    string RoleName,
    ImmutableArray<string> Concurred,
    bool Mine
)
{
    /// <summary>How many concurrences it takes.</summary>
    public int Needed { get; init; }

    /// <summary>How many it has.</summary>
    public int Count { get; init; }

    /// <summary>When it should be done; null: it is not open.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How far it was brought upward.</summary>
    public Escalation Escalation { get; init; }

    /// <summary>Sign-in name of who takes care of it; null: nobody.</summary>
    public string? TakenBy { get; init; }
    public string? TakenByName { get; init; }
}

/// <summary>Something decided about a draft.</summary>
/// <param name="Version">The version it was decided on.</param>
/// <param name="Stage">Name of the stage; null: it was not at one.</param>
/// <param name="By">Sign-in name; empty: the clock.</param>
/// <param name="ByName">What others see of him.</param>
/// <param name="OnBehalfOf">For whom he acted as deputy; null: for himself.</param>
/// <param name="Reason">Code of the reason; null: none, or withheld.</param>
/// <param name="Words">What was said; null: nothing.</param>
public sealed record DecisionView(
    int Version,
    DecisionKind Kind,
    string? Stage,
    string By,
    string ByName,
    string? OnBehalfOf,
    DateTimeOffset At,
    string? Reason,
    string? Words
)
{
    internal static DecisionView Of(DecisionRow row) =>
        new(row.Version, row.Kind, row.Stage, row.By, row.ByName, row.OnBehalfOf, row.At, row.Reason, row.Words);
}
