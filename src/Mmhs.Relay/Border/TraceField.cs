using System.Net.Sockets;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Border;

/// <summary>The Received field we put on top of what we take (RFC 5321 §4.4).</summary>
/// <remarks>No <c>for</c> clause: it would show blind recipients (RFC 5321 §7.2).</remarks>
internal static class TraceField
{
    /// <summary>The field with its CRLF, US-ASCII.</summary>
    /// <param name="peer">Who brought the message.</param>
    /// <param name="hostName">Ours.</param>
    /// <param name="queueId">An atom; the same as in reply, log and audit trail.</param>
    /// <param name="priority">The determined one (RFC 6710 §4.1).</param>
    /// <param name="at">The time of transfer in; on submission that of submission (MMHS §3.4.8).</param>
    public static byte[] Write(SmtpPeer peer, string hostName, string queueId, MtPriority priority, DateTimeOffset at)
    {
        var address =
            peer.Remote?.Address is not { } remote ? ""
            : remote.IsIPv4MappedToIPv6 ? $" ([{remote.MapToIPv4()}])"
            : remote.AddressFamily == AddressFamily.InterNetworkV6 ? $" ([IPv6:{remote}])"
            : $" ([{remote}])";
        var tls = peer.Tls is { } secured ? $" tls {secured.CipherSuite}" : ""; // RFC 8314 §4.3
        return Encoding.ASCII.GetBytes(
            $"Received: from {peer.Hello ?? "unknown"}{address}\r\n by {hostName} with {peer.ReceivedWith} id {queueId}\r\n{tls} PRIORITY {priority}; {DateTimeText.Write(at)}\r\n"
        );
    }
}
