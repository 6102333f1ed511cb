using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Tests.Access;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records.Audit;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Audit;

/// <summary>What an auditor finds: by address, of his own organisation, and not his own looks unless he asks.</summary>
public sealed class AuditScopeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AUD_5_2_AUD_6_2_AUD_7_2_an_auditor_finds_by_address_what_is_his_organisations()
    {
        await using var portal = await RunningPortal.StartAsync();
        var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        var brigade = await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token) with
        {
            Function = RoleFunction.Auditor,
        };
        var desk = portal.Get<AuditDesk>();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var ours = await Eventually.GetAsync(
            "Transfer to the brigade in both trails",
            async () =>
                await FoundAsync(desk, auditor, AuditSearch.All with { Address = "J3@bde3.northland.example" }) is { } found
                && found.Contains(AuditTypes.TransferOut)
                && found.Contains(AuditTypes.Deliver)
                    ? found
                    : null,
            Token
        );
        Assert.Contains(AuditTypes.MsaAccept, ours);
        Assert.Contains(AuditTypes.Submit, ours);
        Assert.DoesNotContain(AuditTypes.Release, ours); // it names the releaser's role, not the addressee

        using var visitor = new Visitor(portal.Address);
        await visitor.SignInAsync("bde3.duty", "wrong", Token);
        Assert.DoesNotContain(AuditTypes.Login, await FoundAsync(desk, auditor, AuditSearch.All with { Actor = "bde3.duty" }));
        Assert.Contains(AuditTypes.Login, await FoundAsync(desk, brigade, AuditSearch.All with { Actor = "bde3.duty" }));
        Assert.DoesNotContain(AuditTypes.Release, await FoundAsync(desk, brigade, AuditSearch.All));

        Assert.DoesNotContain(AuditTypes.AuditQuery, await FoundAsync(desk, auditor, AuditSearch.All with { Actor = "auditor" }));
        Assert.Contains(
            AuditTypes.AuditQuery,
            await FoundAsync(desk, auditor, AuditSearch.All with { Actor = "auditor", WithQueries = true })
        );
    }

    private static async Task<HashSet<string>> FoundAsync(AuditDesk desk, Actor actor, AuditSearch search) =>
        [.. (await desk.SearchAsync(actor, search, null, 200, Token)).Select(entry => entry.EventType)];
}
