using Mmhs.Messages.Audit;
using Mmhs.Portal.Shared;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Audit;

/// <summary>What an audit entry says in plain words, by its type.</summary>
public static class EventText
{
    /// <summary>The act, as the head of a line.</summary>
    public static string What(AuditEntryView entry) =>
        entry.Row.EventType switch
        {
            AuditTypes.Login => entry.Outcome == AuditOutcome.Ok ? "Signed in" : "Sign-in refused",
            AuditTypes.Logout => "Signed out",
            AuditTypes.RoleChosen => entry.Outcome == AuditOutcome.Ok ? "Switched role" : "Role switch refused",
            AuditTypes.DraftCreated => "Draft begun",
            AuditTypes.DraftSubmitted => $"Sent to release{Version(entry)}",
            AuditTypes.DraftReturned => $"Returned to the drafter{Version(entry)}",
            AuditTypes.DraftWithdrawn => "Withdrawn",
            AuditTypes.Release => entry.Outcome == AuditOutcome.Ok ? $"Released{Version(entry)}" : "Release refused",
            AuditTypes.Sign => "Signed",
            AuditTypes.Submit => entry.Outcome == AuditOutcome.Ok ? "Submitted" : "Submission refused",
            AuditTypes.ReleaseFailed => "Could not be sent",
            AuditTypes.MsaAccept => entry.Outcome == AuditOutcome.Ok
                ? "Accepted for transfer"
                : "Refused by the submission agent",
            AuditTypes.TransferIn => entry.Outcome == AuditOutcome.Ok ? "Came in from another system" : "Refused at the border",
            AuditTypes.TransferOut => entry.Outcome == AuditOutcome.Ok ? "Handed on" : "Could not be handed on",
            AuditTypes.ReportIssued => "Reported to the originator",
            AuditTypes.Deliver => entry.Outcome == AuditOutcome.Ok ? "Delivered" : "Not delivered",
            AuditTypes.DuplicateFolded => "Arrived again, and was folded into the first",
            AuditTypes.LabelMismatch => "Label found doubtful",
            AuditTypes.AccessDecision => "Access refused",
            AuditTypes.MessageRead => "Read",
            AuditTypes.ReportReceived => "Report received",
            AuditTypes.ItemSetAside => "Set aside: it could not be worked on",
            AuditTypes.ItemSettled => entry.Outcome == AuditOutcome.Ok
                ? "Item set aside was settled"
                : "Settling an item set aside refused",
            AuditTypes.ReportPutAway => entry.Outcome == AuditOutcome.Ok
                ? "Stray report put away"
                : "Putting a stray report away refused",
            AuditTypes.MessageRemoved => entry.Outcome == AuditOutcome.Ok
                ? "Deleted without reading"
                : "Deleting without reading refused",
            AuditTypes.MessagesSearched => "Inbox searched",
            AuditTypes.AuditQuery => "Audit trail searched",
            AuditTypes.ReleaseUndone => "Release undone",
            AuditTypes.BreakGlass => entry.Outcome == AuditOutcome.Ok
                ? "Released by break-glass"
                : "Release by break-glass refused",
            AuditTypes.BreakGlassReviewed => entry.Outcome == AuditOutcome.Ok
                ? "Break-glass looked at"
                : "Looking at break-glass refused",
            AuditTypes.Review => entry.Outcome == AuditOutcome.Ok ? "Concurred" : "Concurrence refused",
            AuditTypes.ReviewTaken => entry.Outcome == AuditOutcome.Ok ? "Taken care of" : "Taking over refused",
            AuditTypes.ReviewHandedOn => entry.Outcome == AuditOutcome.Ok ? "Handed on" : "Handing on refused",
            AuditTypes.ReviewEscalated => "Late, brought upward",
            AuditTypes.DraftHeld => entry.Outcome == AuditOutcome.Ok ? "Held" : "Hold refused",
            AuditTypes.DraftResumed => entry.Outcome == AuditOutcome.Ok ? "Hold ended" : "Ending the hold refused",
            AuditTypes.PrecedenceChanged => entry.Outcome == AuditOutcome.Ok
                ? "Precedence changed by the releaser"
                : "Change of precedence refused",
            AuditTypes.ReleaseRetried => entry.Outcome == AuditOutcome.Ok ? "Sending retried" : "Retry refused",
            AuditTypes.RightsProposed => entry.Outcome == AuditOutcome.Ok
                ? "Change of rights proposed"
                : "Proposal of rights refused",
            AuditTypes.RightsChanged => entry.Outcome == AuditOutcome.Ok ? "Rights changed by two" : "Change of rights refused",
            AuditTypes.RightsRejected => entry.Outcome == AuditOutcome.Ok ? "Change of rights rejected" : "Rejection refused",
            AuditTypes.DelegationSet => entry.Outcome == AuditOutcome.Ok ? "Deputy set" : "Setting a deputy refused",
            AuditTypes.DelegationEnded => entry.Outcome == AuditOutcome.Ok ? "Delegation ended" : "Ending a delegation refused",
            AuditTypes.DraftTakenOver => entry.Outcome == AuditOutcome.Ok ? "Draft taken over" : "Take-over refused",
            AuditTypes.DraftCopied => entry.Outcome == AuditOutcome.Ok ? "Draft copied from another message" : "Copy refused",
            AuditTypes.CommentAdded => entry.Outcome == AuditOutcome.Ok ? "Commented" : "Comment refused",
            AuditTypes.CommentResolved => "Comment settled",
            AuditTypes.CommentReopened => "Comment opened again",
            AuditTypes.TemplateSaved => entry.Outcome == AuditOutcome.Ok ? "Template saved" : "Template refused",
            AuditTypes.TemplateRemoved => "Template removed",
            AuditTypes.PasskeyAdded => entry.Outcome == AuditOutcome.Ok ? "Passkey added" : "Adding a passkey refused",
            AuditTypes.PasskeyRenamed => "Passkey renamed",
            AuditTypes.PasskeyRemoved => entry.Outcome == AuditOutcome.Ok ? "Passkey removed" : "Removing a passkey refused",
            AuditTypes.PasswordChanged => entry.Outcome == AuditOutcome.Ok ? "Password changed" : "Change of password refused",
            AuditTypes.SessionEnded => entry.Outcome == AuditOutcome.Ok ? "Session ended" : "Ending a session refused",
            AuditTypes.TokenMade => "API token made",
            AuditTypes.TokenRevoked => "API token revoked",
            AuditTypes.Refusals => entry.Said("kind") switch
            {
                RefusalKinds.Session => "Connections refused or ended at a mail door",
                RefusalKinds.Auth => "Log-ins refused at a mail door",
                RefusalKinds.Mail => "Senders refused at a mail door",
                RefusalKinds.Recipient => "Recipients refused at a mail door",
                RefusalKinds.Content => "Messages refused at a mail door for their octets",
                RefusalKinds.SignIn => "Sign-ins refused",
                _ => "Attempts refused",
            },
            AuditTypes.IdentityTied => entry.Outcome == AuditOutcome.Ok
                ? "Identity tied to a person"
                : "Tying an identity refused",
            AuditTypes.IdentityUntied => entry.Outcome == AuditOutcome.Ok
                ? "Identity no longer tied to a person"
                : "Untying an identity refused",
            AuditTypes.PasskeyCloned => "ALARM: a passkey was used that seems to be copied; it is set aside",
            AuditTypes.PasskeyDecided => entry.Outcome == AuditOutcome.Ok
                ? "Passkey set aside decided on"
                : "Deciding on a passkey refused",
            AuditTypes.MembershipGranted => entry.Outcome == AuditOutcome.Ok ? "Role given" : "Giving a role refused",
            AuditTypes.MembershipRevoked => entry.Outcome == AuditOutcome.Ok ? "Role taken away" : "Taking a role away refused",
            AuditTypes.PersonChanged => entry.Outcome == AuditOutcome.Ok ? "Person changed" : "Changing a person refused",
            AuditTypes.DirectoryChanged => entry.Outcome == AuditOutcome.Ok
                ? "Directory changed"
                : "Changing the directory refused",
            AuditTypes.ReceiptAnswered => entry.Outcome == AuditOutcome.Ok
                ? "Request for a receipt answered"
                : "Answering a request for a receipt refused",
            AuditTypes.ReceiptSent => entry.Outcome == AuditOutcome.Ok
                ? "Receipt handed over"
                : "Receipt could not be handed over",
            AuditTypes.MinimizeDeclared => entry.Outcome == AuditOutcome.Ok ? "MINIMIZE declared" : "Declaring MINIMIZE refused",
            AuditTypes.MinimizeEnded => entry.Outcome == AuditOutcome.Ok ? "MINIMIZE ended" : "Ending MINIMIZE refused",
            // entries of later versions of this program are evidence too
            var other => other,
        };

