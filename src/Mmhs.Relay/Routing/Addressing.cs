using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Routing;

/// <summary>Whether a recipient can be taken: a mailbox here, or a domain there is a way to.</summary>
internal sealed class Addressing(RelayOptions options, RouteTable routes, IRelayDirectory directory)
{
    private static readonly SmtpReply Accepted = new(250, "2.1.5", "Recipient ok");
    private static readonly SmtpReply UnknownMailbox = new(550, "5.1.1", "No such mailbox here");
    private static readonly SmtpReply ClosedMailbox = new(550, "5.2.1", "Mailbox closed");
    private static readonly SmtpReply NoWay = new(550, "5.1.2", "Unable to route");
    private static readonly SmtpReply NoRelaying = new(550, "5.7.1", "Relaying not permitted");

    private readonly SmtpPath? _postmaster = options.Postmaster is { } text ? new(EmailAddress.Parse(text)) : null;

    /// <param name="path">Where it is to go.</param>
    /// <param name="mayRelay">Domains that are not ours are taken too.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    public async ValueTask<SmtpReply> AskAsync(SmtpPath path, bool mayRelay, CancellationToken cancellationToken)
    {
        if (IsForPostmaster(path) && path.Domain is null)
            return _postmaster is null ? UnknownMailbox : Accepted;
        var domain = path.Domain!.ToLowerInvariant();
        if (!await routes.IsLocalAsync(domain, cancellationToken).ConfigureAwait(false))
            return !mayRelay ? NoRelaying
                : await routes.FindAsync(domain, cancellationToken).ConfigureAwait(false) is null ? NoWay
                : Accepted;
        if (
            await IsMailboxAsync(path, cancellationToken).ConfigureAwait(false)
            || (IsForPostmaster(path) && _postmaster is not null)
        )
            return Accepted;
        return path.Address is { } address && await directory.IsClosedAsync(address, cancellationToken).ConfigureAwait(false)
            ? ClosedMailbox
            : UnknownMailbox;
    }

    /// <summary>The recipients as they go on: Postmaster of ours becomes the mailbox behind it, everything else stays as it was said.</summary>
    public async ValueTask<IReadOnlyList<EnvelopeRecipient>> FillAsync(
        IReadOnlyList<EnvelopeRecipient> recipients,
        CancellationToken cancellationToken
    )
    {
        if (_postmaster is null || !recipients.Any(to => IsForPostmaster(to.ForwardPath)))
            return recipients;
        List<EnvelopeRecipient> filled = new(recipients.Count);
        foreach (var to in recipients)
        {
            var isOurs =
                IsForPostmaster(to.ForwardPath)
                && (
                    to.ForwardPath.Domain is not { } domain
                    || (
                        await routes.IsLocalAsync(domain.ToLowerInvariant(), cancellationToken).ConfigureAwait(false)
                        && !await IsMailboxAsync(to.ForwardPath, cancellationToken).ConfigureAwait(false)
                    )
                );
            filled.Add(isOurs ? to with { ForwardPath = _postmaster } : to);
        }
        return filled;
    }

    // RFC 5321 §4.5.1: in whatever case, with our domain or without
    private static bool IsForPostmaster(SmtpPath path) => path.LocalPart.Equals("postmaster", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<bool> IsMailboxAsync(SmtpPath path, CancellationToken cancellationToken) =>
        path.Address is { } address && await directory.IsMailboxAsync(address, cancellationToken).ConfigureAwait(false);
}
