using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Records.Audit;
using Mmhs.Records.People;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Audit;

/// <summary>An entry is found by every address it names, and is seen by the organisation it is about.</summary>
public sealed class AuditAddressTests(Engines engines)
{
    private static readonly AuditScope Hq = new("hq.example", ["else.example"]);
    private static readonly AuditScope Else = new("else.example", ["hq.example"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_AUD_6_2_AUD_7_2_an_entry_is_found_by_originator_recipient_and_role(DatabaseProvider provider)
    {
        var world = await TrailAsync(provider);
        foreach (
            var (asked, found) in new (string, string)[]
            {
                ("j3@hq.example", "to-else inside nested"),
                ("J3@HQ.Example", "to-else inside nested"),
                ("<j3@hq.example>", "to-else inside nested"),
                ("watch@else.example", "to-else theirs"),
                ("bcc@third.example", "to-else"),
                ("nested@third.example", "nested"),
                ("@third.example", "to-else nested"),
                ("nobody@hq.example", ""),
                ("m1@hq.example", ""),
                ("@example", ""),
            }
        )
            Assert.Equal((asked, found), (asked, await FoundAsync(world, AuditSearch.All with { Address = asked }, null)));
        Assert.Equal(
            "inside",
            await FoundAsync(world, AuditSearch.All with { Address = "j3@hq.example", Actor = "drafter" }, null)
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_pages_by_address_go_on_where_the_last_ended(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        for (var n = 0; n < 3; n++)
            await world.Records().AuditAsync(Event($"e{n}", null, "j3@hq.example"), Token); // all at one moment
        await using var context = world.Database.CreateDbContext();
        var told = new List<string?>();
        AuditPageKey? after = null;
        while (
            await context.Page(AuditSearch.All with { Address = "j3@hq.example" }, Hq, after, 1).ToListAsync(Token) is [var one]
        )
        {
            told.Add(one.Correlation);
            after = new(one.At, one.Seq, one.Stream);
        }
        Assert.Equal(["e2", "e1", "e0"], told);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_an_auditor_sees_what_names_his_organisation_and_what_names_none_of_the_portal(
        DatabaseProvider provider
    )
    {
        var world = await TrailAsync(provider);
        Assert.Equal("to-else inside nested stranger nobody", await FoundAsync(world, AuditSearch.All, Hq));
        Assert.Equal("to-else theirs stranger nobody", await FoundAsync(world, AuditSearch.All, Else));
        Assert.Equal("to-else", await FoundAsync(world, AuditSearch.All with { Address = "watch@else.example" }, Hq));
        await using var context = world.Database.CreateDbContext();
        Assert.Equal(
            ["inside"],
            await context.Story(Hq, "m1@hq.example", [], []).Select(entry => entry.Correlation).ToListAsync(Token)
        );
        Assert.Empty(await context.Story(Else, "m1@hq.example", [], []).ToListAsync(Token));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_looks_at_the_trail_are_left_out_unless_asked_for(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.Records().AuditAsync(Event("look", "auditor", "audit@hq.example", type: AuditTypes.AuditQuery), Token);
        await world.Records().AuditAsync(Event("act", "auditor", "audit@hq.example"), Token);
        Assert.Equal("act", await FoundAsync(world, AuditSearch.All with { Actor = "auditor" }, Hq));
        Assert.Equal("act", await FoundAsync(world, AuditSearch.All with { Address = "audit@hq.example" }, Hq));
        Assert.Equal("look act", await FoundAsync(world, AuditSearch.All with { Actor = "auditor", WithQueries = true }, Hq));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_who_acts_in_no_role_is_his_organisations(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var other = new OrganisationRow { Name = "Elsewhere", Domain = "else.example" };
        await world.AddAsync(other);
        await world.AddAsync(
            new PersonRow
            {
                Id = Guid.NewGuid(),
                UserName = "Visitor",
                NormalizedUserName = "VISITOR",
                DisplayName = "Visitor",
                OrganisationId = other.Id,
            }
        );
        await world.Records().AuditAsync(Event("theirs", "visitor", null), Token);
        await world.Records().AuditAsync(Event("unknown", "visitor2", null), Token);
        Assert.Equal("unknown", await FoundAsync(world, AuditSearch.All, Hq));
        Assert.Equal("theirs unknown", await FoundAsync(world, AuditSearch.All, Else));
    }

    private static async Task<string> FoundAsync(World world, AuditSearch search, AuditScope? scope)
    {
        await using var context = world.Database.CreateDbContext();
        var found = await context.Page(search, scope, null, 50).Select(entry => entry.Correlation).ToListAsync(Token);
        found.Reverse();
        return string.Join(' ', found);
    }

    private async Task<World> TrailAsync(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        foreach (
            var happened in new[]
            {
                Event(
                    "to-else",
                    "releaser",
                    "j3@hq.example",
                    new()
                    {
                        ["recipients"] = CanonicalValue.List(["<watch@else.example>"]),
                        ["bccRecipients"] = CanonicalValue.List(["BCC@third.example"]),
                    }
                ),
                Event("inside", "drafter", "j3@hq.example", new() { ["report"] = "m7@else.example" }, "m1@hq.example"),
                Event("theirs", "other", "watch@else.example"),
                Event(
                    "nested",
                    null,
                    null,
                    new()
                    {
                        ["reversePath"] = "j3@hq.example",
                        ["recipients"] = CanonicalValue.List([
                            (CanonicalValue)new CanonicalObject { ["recipient"] = "nested@third.example" },
                        ]),
                    }
                ),
                Event("stranger", null, null, new() { ["recipient"] = "x@fourth.example" }),
                Event("nobody", null, null),
            }
        )
            await world.Records().AuditAsync(happened, Token);
        return world;
    }

    private static AuditEvent Event(
        string item,
        string? actor,
        string? role,
        CanonicalObject? data = null,
        string? messageId = null,
        string type = AuditTypes.Submit
    ) => new(type, AuditOutcome.Ok, actor, role, messageId, null, item, data ?? new());
}
