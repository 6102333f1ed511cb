using System.Buffers;
using System.Globalization;
using System.Text;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Deliver;

/// <summary>The fields final delivery puts on top of what arrived; the octets below are kept as they came.</summary>
internal static class DeliveryTrace
{
    /// <remarks>Return-Path: RFC 5321 §4.4; the topmost Received is the delivery time of MMHS §3.3.4.</remarks>
    public static byte[] Prepend(
        ReadOnlySequence<byte> content,
        SmtpPath? reversePath,
        SmtpPeer peer,
        Guid id,
        DateTimeOffset now
    )
    {
        var from = peer.Remote is { } remote ? $"{peer.Hello ?? "unknown"} ([{remote.Address}])" : peer.Hello ?? "unknown";
        var trace = Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Return-Path: <{reversePath}>\r\nReceived: from {from}\r\n by portal.localhost with {peer.ReceivedWith} id {id:N};\r\n {DateTimeText.Write(now)}\r\n"
            )
        );
        var octets = new byte[trace.Length + content.Length];
        trace.CopyTo(octets, 0);
        content.CopyTo(octets.AsSpan(trace.Length));
        return octets;
    }
}
