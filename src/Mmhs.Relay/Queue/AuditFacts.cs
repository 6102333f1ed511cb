using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Records.Relay;
using Mmhs.Wire.Reports;

namespace Mmhs.Relay.Queue;

/// <summary>The entries the transfer service writes about what leaves it (MMHS §7.2; access-and-audit §2).</summary>
internal static class AuditFacts
{
    /// <summary>One for each recipient and attempt (AUD-7.2-out).</summary>
    public static AuditEvent TransferOut(
        QueueMessageRow message,
        Attempt attempt,
        string status,
        string? nextHop,
        bool isSettled,
        DateTimeOffset at
    ) =>
        new(
            AuditTypes.TransferOut,
            attempt.Result == AttemptResult.Accepted ? AuditOutcome.Ok : AuditOutcome.Failed,
            Actor: null,
            Role: null,
            message.MessageId,
            message.EnvelopeId,
            QueuedMessage.IdOf(message.Id),
            new CanonicalObject
            {
                ["submittedAt"] = message.SubmittedAt,
                ["priority"] = message.Priority,
                ["transferOutAt"] = attempt.Result == AttemptResult.Accepted ? at : (DateTimeOffset?)null,
                ["attemptedAt"] = at,
                ["attempt"] = message.Attempts,
                ["reversePath"] = message.ReversePath,
                ["recipient"] = attempt.Recipient.ForwardPath,
                ["hop"] = nextHop,
                ["status"] = status,
                ["settled"] = isSettled,
            }
        );

    public static AuditEvent ReportIssued(
        QueueMessageRow subject,
        QueuedMessage report,
        IEnumerable<(Attempt Attempt, ReportAction Action, string Status)> told
    ) =>
        new(
            AuditTypes.ReportIssued,
            AuditOutcome.Ok,
            Actor: null,
            Role: null,
            subject.MessageId,
            subject.EnvelopeId,
            QueuedMessage.IdOf(subject.Id),
            new CanonicalObject
            {
                ["report"] = report.Message.MessageId,
                ["reportEnvId"] = report.Message.EnvelopeId,
                ["priority"] = report.Message.Priority,
                ["reversePath"] = subject.ReversePath,
                ["recipients"] = CanonicalValue.List(
                    told.Select(item =>
                        (CanonicalValue)
                            new CanonicalObject
                            {
                                ["recipient"] = item.Attempt.Recipient.ForwardPath,
                                ["action"] = item.Action.ToString().ToUpperInvariant(),
                                ["status"] = item.Status,
                            }
                    )
                ),
            }
        );
}
