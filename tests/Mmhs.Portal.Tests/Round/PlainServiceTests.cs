using System.Net;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Submit;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

/// <summary>A submission service that knows none of the extensions.</summary>
public sealed class PlainServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReportRequest.Everything, true)]
    [InlineData(ReportRequest.Never, false)]
    public async Task MUA_5_1_9_a_service_without_DSN_is_asked_for_nothing_and_the_originator_is_told(
        ReportRequest wish,
        bool told
    )
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        await using var service = PlainHop.Start();
        var address = EmailAddress.Parse("j3@bde3.northland.example");
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var draft = await portal.SubmitAsync(
            drafter,
            WholeWayTests.Form() with
            {
                Cc = [],
                Bcc = [],
                InformationPrecedence = null,
                Requests = [new(address, wish, false)],
            },
            Token
        );
        var office = portal.Get<ReleaseDesk>();
        var releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var open = (await office.OpenAsync(releaser, draft, Token))!;
        Assert.Empty((await office.ReleaseAsync(releaser, open, office.Prepare(open), DemoWorld.Password, Token)).Refusals);
        await portal.Get<SignStep>().RunAsync(await ClaimAsync(portal), Token);
        var entry = await ClaimAsync(portal);

        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = service.Port,
            HelloName = "test.localhost",
            Tls = SmtpTlsPolicy.None,
        };
        await using (
            var session = Assert
                .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
                .Session
        )
            await portal.Get<SubmitStep>().RunAsync(entry, session, isReused: false, Token);

        var said = await service.Transcript;
        Assert.Contains("RCPT TO:<j3@bde3.northland.example>\r\n", said, StringComparison.Ordinal);
        foreach (var parameter in (string[])["NOTIFY", "RET=", "ENVID", "ORCPT"])
            Assert.DoesNotContain(parameter, said[..said.IndexOf("DATA", StringComparison.Ordinal)], StringComparison.Ordinal);
        var tracked = Assert.Single((await portal.Get<TrackingDesk>().OpenAsync(drafter, entry.ReleaseId, Token))!.Addressees);
        Assert.Equal(TrackingState.Submitted, tracked.State);
        Assert.Equal(told, tracked.Reason?.Contains("takes no requests for reports", StringComparison.Ordinal) == true);
    }

    private static async Task<OutboxRow> ClaimAsync(RunningPortal portal)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        return (await context.ClaimAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), TimeSpan.FromMinutes(1), Token))!;
    }
}
