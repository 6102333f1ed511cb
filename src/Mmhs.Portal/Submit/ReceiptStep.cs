using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Submit;

/// <summary>Hands a receipt to the MSA: null reverse-path, no report asked for, never held (RFC 8098 §3).</summary>
internal sealed class ReceiptStep(PortalRecords records, TimeProvider time)
{
    /// <summary>After this many tries it is given up: a receipt late by days tells nobody anything.</summary>
    private const int MostAttempts = 30;

    /// <returns>False: the session, which served others before, had ended; it is to be offered on a new one.</returns>
    public async Task<bool> RunAsync(
        OutboxRow entry,
        SmtpClientSession session,
        bool isReused,
        CancellationToken cancellationToken
    )
    {
        byte[] octets;
        await using (var context = await records.ReadAsync(cancellationToken))
            octets = (
                await context
                    .StoredMessages.AsNoTracking()
                    .SingleAsync(stored => stored.Id == entry.StoredMessageId, cancellationToken)
            ).Octets;
        var envelope = new Envelope
        {
            ReversePath = null,
            EnvelopeId = EnvelopeId.Parse(entry.EnvelopeId!),
            Recipients =
            [
                .. entry
                    .Recipients!.Split('\n')
                    .Select(address => new EnvelopeRecipient(new SmtpPath(EmailAddress.Parse(address)), NotifyOn.Never)),
            ],
        };
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(octets), cancellationToken);
        if (isReused && result.SessionHadEnded)
            return false;
        var said = (result.Final ?? result.Sender)?.ToString() ?? result.Reason.ToString();
        var taken = result.Recipients.Count(recipient => recipient.Outcome == RecipientOutcome.Accepted);
        var again =
            entry.Attempts < MostAttempts
            && result.Recipients.Any(recipient =>
                recipient.Outcome is not (RecipientOutcome.Accepted or RecipientOutcome.Refused)
            )
            && result is not { Outcome: TransactionOutcome.NotSent, Reason: not NotSentReason.ConnectionLost };
        await using var work = await records.BeginAsync(cancellationToken);
        if (again && taken == 0)
        {
            if (
                !await work.Context.RescheduleAsync(
                    entry,
                    time.GetUtcNow() + SubmitStep.WaitAfter(entry.Attempts),
                    said,
                    cancellationToken
                )
            )
                return true;
        }
        else
        {
            if (
                !await work.Context.FinishAsync(entry, taken > 0 ? OutboxState.Done : OutboxState.Failed, said, cancellationToken)
            )
                return true;
            work.Audit(
                new(
                    AuditTypes.ReceiptSent,
                    taken > 0 ? AuditOutcome.Ok : AuditOutcome.Failed,
                    "portal",
                    null,
                    null,
                    entry.EnvelopeId,
                    entry.StoredMessageId!.Value.ToString("D"),
                    new() { ["reply"] = said }
                )
            );
        }
        await work.CommitAsync(cancellationToken);
        return true;
    }
}
