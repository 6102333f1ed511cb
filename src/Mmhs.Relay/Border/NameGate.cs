using Mmhs.Relay.Routing;

namespace Mmhs.Relay.Border;

/// <summary>Whether what comes from another host may speak in the name it bears (RFC 7912 §3.4): ours is borrowed by no stranger.</summary>
/// <remarks>
/// Our own mail leaves by the submission door and has no reason to come in by the other, unless a host we trust passes it on. What a formal
/// message says in fields that can be read two ways is refused from everybody: who answers for it must be plain.
/// </remarks>
internal sealed class NameGate(RouteTable routes)
{
    /// <summary>Null: it may go on.</summary>
    /// <param name="header">Of the message.</param>
    /// <param name="isTrusted">Whether the peer is a host we trust.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    public async ValueTask<Rejection?> AskAsync(MessageHeader header, bool isTrusted, CancellationToken cancellationToken)
    {
        var named = header.Originators;
        if (header.IsFormal && named.FirstFault is { } field)
            return Rejection.Malformed(field);
        if (!isTrusted && named.FirstCut is { } cut)
            return Rejection.Malformed(cut);
        var isOurRelease = await AnyIsOursAsync(named.AuthorizingUsers.Domains, cancellationToken).ConfigureAwait(false);
        if (!isTrusted && (isOurRelease || await IsOursAsync(header, cancellationToken).ConfigureAwait(false)))
            return new(550, "5.7.1", "Not accepted in this name", "OUR_NAME");
        // RFC 7912 §3.2: our releasers release what is ours, and nothing of others
        return isOurRelease && !await AnyIsOursAsync(named.From.Domains, cancellationToken).ConfigureAwait(false)
            ? new(550, "5.7.1", "Authorizing user not permitted", "AUTHORIZING_USER_NOT_ENTITLED")
            : null;
    }

    /// <summary>Whether From or Sender name a mailbox of ours, or could be read so.</summary>
    public ValueTask<bool> IsOursAsync(MessageHeader header, CancellationToken cancellationToken) =>
        AnyIsOursAsync(header.Originators.From.Domains.Concat(header.Originators.Sender.Domains), cancellationToken);

    private async ValueTask<bool> AnyIsOursAsync(IEnumerable<string> domains, CancellationToken cancellationToken)
    {
        foreach (var domain in domains)
            if (await routes.IsLocalAsync(domain, cancellationToken).ConfigureAwait(false))
                return true;
        return false;
    }
}
