using System.Buffers;
using System.Net;
using System.Text;
using Mmhs.Portal.Hosting;
using Mmhs.Wire.Smtp;

namespace Mmhs.Testing.Host;

/// <summary>Somebody at the delivery door, with a message of any kind.</summary>
public static class Lmtp
{
    /// <param name="portal">Whose door.</param>
    /// <param name="octets">The message.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="reversePath">Null: the null reverse-path, as of reports.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SmtpReply> DeliverAsync(
        this RunningPortal portal,
        byte[] octets,
        string recipient,
        string? reversePath,
        CancellationToken cancellationToken
    )
    {
        var door = portal.Get<DeliveryDoor>().EndPoint!;
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = door.Port,
            HelloName = "test.localhost",
            Lmtp = true,
            Tls = SmtpTlsPolicy.None,
        };
        var ready = Assert.IsType<SmtpConnectOutcome.Ready>(
            await SmtpClientSession.ConnectAsync(options, TimeProvider.System, cancellationToken)
        );
        await using var session = ready.Session;
        var envelope = new Envelope
        {
            ReversePath = reversePath is null ? null : SmtpPath.Parse(reversePath),
            Recipients = [new(SmtpPath.Parse(recipient))],
        };
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(octets), cancellationToken);
        return result.Recipients[0].Reply
            ?? throw new InvalidOperationException($"Nothing was said about the recipient: {result.Reason}.");
    }

    /// <summary>Lines as they stand on the wire.</summary>
    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
