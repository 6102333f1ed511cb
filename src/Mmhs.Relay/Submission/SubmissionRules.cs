using System.Buffers;
using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Relay.Border;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Submission;

/// <summary>What a submitted message must be like, asked of its header and envelope; the first rule that says no is the answer.</summary>
internal sealed class SubmissionRules(IRelayDirectory directory, LabelRule labels, ReleaseGate release)
{
    /// <summary>Null: it may go.</summary>
    /// <param name="header">Null when it could not be read.</param>
    /// <param name="content">The whole message, for its signature.</param>
    public async ValueTask<Rejection?> AskAsync(
        SmtpPeer peer,
        Envelope envelope,
        IReadOnlyList<EnvelopeRecipient> recipients,
        MessageHeader? header,
        ReadOnlySequence<byte> content,
        CancellationToken cancellationToken
    )
    {
        if (header is null)
            return new(554, "5.6.0", "The header of the message is malformed", "HEADER_MALFORMED");
        // submission-extensions §2: the oldest Received is the time of submission (MMHS §3.4.8) and must be ours
        if (header.TraceCount > 0)
            return new(550, "5.7.1", "A submitted message bears no Received field", "TRACE_PRESENT");
        // MMHS §3.4.15: only gateways and lists write it, and who submits is neither
        if (header.Count("DL-Expansion-History") > 0)
            return new(550, "5.7.1", "A submitted message bears no DL-Expansion-History field", "DL_HISTORY_PRESENT");

        var login = peer.AuthenticatedAs!;
        var named = header.Originators;
        if (named.FirstFault is { } unread)
            return Rejection.Malformed(unread);
        if (Originators.Mailboxes(named.From) is not { } from)
            return Rejection.Malformed("From");
        if (Originators.Mailboxes(named.Sender) is not { } sender)
            return Rejection.Malformed("Sender");
        if (header.IsFormal && sender.IsEmpty)
            return new(554, "5.6.0", "A formal message has one Sender field", "SENDER_MISSING"); // MMHS §3.4.3
        if (await EntitledAsync(login, [.. from, .. sender], cancellationToken).ConfigureAwait(false) is { } notAuthor)
            return notAuthor;
        var originator = sender is [var one] ? one : from[0];
        if (header.MessageId is null && (header.IsFormal || header.Count("Message-ID") > 0))
            return Rejection.Malformed("Message-ID"); // MMHS §3.3.5

        if (header.Military.FirstFault is { } field)
            return Rejection.Malformed(field);
        if (header.IsFormal && header.Military.FirstMissing is { } missing)
            return Rejection.Malformed(missing); // EOS-212a, b, e
        // What counts as released is released: such a login sends formal messages, and reports with the null path, and nothing besides.
        if (
            !header.IsFormal
            && envelope.ReversePath is not null
            && await directory.MaySubmitReleasedAsync(login, cancellationToken).ConfigureAwait(false)
        )
            return new(550, "5.7.1", "This account sends formal messages alone", "NOT_FORMAL");
        return await AuthorizedAsync(login, header, originator, cancellationToken).ConfigureAwait(false)
            ?? await UrgencyAsync(login, envelope, header, cancellationToken).ConfigureAwait(false)
            ?? await labels
                .AskAsync(header, header.IsFormal, Domains([.. from, .. sender], recipients), cancellationToken)
                .ConfigureAwait(false)
            ?? await release.AskAsync(header, content, recipients, cancellationToken).ConfigureAwait(false); // last, for it costs the most
    }

    private async ValueTask<Rejection?> EntitledAsync(
        string login,
        ImmutableArray<EmailAddress> addresses,
        CancellationToken cancellationToken
    )
    {
        foreach (var address in addresses)
            if (!await directory.MaySendAsAsync(login, address, cancellationToken).ConfigureAwait(false))
                return new(550, "5.7.1", "Not authorised to send from this address", "AUTHOR_NOT_ENTITLED"); // RFC 6409 §6.1
        return null;
    }

    // RFC 7912 §3.2: if the field is there, every address in it belongs to one entitled to authorise
    private async ValueTask<Rejection?> AuthorizedAsync(
        string login,
        MessageHeader header,
        EmailAddress originator,
        CancellationToken cancellationToken
    )
    {
        var users = header.Originators.AuthorizingUsers.Mailboxes;
        if (users.IsEmpty)
            return null;
        if (!await directory.MaySubmitReleasedAsync(login, cancellationToken).ConfigureAwait(false))
            return NotEntitled;
        foreach (var user in users)
            if (
                !EmailAddress.TryParse(user.Address, out var address)
                || !await directory
                    .MayAuthorizeAsync(address, originator, header.MessageId, cancellationToken)
                    .ConfigureAwait(false)
            )
                return NotEntitled;
        return null;
    }

    // priority §5: what is carried is what the governing precedence says, in parameter and field alike
    private async ValueTask<Rejection?> UrgencyAsync(
        string login,
        Envelope envelope,
        MessageHeader header,
        CancellationToken cancellationToken
    )
    {
        var determined = envelope.DeterminedPriority ?? default;
        if (header.Military.Governing is { } precedence)
        {
            var said = header.Count(FieldNames.MtPriority) > 0 ? header.Military.Priority : determined;
            if (said != precedence.ToMtPriority() || determined != precedence.ToMtPriority())
                return new(550, "5.7.0", "The priority is not that of the precedence", "PRIORITY_MISMATCH");
        }
        // The parameter was looked at with MAIL; a field may not get by what a parameter may not.
        return
            determined.Value > 0
            && determined.Value > (await directory.HighestPriorityAsync(login, cancellationToken).ConfigureAwait(false)).Value
            ? new(550, "5.7.1", "Not authorised for this priority", "PRIORITY_NOT_ENTITLED")
            : null;
    }

    private static Rejection NotEntitled => new(550, "5.7.1", "Authorizing user not permitted", "AUTHORIZING_USER_NOT_ENTITLED");

    private static IEnumerable<string> Domains(
        IEnumerable<EmailAddress> originators,
        IReadOnlyList<EnvelopeRecipient> recipients
    ) =>
        originators
            .Select(originator => originator.Domain)
            .Concat(recipients.Select(to => to.ForwardPath.Domain!.ToLowerInvariant()));
}
