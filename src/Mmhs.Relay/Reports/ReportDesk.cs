using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Records.Relay;
using Mmhs.Relay.Queue;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Reports;

/// <summary>Makes the report on a message into a message of its own, ready for the queue.</summary>
internal sealed class ReportDesk(RelayOptions options, RetrySchedule periods)
{
    /// <summary>Headers only above this, also when the whole message was asked for (RFC 3461 §6.2 leaves it to us).</summary>
    private const int LargestReturned = 1 << 20;

    /// <param name="subject">What is reported on; it has a reverse-path.</param>
    /// <param name="octets">The whole of it.</param>
    /// <param name="told">Recipients to report on and what to say, at least one.</param>
    /// <param name="now">The clock.</param>
    public QueuedMessage Report(
        QueueMessageRow subject,
        byte[] octets,
        IReadOnlyList<(Attempt Attempt, ReportAction Action, string Status)> told,
        DateTimeOffset now
    )
    {
        var id = Guid.CreateVersion7(now);
        var report = new DeliveryReport(
            IdOf(subject.Id, told),
            options.HostName,
            subject.ReversePath!,
            now,
            subject.EnvelopeId,
            subject.ArrivedAt,
            subject.Priority,
            [.. told.Select(item => About(subject, item.Attempt, item.Action, item.Status))],
            octets,
            // RFC 3461 §6.2: only the header unless there is a failure to return the message with
            ReturnsAll: subject.Return == "FULL"
                && told.Any(item => item.Action == ReportAction.Failed)
                && octets.Length <= LargestReturned
        )
        {
            DeliverBy = subject.DeliverBy,
            FutureReleaseRequest = subject.HoldRequest,
        };
        byte[] written = [.. SourceOf(subject), .. DeliveryReportWriter.Write(report)];
        return new(
            new()
            {
                Id = id,
                State = QueueState.Ready,
                HandledAs = subject.HandledAs,
                Priority = subject.Priority, // RFC 6710 §4.4: a report has the priority of what it reports on
                PriorityGiven = true,
                ArrivedAt = now,
                DueAt = now,
                ExpiresAt = now + periods.Of(new MtPriority(subject.Priority)).GiveUp,
                ReversePath = null, // RFC 3461 §6.1
                EnvelopeId = QueuedMessage.IdOf(id),
                MessageId = report.MessageId,
                Body = written.AsSpan().ContainsAnyInRange((byte)128, (byte)255) ? "8BITMIME" : "7BIT",
                SubmittedAt = now,
                Size = written.Length,
            },
            written,
            [
                new()
                {
                    MessageId = id,
                    Number = 0,
                    ForwardPath = subject.ReversePath!,
                    Notify = (int)NotifyOn.Never,
                },
            ]
        ); // RFC 3461 §6.1
    }

    // Only of what somebody submitted to us by his login: what a stranger brought names envelope and recipients as he likes.
    private static byte[] SourceOf(QueueMessageRow subject) => subject.AuthenticatedAs is null ? [] : ReportSource.Own.ToField();

    private static RecipientReport About(QueueMessageRow subject, Attempt attempt, ReportAction action, string status) =>
        new(
            attempt.Recipient.ForwardPath,
            attempt.Recipient.OriginalRecipient is { } text && OriginalRecipient.TryParse(text, out var original)
                ? $"{original.AddressType};{original.Address}"
                : null,
            action,
            status,
            attempt.RemoteHost,
            action == ReportAction.Delivered ? null : attempt.Reply?.ToString(),
            action == ReportAction.Delayed ? subject.ExpiresAt : null
        );

    // The same outcome reported twice, because a process ended in between, is one report to whoever folds by Message-ID.
    private string IdOf(Guid subject, IReadOnlyList<(Attempt Attempt, ReportAction Action, string Status)> told)
    {
        var said = string.Join(
            ' ',
            told.OrderBy(item => item.Attempt.Recipient.Number)
                .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Attempt.Recipient.Number}:{item.Action}"))
        );
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{QueuedMessage.IdOf(subject)} {said}"));
        return $"dsn.{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@{options.HostName}";
    }
}
