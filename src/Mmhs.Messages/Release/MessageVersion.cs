using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>A draft as it stood when it was submitted for release: never changed, replaced by the next number.</summary>
/// <param name="DraftId">The draft it is a version of.</param>
/// <param name="Number">1 for the first.</param>
/// <param name="Content">What was written.</param>
/// <param name="LastEditor">Sign-in name of who wrote it last.</param>
/// <param name="SubmittedAt">When it went to the releaser.</param>
public sealed record MessageVersion(
    Guid DraftId,
    int Number,
    MessageContent Content,
    string LastEditor,
    DateTimeOffset SubmittedAt
)
{
    /// <summary>What approvals are bound to; see <see cref="MessageContent.Hash"/>.</summary>
    public string ContentHash { get; } = Content.Hash();

    /// <summary>Sign-in names of all who wrote in the draft since it began, who wrote last at the end; none of them releases or reviews it.</summary>
    public ImmutableArray<string> Writers { get; init; } = [LastEditor];

    /// <summary>Whether somebody's words are in it.</summary>
    /// <param name="name">Sign-in name.</param>
    /// <param name="policy">Of its organisation: how many writers count; null: all do.</param>
    public bool IsWrittenBy(string name, ReleasePolicy? policy) =>
        RightsBook.IsSame(LastEditor, name)
        || Writers.TakeLast(policy?.CountedWriters ?? Writers.Length).Any(writer => RightsBook.IsSame(writer, name));
}

/// <summary>Where a draft stands on its way (design §5).</summary>
public enum DraftState : byte
{
    Draft = 0,
    InReview = 1,
    ReadyForRelease = 2,
    Releasing = 3,
    Released = 4,
    Returned = 5,
    Held = 6,
    Withdrawn = 7,
    Expired = 8,
    ReleaseFailed = 9,
}

public static class DraftStates
{
    // One row, one lawful move; a message moves on or is returned as a draft, and never out of Released.
    private static readonly HashSet<(DraftState From, DraftState To)> Moves =
    [
        (DraftState.Draft, DraftState.InReview),
        (DraftState.Draft, DraftState.ReadyForRelease),
        (DraftState.Draft, DraftState.Withdrawn),
        (DraftState.Returned, DraftState.InReview),
        (DraftState.Returned, DraftState.ReadyForRelease),
        (DraftState.Returned, DraftState.Withdrawn),
        (DraftState.InReview, DraftState.ReadyForRelease),
        (DraftState.InReview, DraftState.Returned),
        (DraftState.InReview, DraftState.Withdrawn),
        (DraftState.InReview, DraftState.Held),
        (DraftState.InReview, DraftState.Releasing), // break-glass only
        (DraftState.ReadyForRelease, DraftState.InReview), // the releaser changed the precedence: other stages may apply
        (DraftState.ReadyForRelease, DraftState.Returned),
        (DraftState.ReadyForRelease, DraftState.Withdrawn),
        (DraftState.ReadyForRelease, DraftState.Held),
        (DraftState.ReadyForRelease, DraftState.Releasing),
        (DraftState.Held, DraftState.InReview),
        (DraftState.Held, DraftState.ReadyForRelease),
        (DraftState.Held, DraftState.Returned),
        (DraftState.Held, DraftState.Withdrawn),
        (DraftState.Releasing, DraftState.ReadyForRelease), // undone within the grace period
        (DraftState.Releasing, DraftState.InReview), // the same, after break-glass
        (DraftState.Releasing, DraftState.Released),
        (DraftState.Releasing, DraftState.ReleaseFailed),
        (DraftState.ReleaseFailed, DraftState.Releasing),
        (DraftState.ReleaseFailed, DraftState.Returned),
        (DraftState.ReleaseFailed, DraftState.Withdrawn),
    ];

    public static bool MayBecome(this DraftState from, DraftState to) => Moves.Contains((from, to));

    /// <summary>Whether the drafter may still write in it.</summary>
    public static bool IsEditable(this DraftState state) => state is DraftState.Draft or DraftState.Returned;

    public static string ToWord(this DraftState state) =>
        state switch
        {
            DraftState.Draft => "draft",
            DraftState.InReview => "in review",
            DraftState.ReadyForRelease => "awaiting release",
            DraftState.Releasing => "releasing",
            DraftState.Released => "released",
            DraftState.Returned => "returned",
            DraftState.Held => "held",
            DraftState.Withdrawn => "withdrawn",
            DraftState.Expired => "expired",
            DraftState.ReleaseFailed => "release failed",
        };
}
