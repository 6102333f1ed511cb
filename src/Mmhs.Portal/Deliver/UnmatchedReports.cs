using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Records.Track;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Deliver;

/// <summary>Keeps what reports on nothing we sent, in words an operator can act on; nothing of any content is in them.</summary>
internal static class UnmatchedReports
{
    private const int MostRecipients = 20;

    public static async Task KeepAsync(
        PortalWork work,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        MessageReading reading,
        MessageReport report,
        ReportKeys keys,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (
            await work.Context.UnmatchedReports.AnyAsync(
                known => known.RoleId == role.Id && known.ContentSha256 == reading.ContentSha256,
                cancellationToken
            )
        )
            return;
        var reporter = report.Disposition?.FinalRecipient ?? report.ReportingMta ?? "";
        work.Context.UnmatchedReports.Add(
            new UnmatchedReportRow
            {
                RoleId = role.Id,
                StoredMessageId = stored.Id,
                ContentSha256 = reading.ContentSha256,
                ReceivedAt = now,
                Reporter = Characters.Cut(reporter, 400),
                Words = Characters.Cut(Words(report, keys), 2000),
            }
        );
        work.Audit(
            new(
                AuditTypes.ReportReceived,
                AuditOutcome.Ok,
                reporter,
                role.Mailbox.Address.ToString(),
                keys.MessageIds.FirstOrDefault(),
                keys.EnvelopeIds.FirstOrDefault(),
                stored.Id.ToString("D"),
                new()
                {
                    ["recipient"] =
                        report.Disposition?.FinalRecipient
                        ?? report.Recipients.Select(one => one.FinalRecipient).FirstOrDefault(),
                    ["action"] = report.Disposition?.Type ?? report.Recipients.Select(one => one.Action).FirstOrDefault(),
                    ["kept"] = "for the operator: nobody asked for it",
                    ["stored"] = stored.Id.ToString("D"),
                }
            )
        );
    }

    private static string Words(MessageReport report, ReportKeys keys)
    {
        IEnumerable<string> said = report.Disposition is { } disposition
            ? [$"{disposition.Type} by {disposition.FinalRecipient}"]
            : report
                .Recipients.Take(MostRecipients)
                .Select(one =>
                    $"{one.Action ?? "no action"}, status {one.Status ?? "not given"}, of {one.FinalRecipient ?? one.OriginalRecipient ?? "nobody named"}"
                );
        var about = keys
            .EnvelopeIds.Select(id => $"envelope {id}")
            .Concat(keys.MessageIds.Select(id => $"message {id}"))
            .Take(MostRecipients)
            .ToList();
        var rest = report.Recipients.Length > MostRecipients ? $"; and {report.Recipients.Length - MostRecipients} more" : "";
        return $"{string.Join("; ", said)}{rest}. {(about.Count == 0 ? "It names no message." : $"It names {string.Join(", ", about)}.")}";
    }
}
