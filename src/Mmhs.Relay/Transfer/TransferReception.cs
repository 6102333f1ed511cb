using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Relay.Border;
using Mmhs.Relay.Queue;
using Mmhs.Relay.Reports;
using Mmhs.Relay.Routing;
using Mmhs.Wire.Dkim;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Transfer;

/// <summary>The MTA: takes messages from other hosts for our mailboxes, and for others from hosts we trust (RFC 5321; MMHS §7.1).</summary>
internal sealed class TransferReception(
    RelayOptions options,
    Addressing addressing,
    NameGate names,
    LabelRule labels,
    LinkRule links,
    ReleaseGate release,
    DkimGate dkim,
    ReportOrigin origin,
    QueueWriter intake,
    TimeProvider time,
    string stream,
    ILogger log
) : ISmtpReception
{
    private const int MostHops = 100; // RFC 5321 §6.3

    private static readonly MtPriority Unauthorised = default; // RFC 6710 §5: from a stranger nothing above 0 is honoured
    private static readonly SmtpReply SenderAccepted = new(250, "2.1.0", "Sender ok");
    private static readonly SmtpReply NotStored = new(451, "4.3.0", "The message could not be stored, try again");

    private static readonly SmtpReply TlsFirst = new(530, "5.7.0", "Must issue a STARTTLS command first"); // RFC 3207 §4

    private readonly FrozenSet<IPAddress> _trusted = Addresses(options.TrustedPeers);
    private readonly FrozenSet<IPAddress> _tls = Addresses(options.TlsPeers);

    public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken)
    {
        if (peer.Tls is null && (options.RequireTransferTls || Is(peer, _tls)))
            return new(TlsFirst);
        if (envelope.Priority is not { } said)
            return new(SenderAccepted);
        envelope.DeterminedPriority = Honoured(peer, said);
        return new(envelope.DeterminedPriority == said ? SenderAccepted : Changed(envelope.DeterminedPriority.Value));
    }

    public ValueTask<SmtpReply> RecipientAsync(
        SmtpPeer peer,
        Envelope envelope,
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    ) => addressing.AskAsync(recipient.ForwardPath, IsTrusted(peer), cancellationToken);

    public async ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
        SmtpPeer peer,
        Envelope envelope,
        ReceivedMessage message,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var recipients = await addressing.FillAsync(envelope.Recipients, cancellationToken).ConfigureAwait(false);
        var header = MessageHeader.TryRead(message.Content, out var read, mayBeAbsent: true) ? read : null;
        var fromField = envelope.Priority is null ? header?.Military.Priority : null;
        envelope.DeterminedPriority ??= Honoured(peer, fromField ?? default);
        // AUD-7.2: the oldest Received is that of the submission; without one the transfer in is the earliest we know
        var submitted = MessageDate.OfReceived(header?.OldestReceived);
        try
        {
            if (await AskAsync(peer, header, recipients, message.Content, cancellationToken).ConfigureAwait(false) is { } denial)
            {
                log.Refused(
                    envelope.EnvelopeId?.Value,
                    "MTA",
                    peer.SessionId,
                    peer.AuthenticatedAs,
                    denial.Rule,
                    string.Join(' ', denial.Findings),
                    denial.Reply.Code,
                    denial.Reply.Status?.ToString()
                );
                await intake
                    .RefuseAsync(stream, Evidence(peer, envelope, header, null, now, submitted, denial, default))
                    .ConfigureAwait(false);
                return [denial.Reply];
            }
            var id = Guid.CreateVersion7(now);
            var queueId = QueuedMessage.IdOf(id);
            // RFC 8601 §5: a stranger could sign with the name of our own verifier; what hosts we trust found stays as it is
            var isStranger = !IsTrusted(peer);
            var found =
                isStranger && dkim.IsOn
                    ? await dkim.ReadAsync(message.Content, cancellationToken).ConfigureAwait(false)
                    : default;
            var source = await origin
                .FindAsync(peer, envelope, header!, message.Content, cancellationToken)
                .ConfigureAwait(false);
            byte[] trace =
            [
                .. source.ToField(), // on top of all: nothing below it is read as ours
                .. TraceField.Write(peer, options.HostName, queueId, envelope.DeterminedPriority.Value, now),
                .. found.IsDefault ? [] : dkim.Write(found),
                .. header!.IsAbsent ? "\r\n"u8 : [],
            ];
            var octets = TraceHeader.Write(trace, message.Content, header.Unwanted(keepsAuthenticationResults: !isStranger));
            var queued = intake.Rows(
                id,
                envelope,
                recipients,
                octets,
                header.MessageId,
                envelope.Priority is not null,
                now,
                submitted ?? now
            );
            await intake
                .AcceptAsync(queued, stream, Evidence(peer, envelope, header, queueId, now, submitted, null, found))
                .ConfigureAwait(false);
            log.Accepted(
                queueId,
                envelope.EnvelopeId?.Value,
                "MTA",
                peer.SessionId,
                recipients.Count,
                octets.Length,
                envelope.DeterminedPriority.Value.Value
            );
            return
            [
                fromField is { } asked && asked != envelope.DeterminedPriority
                    ? Changed(envelope.DeterminedPriority.Value)
                    : new(250, "2.6.0", $"{message.Length} octets, queued as {queueId}"),
            ];
        }
        catch (RelayWriteException)
        {
            return [NotStored];
        }
    }

    private async ValueTask<Rejection?> AskAsync(
        SmtpPeer peer,
        MessageHeader? header,
        IReadOnlyList<EnvelopeRecipient> recipients,
        ReadOnlySequence<byte> content,
        CancellationToken cancellationToken
    )
    {
        if (header is null)
            return new(554, "5.6.0", "The header of the message is malformed", "HEADER_MALFORMED");
        if (header.TraceCount >= MostHops)
            return new(554, "5.4.6", "Too many hops, the message is going in a circle", "LOOP");
        if (await names.AskAsync(header, IsTrusted(peer), cancellationToken).ConfigureAwait(false) is { } borrowed)
            return borrowed;
        if (peer.Tls is null && !links.MayBeInTheClear(header))
            return new(550, "5.7.10", "Encryption needed", "LABEL_IN_THE_CLEAR");
        // MTA-7.1-rcv-5: what bears a label bears a correct one, and goes only where it may
        return await labels
                .AskAsync(
                    header,
                    isRequired: false,
                    recipients.Select(to => to.ForwardPath.Domain!.ToLowerInvariant()),
                    cancellationToken
                )
                .ConfigureAwait(false)
            // RFC 7912 §3.4: in our name nothing formal crosses the border, in either direction, that was not released; what others release is theirs to check
            ?? (
                await names.IsOursAsync(header, cancellationToken).ConfigureAwait(false)
                    ? await release.AskAsync(header, content, recipients, cancellationToken).ConfigureAwait(false)
                    : null
            );
    }

    private MtPriority Honoured(SmtpPeer peer, MtPriority said) =>
        said.CompareTo(Unauthorised) > 0 && !IsTrusted(peer) ? Unauthorised : said;

    private bool IsTrusted(SmtpPeer peer) => Is(peer, _trusted);

    private static bool Is(SmtpPeer peer, FrozenSet<IPAddress> among) =>
        peer.Remote is { } remote && among.Contains(PeerAddress.Plain(remote.Address));

    private static FrozenSet<IPAddress> Addresses(IEnumerable<string> texts) =>
        texts.Select(text => PeerAddress.Plain(IPAddress.Parse(text))).ToFrozenSet();

    // RFC 6710 §4.1: the new value is the first word
    private static SmtpReply Changed(MtPriority priority) =>
        new(
            250,
            "2.3.6",
            string.Create(CultureInfo.InvariantCulture, $"{priority.Value} higher priorities are not authorised for this peer")
        );

    // AUD-7.2-in
    private static AuditEvent Evidence(
        SmtpPeer peer,
        Envelope envelope,
        MessageHeader? header,
        string? queueId,
        DateTimeOffset at,
        DateTimeOffset? submitted,
        Rejection? denial,
        ImmutableArray<DkimReading> found
    ) =>
        new(
            AuditTypes.TransferIn,
            denial is null ? AuditOutcome.Ok : AuditOutcome.Denied,
            peer.AuthenticatedAs ?? peer.Remote?.Address.ToString(),
            Role: null,
            header?.MessageId?.Value,
            envelope.EnvelopeId?.Value,
            queueId,
            new CanonicalObject
            {
                ["submittedAt"] = submitted,
                ["submittedAtSource"] = submitted is null ? null : "received",
                ["transferInAt"] = at,
                ["priority"] = envelope.DeterminedPriority is { Value: var priority } ? (CanonicalValue)priority : default,
                ["priorityAsked"] = envelope.Priority is { Value: var asked } ? (CanonicalValue)asked : default,
                ["reversePath"] = envelope.ReversePath?.ToString(),
                ["recipients"] = CanonicalValue.List(envelope.Recipients.Select(to => to.ForwardPath.ToString())),
                ["session"] = peer.SessionId,
                ["hello"] = peer.Hello,
                ["tls"] = peer.Tls?.CipherSuite.ToString(),
                ["dkim"] = found.IsDefault ? default : CanonicalValue.List(found.Select(DkimGate.Words)),
                ["rule"] = denial?.Rule,
                ["findings"] = denial is null ? default : CanonicalValue.List(denial.Findings),
                ["reply"] = denial?.Reply.ToString(),
            }
        );
}
