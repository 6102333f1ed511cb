using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Tests.Round;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Inbox;

/// <summary>What arrived is found by its words moments later, by those who may read it.</summary>
public sealed class SearchDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_212f_what_arrived_is_found_by_words_codes_and_fields_under_the_labels_of_the_reader()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var reader = await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        var line = Assert.Single(
            await Eventually.GetAsync(
                "The message among the hits",
                async () => await FindAsync(portal, reader, "bridging") is { Count: 1 } found ? found : null,
                Token
            )
        );
        foreach (
            var asked in (string[])
                [
                    "\"CP 7\" grusse",
                    "subject:move",
                    "from:\"northland hq\"",
                    "from:j3@hq.northland.example",
                    "sic:lab12",
                    $"id:<{line.Entry.MessageId}>",
                    "precedence:immediate",
                    "label:secret",
                    "after:2026-01-01",
                    "bridging -train",
                ]
        )
            Assert.True((await FindAsync(portal, reader, asked)).Count == 1, asked);
        foreach (
            var asked in (string[])
                [
                    "-bridging secretword",
                    "sic:la",
                    "precedence:flash",
                    "label:restricted",
                    "before:2026-01-01",
                    "after:2999-01-01",
                    "has:file",
                ]
        )
            Assert.True((await FindAsync(portal, reader, asked)).Count == 0, asked);

        var below = reader with { Clearances = [new Clearance(WholeWayTests.NorthlandSecret.PolicyId, [0, 1, 2, 3], [])] };
        Assert.Empty(await FindAsync(portal, below, "bridging"));
        Assert.NotNull(
            await Eventually.GetAsync(
                "All copies",
                async () =>
                    await FindAsync(portal, await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token), "bridging")
                        is { Count: 3 } all
                        ? all
                        : null,
                Token
            )
        );
        Assert.Empty(await FindAsync(portal, await portal.ActorAsync("duty", RoleFunction.DutyOfficer, Token), "bridging")); // another organisation
        Assert.Equal(
            "ACC-001",
            (
                await portal
                    .Get<SearchDesk>()
                    .FindAsync(await portal.ActorAsync("auditor", RoleFunction.Auditor, Token), "bridging", null, 50, Token)
            )
                .Refusal
                ?.Code
        );
        Assert.Equal("SRCH-004", (await portal.Get<SearchDesk>().FindAsync(reader, "colour:red", null, 50, Token)).Refusal?.Code);
    }

    private static async Task<IReadOnlyList<Mmhs.Portal.Inbox.InboxLine>> FindAsync(
        RunningPortal portal,
        Actor actor,
        string asked
    )
    {
        var page = await portal.Get<SearchDesk>().FindAsync(actor, asked, null, 50, Token);
        Assert.Null(page.Refusal);
        return page.Lines;
    }
}