    /// <summary>What came of it, or to whom it happened; null when the act says all.</summary>
    public static string? Outcome(AuditEntryView entry) =>
        entry.Row.EventType switch
        {
            AuditTypes.DraftSubmitted or AuditTypes.Sign => Hash(entry),
            AuditTypes.Release => entry.Outcome == AuditOutcome.Ok
                ? Join($"Written by {entry.Said("drafter")}", For(entry), Proven(entry), Hash(entry))
                : Code(entry),
            AuditTypes.ReleaseFailed => entry.Said("reply") ?? Code(entry),
            AuditTypes.Login => Join(
                entry.Said("reason"),
                entry.Said("method") is { } method ? $"{(entry.Said("reason") is null ? "By" : "by")} {method}" : null,
                entry.Said("subject") is { } subject ? $"as {subject} of {entry.Said("provider")}" : null,
                entry.Said("person") is { } named ? $"bearing the name of {named}" : null
            ),
            AuditTypes.RoleChosen => entry.Said("reason"),
            AuditTypes.PasskeyCloned or AuditTypes.PasskeyDecided => Join(entry.Said("person"), entry.Said("what"), Code(entry)),
            AuditTypes.IdentityTied or AuditTypes.IdentityUntied => Join(
                entry.Said("person"),
                $"to {entry.Said("subject")} of {entry.Said("provider")}"
            ),
            AuditTypes.MembershipGranted or AuditTypes.MembershipRevoked => Join(
                entry.Said("person"),
                $"{Lower(entry.Said("function"))} of {entry.Said("role")}",
                entry.Said("rule") is { } granting ? $"by rule {granting}" : null,
                Code(entry)
            ),
            AuditTypes.PersonChanged or AuditTypes.DirectoryChanged => Join(
                entry.Said("person"),
                entry.Said("what"),
                Code(entry)
            ),
            AuditTypes.PasskeyAdded or AuditTypes.PasskeyRemoved or AuditTypes.PasswordChanged => entry.Outcome == AuditOutcome.Ok
                ? null
                : Code(entry),
            AuditTypes.SessionEnded => entry.Said("person") is { } person ? $"Of {person}" : null,
            AuditTypes.Submit => Join(To(entry.Listed("recipients")), Answered(entry.Said("reply"))),
            AuditTypes.MsaAccept or AuditTypes.TransferIn => Join(
                To(entry.Listed("recipients")),
                entry.Said("holdUntil") is { } until ? $"Held until {until}" : null,
                entry.Said("rule") is { } rule ? $"Rule: {rule}" : null
            ),
            AuditTypes.TransferOut => Join(
                $"To {entry.Said("recipient")}",
                entry.Said("hop") is { } hop ? $"through {hop}" : null,
                entry.Said("status")
            ),
            AuditTypes.Deliver or AuditTypes.DuplicateFolded or AuditTypes.LabelMismatch => Join(
                $"To {entry.Said("recipient")}",
                $"signature {Lower(entry.Said("signature"))}",
                $"label {Lower(entry.Said("labelStatus"))}"
            ),
            AuditTypes.ReportReceived => Join(
                $"About {entry.Said("recipient")}: {entry.Said("action") ?? entry.Said("disposition")}",
                entry.Said("status"),
                entry.Said("kept") is { } kept ? $"kept {kept}" : null
            ),
            AuditTypes.AccessDecision => entry.Said("door") is { } door ? $"At {door}" : null,
            AuditTypes.MessageRead => entry.Said("how") is { } how ? $"As {how}" : null,
            AuditTypes.Review => Join(
                entry.Said("stage") is { } stage ? $"At {stage}" : null,
                For(entry),
                Proven(entry),
                Code(entry)
            ),
            AuditTypes.BreakGlass or AuditTypes.DelegationSet or AuditTypes.DelegationEnded => Code(entry),
            AuditTypes.DraftTakenOver => entry.Said("from") is { } from ? $"From {from}" : Code(entry),
            AuditTypes.CommentAdded => Join(
                entry.Said("kind"),
                entry.Said("field") is { } field ? $"on {field}" : null,
                Code(entry)
            ),
            AuditTypes.TemplateSaved => Code(entry),
            AuditTypes.Refusals => Join(
                $"{entry.Said("count")} from {entry.Said("source") ?? "many sources"}",
                Answered(entry.Said("code")),
                Named(entry.Listed("names"), entry.Said("namesAreAll") == "true")
            ),
            AuditTypes.AuditQuery => Join(entry.Said("what"), entry.Said("about")),
            _ => null,
        };

