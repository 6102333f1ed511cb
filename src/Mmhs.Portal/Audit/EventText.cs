using Mmhs.Messages.Audit;
using Mmhs.Portal.Shared;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Audit;

/// <summary>What an audit entry says in plain words, by its type.</summary>
internal static class EventText
{
    /// <summary>The act, as the head of a line.</summary>
    public static string What(AuditEntryView entry) =>
        (entry.Row.EventType, entry.Outcome) switch
        {
            (AuditTypes.Refusals, _) => entry.Said("kind") switch
            {
                RefusalKinds.Session => "Connections refused or ended at a mail door",
                RefusalKinds.Auth => "Log-ins refused at a mail door",
                RefusalKinds.Mail => "Senders refused at a mail door",
                RefusalKinds.Recipient => "Recipients refused at a mail door",
                RefusalKinds.Content => "Messages refused at a mail door for their octets",
                RefusalKinds.SignIn => "Sign-ins refused",
                _ => Text(entry),
            },
            (AuditTypes.DraftSubmitted or AuditTypes.DraftReturned or AuditTypes.Release, AuditOutcome.Ok) => Text(entry)
                + Version(entry),
            _ => Text(entry),
        };

    // entries of later versions of this program are evidence too
    private static string Text(AuditEntryView entry) =>
        AuditCatalog.Find(entry.Row.EventType)?.Text(entry.Outcome) ?? entry.Row.EventType;

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
