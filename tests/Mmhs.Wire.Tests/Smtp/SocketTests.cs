using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Security;
using MimeKit;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Smtp;

public sealed class SocketTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_205a_scram_MailKit_submits_under_TLS_with_SCRAM_and_asks_for_delivery_notifications()
    {
        var reception = new RecordingReception();
        await using var listener = await TestWorld.ListenAsync(TestWorld.Submission(), reception, Token);
        using var client = new MailKitWithNotifications();
        client.ServerCertificateValidationCallback = (_, _, _, _) => true;
        await client.ConnectAsync("127.0.0.1", listener.EndPoint.Port, SecureSocketOptions.StartTls, Token);
        await client.AuthenticateAsync(new SaslMechanismScramSha256(TestWorld.User, TestWorld.Password), Token);
        using var message = new MimeMessage(
            [MailboxAddress.Parse("co@hq.example")],
            [MailboxAddress.Parse("j3@bde3.example")],
            "Exercise",
            new TextPart("plain") { Text = "..dots\r\n.\r\nend\r\n" }
        );
        await client.SendAsync(message, Token);
        await client.DisconnectAsync(true, Token);

        var taken = Assert.Single(reception.Messages);
        Assert.Equal(TestWorld.User, taken.Peer.AuthenticatedAs);
        Assert.Equal("ESMTPSA", taken.Peer.ReceivedWith);
        Assert.Equal("co@hq.example", taken.Envelope.ReversePath!.ToString());
        Assert.Equal("MM-0001", taken.Envelope.EnvelopeId!.Value);
        Assert.Equal(ReturnContent.Headers, taken.Envelope.Return);
        Assert.Equal(NotifyOn.Success | NotifyOn.Failure, taken.Envelope.Recipients[0].Notify);
        Assert.EndsWith("..dots\r\n.\r\nend\r\n", Encoding.ASCII.GetString(taken.Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestWorld.User, "wrong")]
    [InlineData("nobody", TestWorld.Password)]
    public async Task EOS_205a_scram_a_wrong_password_and_an_unknown_user_fail_alike(string user, string password)
    {
        await using var listener = await TestWorld.ListenAsync(TestWorld.Submission(), new RecordingReception(), Token);
        var outcome = await SmtpClientSession.ConnectAsync(ClientOptions(listener, user, password), TimeProvider.System, Token);
        var refused = Assert.IsType<SmtpConnectOutcome.Refused>(outcome);
        Assert.Equal(SmtpConnectStage.Authentication, refused.Stage);
        Assert.Equal("535 5.7.8", refused.Reply.ToString()[..9]);
    }

    [Fact]
    public async Task Our_client_submits_to_our_server_under_TLS_with_every_parameter()
    {
        var reception = new RecordingReception { Sender = _ => new(250, "2.3.6", "0 not authorized above Priority") };
        await using var listener = await TestWorld.ListenAsync(TestWorld.Submission(), reception, Token);
        await using var session = await ConnectAsync(ClientOptions(listener));
        Assert.True(session.IsSecure);
        Assert.False(session.Capabilities.StartTls);
        var envelope = new Envelope
        {
            ReversePath = SmtpPath.Parse("co@hq.example"),
            Priority = new MtPriority(4),
            EnvelopeId = EnvelopeId.Parse("A+B=C d"),
            Return = ReturnContent.Full,
            Body = BodyType.EightBitMime,
            Recipients =
            [
                new(
                    SmtpPath.Parse("\"j 3\"@bde3.example"),
                    NotifyOn.Never,
                    OriginalRecipient.For(SmtpPath.Parse("\"j 3\"@bde3.example"))
                ),
            ],
        };
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var result = await session.SendAsync(
                envelope,
                new ReadOnlySequence<byte>("Subject: x\r\n\r\n.\r\n..\r\n\xE9 no line end"u8.ToArray()),
                Token
            );
            Assert.Equal(TransactionOutcome.Completed, result.Outcome);
            Assert.Equal(RecipientOutcome.Accepted, result.Recipients[0].Outcome);
            Assert.Equal("2.3.6", result.Sender!.Status!.ToString());
        }
        await session.QuitAsync(Token);

        Assert.Equal(3, reception.Messages.Count);
        foreach (var taken in reception.Messages)
        {
            Assert.Equal("Subject: x\r\n\r\n.\r\n..\r\n\xE9 no line end\r\n", Encoding.UTF8.GetString(taken.Content));
            Assert.Equal(envelope.EnvelopeId, taken.Envelope.EnvelopeId);
            Assert.Equal(envelope.Priority, taken.Envelope.Priority);
            Assert.Equal(envelope.Body, taken.Envelope.Body);
            Assert.Equal(envelope.Return, taken.Envelope.Return);
            Assert.Equal(envelope.Recipients, taken.Envelope.Recipients);
        }
    }

    [Fact]
    public async Task A_peer_that_has_closed_his_side_still_gets_every_answer()
    {
        var reception = new RecordingReception();
        await using var listener = await TestWorld.ListenAsync(TestWorld.Transfer(), reception, Token);
        using var client = new TcpClient();
        await client.ConnectAsync(listener.EndPoint, Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await client
            .GetStream()
            .WriteAsync("EHLO a.example\r\nMAIL FROM:<a@a.example>\r\nRCPT TO:<b@a.example>\r\nDATA\r\n"u8.ToArray(), Token);
        while (await reader.ReadLineAsync(Token) is { } line && !line.StartsWith("354", StringComparison.Ordinal)) { }
        await client.GetStream().WriteAsync("Subject: x\r\n\r\n.\r\nNOOP\r\nQUIT\r\n"u8.ToArray(), Token);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(
            ["250", "250", "221"],
            (await reader.ReadToEndAsync(Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[..3])
        );
        Assert.Single(reception.Messages);
    }

    private static SmtpClientOptions ClientOptions(
        SmtpListener listener,
        string user = TestWorld.User,
        string password = TestWorld.Password
    ) =>
        new()
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = listener.EndPoint.Port,
            HelloName = "portal.hq.example",
            Tls = SmtpTlsPolicy.Must,
            TrustedRoots = new(TrustPurpose.Peer, TestWorld.Certificate),
            Login = new SmtpLogin.Password(new(user, password)),
        };

    private static async Task<SmtpClientSession> ConnectAsync(SmtpClientOptions options)
    {
        var outcome = await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token);
        return outcome is SmtpConnectOutcome.Ready ready
            ? ready.Session
            : throw new InvalidOperationException(outcome.ToString());
    }

    private sealed class MailKitWithNotifications : MailKit.Net.Smtp.SmtpClient
    {
        protected override MailKit.DeliveryStatusNotification? GetDeliveryStatusNotifications(
            MimeMessage message,
            MailboxAddress mailbox
        ) => MailKit.DeliveryStatusNotification.Success | MailKit.DeliveryStatusNotification.Failure;

        protected override string GetEnvelopeId(MimeMessage message)
        {
            DeliveryStatusNotificationType = MailKit.Net.Smtp.DeliveryStatusNotificationType.HeadersOnly;
            return "MM-0001";
        }
    }
}
