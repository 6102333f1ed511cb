using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Routing;

/// <summary>Whether a recipient can be taken: a mailbox here, or a domain there is a way to.</summary>
internal sealed class Addressing(RelayOptions options, RouteTable routes, IRelayDirectory directory)
{
    private static readonly SmtpReply Accepted = new(250, "2.1.5", "Recipient ok");
    private static readonly SmtpReply UnknownMailbox = new(550, "5.1.1", "No such mailbox here");
    private static readonly SmtpReply NoWay = new(550, "5.1.2", "Unable to route");
    private static readonly SmtpReply NoRelaying = new(550, "5.7.1", "Relaying not permitted");

    private readonly SmtpPath? _postmaster = options.Postmaster is { } text ? new(EmailAddress.Parse(text)) : null;

    /// <param name="path">Where it is to go.</param>
    /// <param name="mayRelay">Domains that are not ours are taken too.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    public async ValueTask<SmtpReply> AskAsync(SmtpPath path, bool mayRelay, CancellationToken cancellationToken)
    {
        // RFC 5321 §4.5.1: Postmaster, in whatever case, with our domain or without
        var isPostmaster = path.LocalPart.Equals("postmaster", StringComparison.OrdinalIgnoreCase);
        if (path.Domain is null) return isPostmaster && _postmaster is not null ? Accepted : UnknownMailbox;
        var domain = path.Domain.ToLowerInvariant();
        if (!await routes.IsLocalAsync(domain, cancellationToken).ConfigureAwait(false))
            return !mayRelay ? NoRelaying : await routes.FindAsync(domain, cancellationToken).ConfigureAwait(false) is null ? NoWay : Accepted;
        if (path.Address is { } address && await directory.IsMailboxAsync(address, cancellationToken).ConfigureAwait(false)) return Accepted;
        return isPostmaster && _postmaster is not null ? Accepted : UnknownMailbox;
    }

    /// <summary>The recipients as they go on: Postmaster alone becomes the mailbox behind it, everything else stays as it was said.</summary>
    public IReadOnlyList<EnvelopeRecipient> Fill(IReadOnlyList<EnvelopeRecipient> recipients) =>
        recipients.All(to => to.ForwardPath.Domain is not null)
            ? recipients
            : [.. recipients.Select(to => to.ForwardPath.Domain is null ? to with { ForwardPath = _postmaster! } : to)];
}
