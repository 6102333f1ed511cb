using System.Buffers;
using System.Net;
using System.Text;
using Mmhs.Messages.Release;
using Mmhs.Portal.Inbox;
using Mmhs.Relay;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

public sealed class DomainSignatureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SEC_4_2_4_3_a_domain_signature_is_judged_at_our_door_and_shown_in_the_inbox()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        var keys = Path.Combine(folder, "partners.keys");
        await File.WriteAllTextAsync(keys, "gone._domainkey.alliance.example\tv=DKIM1; p=\n", Token);
        await using (var portal = await RunningPortal.StartAsync(folder, $"--Mmhs:Relay:Dkim:KeysFile={keys}"))
        {
            await BringAsync(
                portal,
                "<first@alliance.example>",
                "DKIM-Signature: v=1; a=rsa-sha256; d=alliance.example; s=gone; h=from; bh=AAAA; b=AAAA\r\nAuthentication-Results: localhost; dkim=pass header.d=alliance.example\r\n"
            );
            var reader = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
            var line = await Eventually.GetAsync(
                "Arrival",
                async () => (await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token)).FirstOrDefault(),
                Token
            );
            var reading = (await portal.Get<InboxDesk>().OpenAsync(reader, line.Entry.Id, Token))!.Reading;
            Assert.Equal(
                [new AuthenticationResult("localhost", "dkim", "permerror", "alliance.example", null)],
                reading.Authentication
            );
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task BringAsync(RunningPortal portal, string id, string fields)
    {
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = portal.Get<RelayHost>().Transfer!.Port,
            HelloName = "mx.alliance.example",
            Tls = SmtpTlsPolicy.None,
        };
        await using var session = Assert
            .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
            .Session;
        var envelope = new Envelope
        {
            ReversePath = SmtpPath.Parse("ops@alliance.example"),
            Recipients = [new(SmtpPath.Parse("j3@hq.northland.example"))],
        };
        var message =
            $"{fields}From: ops@partner.example\r\nTo: j3@hq.northland.example\r\nSubject: From a partner\r\nMessage-ID: {id}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\nwords\r\n";
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(message)), Token);
        Assert.Equal(RecipientOutcome.Accepted, result.Recipients[0].Outcome);
    }
}
