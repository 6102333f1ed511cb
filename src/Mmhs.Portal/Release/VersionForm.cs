using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Release;

/// <summary>A version's content in the shape of the form it came from, so that drafter and releaser look at the same view.</summary>
internal static class VersionForm
{
    public static DraftForm ToForm(this MessageContent content) =>
        new()
        {
            Label = content.Label,
            ActionPrecedence = content.Action?.Precedence,
            To = content.To,
            InformationPrecedence = content.Information?.Precedence,
            Cc = content.Cc,
            Bcc = content.Bcc,
            Subject = content.Subject,
            SubjectIndicatorCodes = [.. content.SubjectIndicatorCodes.Select(code => code.Value)],
            MessageType = content.MessageType?.Value,
            MessageTypeIdentifier = content.MessageType?.Identifier ?? "",
            Dtg = content.Dtg,
            Text = content.Text,
            Attachments = content.Attachments,
            DeliveryReports = content.DeliveryReports,
            Requests = content.Requests,
            Optional = content.Optional,
        };
}
