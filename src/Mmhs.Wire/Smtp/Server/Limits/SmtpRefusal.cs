using System.Globalization;

namespace Mmhs.Wire.Smtp;

/// <summary>What a server refused.</summary>
public enum SmtpRefusedPart
{
    /// <summary>A connection, at the greeting or by a limit of the door.</summary>
    Session,

    /// <summary>AUTH.</summary>
    Login,

    /// <summary>MAIL.</summary>
    Sender,

    /// <summary>RCPT.</summary>
    Recipient,

    /// <summary>The octets of a message. What the reception refuses afterwards is its own to tell.</summary>
    Content,
}

/// <summary>Something a server refused, for whoever keeps evidence of it.</summary>
/// <param name="Part">What.</param>
/// <param name="Peer">Whose.</param>
/// <param name="Reply">4yz or 5yz.</param>
/// <param name="About">The account, sender or recipient as the peer named it; null when it named none that can be read.</param>
public sealed record SmtpRefusal(SmtpRefusedPart Part, SmtpPeer Peer, SmtpReply Reply, string? About)
{
    /// <summary>The client, as far as addresses tell; null on transports without.</summary>
    public string? Source => Peer.Remote is { } remote ? SourceNetwork.Of(remote.Address).ToString() : null;

    /// <summary>Code and enhanced status, as <c>550 5.1.1</c>: from a fixed set, unlike the text.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"{Reply.Code} {Reply.Status}").TrimEnd();
}
