using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Smtp;

public sealed class TlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MSA_6_1_2_what_was_said_in_the_clear_is_forgotten_and_what_was_slipped_in_is_not_heard()
    {
        var options = new SmtpServerOptions
        {
            HostName = "mta.hq.example",
            Door = SmtpDoor.Transfer,
            Certificate = TestWorld.Certificate,
        };
        await using var listener = await TestWorld.ListenAsync(options, new RecordingReception(), Token);
        using var client = new TcpClient();
        await client.ConnectAsync(listener.EndPoint, Token);
        var clear = client.GetStream();
        Assert.StartsWith("220", await SayAsync(clear, null), StringComparison.Ordinal);
        Assert.Contains("STARTTLS", await SayAsync(clear, "EHLO portal.hq.example"), StringComparison.Ordinal);
        Assert.StartsWith("250", await SayAsync(clear, "NOOP"), StringComparison.Ordinal);
        Assert.Equal(
            "220 2.0.0 Ready to start TLS\r\n",
            await SayAsync(clear, "STARTTLS\r\nMAIL FROM:<smuggled@hq.example>\r\nRCPT TO:<j3@hq.example>")
        );
        await using var secured = new SslStream(clear, false, (_, _, _, _) => true);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, Token);
        // Neither the EHLO of before nor the MAIL counts: a fresh session under TLS.
        Assert.StartsWith("503 5.5.1", await SayAsync(secured, "MAIL FROM:<co@hq.example>"), StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", await SayAsync(secured, "EHLO portal.hq.example"), StringComparison.Ordinal);
        Assert.StartsWith("503 5.5.1", await SayAsync(secured, "STARTTLS"), StringComparison.Ordinal);
        Assert.StartsWith("503 5.5.1", await SayAsync(secured, "RCPT TO:<j3@hq.example>"), StringComparison.Ordinal);
        Assert.StartsWith("250 2.1.0", await SayAsync(secured, "MAIL FROM:<co@hq.example>"), StringComparison.Ordinal);
        Assert.StartsWith("221", await SayAsync(secured, "QUIT"), StringComparison.Ordinal);
        Assert.Equal(0, await secured.ReadAsync(new byte[1], Token));
    }

    [Fact]
    public async Task The_line_may_be_secured_before_anybody_has_introduced_himself()
    {
        await using var listener = await TestWorld.ListenAsync(TestWorld.Submission(), new RecordingReception(), Token);
        using var client = new TcpClient();
        await client.ConnectAsync(listener.EndPoint, Token);
        var clear = client.GetStream();
        await SayAsync(clear, null);
        Assert.StartsWith("220", await SayAsync(clear, "STARTTLS"), StringComparison.Ordinal);
        await using var secured = new SslStream(clear, false, (_, _, _, _) => true);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, Token);
        Assert.StartsWith("530 5.7.0", await SayAsync(secured, "MAIL FROM:<co@hq.example>"), StringComparison.Ordinal);
        Assert.StartsWith("503 5.5.1", await SayAsync(secured, "STARTTLS"), StringComparison.Ordinal);
        Assert.StartsWith("250", await SayAsync(secured, "EHLO portal.hq.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_nobody_we_trust_ends_a_connection_that_must_be_protected()
    {
        await using var listener = await TestWorld.ListenAsync(TestWorld.Submission(), new RecordingReception(), Token);
        foreach (var (host, roots) in new[] { ("localhost", false), ("other.example", true) })
        {
            var options = new SmtpClientOptions
            {
                Host = host,
                Address = IPAddress.Loopback,
                Port = listener.EndPoint.Port,
                HelloName = "portal.hq.example",
                Tls = SmtpTlsPolicy.Must,
                TrustedRoots = roots ? new(TrustPurpose.Peer, TestWorld.Certificate) : new(TrustPurpose.Peer),
            };
            var failed = Assert.IsType<SmtpConnectOutcome.Failed>(
                await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token)
            );
            Assert.Equal(SmtpConnectStage.Tls, failed.Stage);
        }
    }

    [Fact]
    public async Task Stopping_the_listener_tells_sessions_under_TLS_421_and_frees_the_port()
    {
        var listener = await TestWorld.ListenAsync(TestWorld.Submission(), new RecordingReception(), Token);
        using var client = new TcpClient();
        await client.ConnectAsync(listener.EndPoint, Token);
        var clear = client.GetStream();
        await SayAsync(clear, null);
        await SayAsync(clear, "EHLO portal.hq.example");
        await SayAsync(clear, "STARTTLS");
        await using var secured = new SslStream(clear, false, (_, _, _, _) => true);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, Token);
        await SayAsync(secured, "EHLO portal.hq.example");
        var stopping = listener.StopAsync(TimeSpan.FromSeconds(10), Token);
        Assert.StartsWith("421 4.3.2", await SayAsync(secured, null), StringComparison.Ordinal);
        client.Close();
        await stopping;
        Assert.Equal(0, listener.Sessions);
        using var late = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => late.ConnectAsync(listener.EndPoint, Token).AsTask());
    }

    private static async Task<string> SayAsync(Stream stream, string? line)
    {
        if (line is not null)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), Token);
        var text = new StringBuilder();
        var octet = new byte[1];
        do
        {
            if (await stream.ReadAsync(octet, Token) == 0)
                return text.ToString();
            text.Append((char)octet[0]);
        } while (octet[0] != '\n' || LastLine(text.ToString())[3] != ' ');
        return text.ToString();
    }

    private static string LastLine(string text) => text[..^2].Split("\r\n")[^1];
}
