using System.Text;
using Microsoft.Extensions.Logging;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Relay.Border;
using Mmhs.Relay.Queue;
using Mmhs.Relay.Routing;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Submission;

/// <summary>The MSA: takes messages from those who logged in, after asking whether they may (RFC 6409; MMHS §6.1).</summary>
internal sealed class SubmissionReception(
    RelayOptions options,
    IRelayDirectory directory,
    Addressing addressing,
    SubmissionRules rules,
    QueueWriter intake,
    TimeProvider time,
    string stream,
    ILogger log
) : ISmtpReception
{
    private static readonly SmtpReply SenderAccepted = new(250, "2.1.0", "Sender ok");
    private static readonly SmtpReply NotYours = new(550, "5.7.1", "Not authorised to send from this address");
    private static readonly SmtpReply TooUrgent = new(550, "5.7.1", "Not authorised for this priority");
    private static readonly SmtpReply NotStored = new(451, "4.3.0", "The message could not be stored, try again");

    public async ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken)
    {
        var login = peer.AuthenticatedAs!; // the door lets nobody else through
        // RFC 6409 §3.2, §6.1: the null path is that of notifications, and nobody's
        if (
            envelope.ReversePath is { } path
            && !(
                path.Address is { } address
                && await directory.MaySendAsAsync(login, address, cancellationToken).ConfigureAwait(false)
            )
        )
            return NotYours;
        if (
            envelope.Priority is { Value: > 0 } asked
            && asked.Value > (await directory.HighestPriorityAsync(login, cancellationToken).ConfigureAwait(false)).Value
        )
            return TooUrgent;
        return SenderAccepted;
    }

    public ValueTask<SmtpReply> RecipientAsync(
        SmtpPeer peer,
        Envelope envelope,
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    ) => addressing.AskAsync(recipient.ForwardPath, mayRelay: true, cancellationToken);

    public async ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
        SmtpPeer peer,
        Envelope envelope,
        ReceivedMessage message,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var recipients = await addressing.FillAsync(envelope.Recipients, cancellationToken).ConfigureAwait(false);
        var header = MessageHeader.TryRead(message.Content, out var read) ? read : null;
        envelope.DeterminedPriority = envelope.Priority ?? header?.Military.Priority ?? default(MtPriority);
        try
        {
            if (
                await rules
                    .AskAsync(peer, envelope, recipients, header, message.Content, cancellationToken)
                    .ConfigureAwait(false) is
                { } denial
            )
            {
                log.Refused(
                    envelope.EnvelopeId?.Value,
                    "MSA",
                    peer.SessionId,
                    peer.AuthenticatedAs,
                    denial.Rule,
                    string.Join(' ', denial.Findings),
                    denial.Reply.Code,
                    denial.Reply.Status?.ToString()
                );
                await intake
                    .RefuseAsync(stream, Evidence(peer, envelope, header?.MessageId, null, now, denial))
                    .ConfigureAwait(false);
                return [denial.Reply];
            }
            var id = Guid.CreateVersion7(now);
            var queueId = QueuedMessage.IdOf(id);
            var complete = Completion.Of(header!, queueId, options.HostName, now);
            // Only the portal tells what its readers say; whoever else logs in reports for nobody
            var source =
                envelope.ReversePath is null
                && await directory.MaySubmitReleasedAsync(peer.AuthenticatedAs!, cancellationToken).ConfigureAwait(false)
                    ? ReportSource.Own
                    : ReportSource.Unknown;
            byte[] top =
            [
                .. source.ToField(),
                .. TraceField.Write(peer, options.HostName, queueId, envelope.DeterminedPriority.Value, now),
                .. Encoding.ASCII.GetBytes(complete.Fields),
            ];
            // RFC 8601 §5: nobody here has verified anything yet
            var octets = TraceHeader.Write(top, message.Content, header!.Unwanted(keepsAuthenticationResults: false));
            var queued = intake.Rows(
                id,
                envelope,
                recipients,
                octets,
                complete.MessageId,
                envelope.Priority is not null,
                now,
                now
            );
            await intake
                .AcceptAsync(queued, stream, Evidence(peer, envelope, complete.MessageId, queueId, now, null))
                .ConfigureAwait(false);
            log.Accepted(
                queueId,
                envelope.EnvelopeId?.Value,
                "MSA",
                peer.SessionId,
                recipients.Count,
                octets.Length,
                envelope.DeterminedPriority.Value.Value
            );
            return [new(250, "2.6.0", $"{message.Length} octets, queued as {queueId}")];
        }
        catch (RelayWriteException)
        {
            return [NotStored]; // design §4: without the entry in the audit trail the act has not happened
        }
    }

    // AUD-6.2, also of what was refused
    private static AuditEvent Evidence(
        SmtpPeer peer,
        Envelope envelope,
        MessageId? messageId,
        string? queueId,
        DateTimeOffset at,
        Rejection? denial
    ) =>
        new(
            AuditTypes.MsaAccept,
            denial is null ? AuditOutcome.Ok : AuditOutcome.Denied,
            peer.AuthenticatedAs,
            Role: null,
            messageId?.Value,
            envelope.EnvelopeId?.Value,
            queueId,
            new CanonicalObject
            {
                ["submittedAt"] = at,
                ["priority"] = envelope.DeterminedPriority?.Value is { } priority ? (CanonicalValue)priority : default,
                ["reversePath"] = envelope.ReversePath?.ToString(),
                ["recipients"] = CanonicalValue.List(envelope.Recipients.Select(to => to.ForwardPath.ToString())),
                ["hold"] = envelope.Hold?.ToString(), // EOS-206j-log: what was asked for, and what it came to
                ["holdUntil"] = envelope.ReleaseAt,
                ["mechanism"] = peer.Authentication?.Mechanism, // EOS-205a: how he proved who he is, and by what
                ["credential"] = peer.Authentication?.Credential,
                ["session"] = peer.SessionId,
                ["peer"] = peer.Remote?.Address.ToString(),
                ["tls"] = peer.Tls?.CipherSuite.ToString(),
                ["rule"] = denial?.Rule,
                ["findings"] = denial is null ? default : CanonicalValue.List(denial.Findings),
                ["reply"] = denial?.Reply.ToString(),
            }
        );
}
