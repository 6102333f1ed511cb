using System.Globalization;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Submit;

/// <summary>The evidence of a submission: every field MMHS §5.2 asks for, with null where the message has none.</summary>
internal static class SubmittedAudit
{
    public static AuditEvent Event(
        LoadedRelease release,
        string envelopeId,
        IEnumerable<string> recipients,
        AuditOutcome outcome,
        string? reply
    )
    {
        var copy = recipients.Select(EmailAddress.Parse).ToList();
        var content = release.Version.Content;
        var statement = release.Approval.Statement;
        return new(
            AuditTypes.Submit,
            outcome,
            statement.Releaser,
            content.From.Address.ToString(),
            statement.Filled.MessageId.Value,
            envelopeId,
            release.Version.DraftId.ToString("D"),
            new CanonicalObject
            {
                ["release"] = release.Row.Id.ToString("D"),
                ["authorizingUsers"] = CanonicalValue.List([statement.ReleaserMailbox.Address.ToString()]),
                ["extAuthInfo"] = statement.Filled.Dtg.At,
                ["dsnNotify"] = CanonicalValue.List(
                    copy.Select(address => $"{address} {SubmitStep.NotifyFor(content.ReportsFor(address)).ToText()}")
                ),
                ["mdnRequest"] = CanonicalValue.List(copy.Where(content.AsksReceipt).Select(address => address.ToString())),
                ["incompleteCopy"] = CanonicalValue.List(copy.Where(content.GetsTextOnly).Select(address => address.ToString())),
                ["primaryPrecedence"] = Precedence(content.Action?.Precedence),
                ["copyPrecedence"] = Precedence(content.Information?.Precedence),
                ["primaryRecipients"] = Addresses(content.To),
                ["copyRecipients"] = Addresses(content.Cc),
                ["bccRecipients"] = Addresses(content.Bcc),
                ["nrReceipt"] = default(CanonicalValue),
                ["labels"] = CanonicalValue.List([content.Label.ToKey()]),
                ["messageType"] = content.MessageType is null
                    ? default
                    : (CanonicalValue)
                        string.Create(
                                CultureInfo.InvariantCulture,
                                $"{content.MessageType.Value} {content.MessageType.Identifier}"
                            )
                            .TrimEnd(),
                ["recipients"] = CanonicalValue.List(copy.Select(address => address.ToString())),
                ["reply"] = reply,
            }
        );
    }

    private static CanonicalValue Precedence(Precedence? precedence) =>
        precedence is { } known ? string.Create(CultureInfo.InvariantCulture, $"{(int)known} {known.ToWord()}") : default;

    private static CanonicalValue Addresses(IEnumerable<Mailbox> mailboxes) =>
        CanonicalValue.List(mailboxes.Select(mailbox => mailbox.Address.ToString()));
}