    private static string Version(AuditEntryView entry) => entry.Said("version") is { } version ? $", version {version}" : "";

    private static string? Hash(AuditEntryView entry) =>
        entry.Said("contentHash") is { Length: >= 12 } hash ? $"Content {hash[..12]}…" : null;

    private static string? Code(AuditEntryView entry) => entry.Said("code") is { } code ? $"Reason {code}" : null;

    private static string? For(AuditEntryView entry) => entry.Said("onBehalfOf") is { } principal ? $"for {principal}" : null;

    private static string? Proven(AuditEntryView entry) => entry.Said("method") is { } method ? $"proven by {method}" : null;

    private static string? To(IReadOnlyList<string> recipients) =>
        recipients.Count == 0 ? null : $"To {string.Join(", ", recipients)}";

    private static string? Named(IReadOnlyList<string> names, bool areAll) =>
        names.Count == 0 ? null : $"named: {string.Join(", ", names)}{(areAll ? "" : " and others")}";

    private static string? Answered(string? reply) => reply is null ? null : $"answered: {reply}";

    private static string Lower(string? word) => word?.ToLowerInvariant() ?? "not known";

    private static string? Join(params string?[] parts) =>
        string.Join("; ", parts.OfType<string>()) is { Length: > 0 } text ? text : null;
}
