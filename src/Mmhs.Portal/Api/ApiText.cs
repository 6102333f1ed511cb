using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Api;

/// <summary>The words of the API for what has a number inside. They are a contract: none is ever changed.</summary>
internal static class ApiText
{
    public static string? Precedence(short urgency) => urgency is >= 0 and <= 5 ? ((Precedence)urgency).ToWord() : null;

    public static string Of(DraftState state) =>
        state switch
        {
            DraftState.Draft => "draft",
            DraftState.InReview => "in-review",
            DraftState.ReadyForRelease => "ready-for-release",
            DraftState.Releasing => "releasing",
            DraftState.Released => "released",
            DraftState.Returned => "returned",
            DraftState.Held => "held",
            DraftState.Withdrawn => "withdrawn",
            DraftState.Expired => "expired",
            DraftState.ReleaseFailed => "release-failed",
        };

    public static DraftState? State(string word)
    {
        foreach (var state in Enum.GetValues<DraftState>())
            if (Of(state) == word)
                return state;
        return null;
    }

    public static string Of(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Added => "added",
            ChangeKind.Removed => "removed",
            ChangeKind.Changed => "changed",
        };

    public static string Of(DiffMark mark) =>
        mark switch
        {
            DiffMark.Same => "same",
            DiffMark.Removed => "removed",
            DiffMark.Added => "added",
        };

    public static string Of(CommentKind kind) =>
        kind switch
        {
            CommentKind.Note => "note",
            CommentKind.Question => "question",
            CommentKind.MustFix => "must-fix",
        };

    public static string Of(StageState state) =>
        state switch
        {
            StageState.Waiting => "waiting",
            StageState.Open => "open",
            StageState.Passed => "passed",
            StageState.Ended => "ended",
        };

    public static string Of(Escalation escalation) =>
        escalation switch
        {
            Escalation.None => "none",
            Escalation.Deputy => "deputy",
            Escalation.DutyOfficer => "duty-officer",
        };

    public static string Of(ReceivedAs how) =>
        how switch
        {
            ReceivedAs.Action => "action",
            ReceivedAs.Information => "information",
            ReceivedAs.Blind => "blind",
            ReceivedAs.OtherMeans => "other-means",
        };

    public static string Of(ReportRequest wish) =>
        wish switch
        {
            ReportRequest.Everything => "everything",
            ReportRequest.Trouble => "trouble",
            ReportRequest.Never => "never",
        };

    public static string Of(TrackingState state) =>
        state switch
        {
            TrackingState.Outbox => "outbox",
            TrackingState.Submitted => "submitted",
            TrackingState.Delayed => "delayed",
            TrackingState.Relayed => "relayed",
            TrackingState.Expanded => "expanded",
            TrackingState.Delivered => "delivered",
            TrackingState.Failed => "failed",
        };

    public static string Of(ReceiptState state) =>
        state switch
        {
            ReceiptState.NotRequested => "not-requested",
            ReceiptState.Awaited => "awaited",
            ReceiptState.Displayed => "displayed",
            ReceiptState.Deleted => "deleted",
            ReceiptState.Dispatched => "dispatched",
            ReceiptState.Processed => "processed",
            ReceiptState.Declined => "declined",
            ReceiptState.Failed => "failed",
        };

    public static string Of(DecisionKind kind) =>
        kind switch
        {
            DecisionKind.Submitted => "submitted",
            DecisionKind.Concurred => "concurred",
            DecisionKind.Returned => "returned",
            DecisionKind.HandedOn => "handed-on",
            DecisionKind.TakenOver => "taken-over",
            DecisionKind.PrecedenceChanged => "precedence-changed",
            DecisionKind.Held => "held",
            DecisionKind.Resumed => "resumed",
            DecisionKind.Released => "released",
            DecisionKind.Undone => "undone",
            DecisionKind.Withdrawn => "withdrawn",
            DecisionKind.ReleasedAlone => "released-alone",
            DecisionKind.ReleaseFailed => "release-failed",
            DecisionKind.Retried => "retried",
            DecisionKind.Escalated => "escalated",
        };

    public static string Of(RoleFunction function) => function.ToWord().Replace(' ', '-');

    /// <summary>Names of the hidden characters in these texts, each once.</summary>
    public static IReadOnlyList<string> Hidden(IEnumerable<string?> texts) =>
        [.. texts.SelectMany(text => HiddenCharacters.In(text)).Distinct(StringComparer.Ordinal)];

    public static string Of<T>(T status)
        where T : struct, Enum => status.ToString().ToLowerInvariant();
}
