using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.AddressBook.Lists;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.AddressBook;

public sealed class AddressListDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_stands_for_its_members_and_those_of_its_lists_and_never_for_itself()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var (desk, admin) = (portal.Get<AddressListDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        Assert.True(
            (
                await desk.SaveAsync(
                    admin,
                    new(null, 0, "AIG 1", "Bridges", [To("j4@hq.northland.example"), To("j3@bde3.northland.example", true)]),
                    Token
                )
            ).IsDone
        );
        var first = (await desk.ReadAsync(admin, Token)).Single();
        Assert.True(
            (
                await desk.SaveAsync(
                    admin,
                    new(
                        null,
                        0,
                        "AIG 2",
                        "",
                        [new(null, first.Id, false), To("command@hq.northland.example"), To("j4@hq.northland.example")]
                    ),
                    Token
                )
            ).IsDone
        );
        var second = (await desk.ReadAsync(admin, Token)).Single(list => list.Name == "AIG 2");
        Assert.Equal(3, second.Count);

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var members = (await desk.ExpandAsync(drafter, second.Id, Token))!;
        Assert.Equal(
            ["Northland HQ J4 Logistics", "3rd Brigade J3 Operations", "Northland HQ Command"],
            members.Select(member => member.Mailbox.DisplayName)
        );
        Assert.Equal([false, true, false], members.Select(member => member.InformationOnly));
        Assert.All(members, member => Assert.True(member.IsKnown));

        var circle = await desk.SaveAsync(
            admin,
            new(first.Id, first.Revision, "AIG 1", "", [new(null, second.Id, false)]),
            Token
        );
        Assert.Equal("LST-005", circle.Refusals[0].Code);
        Assert.Contains("AIG 1 → AIG 2 → AIG 1", circle.Refusals[0].Text, StringComparison.Ordinal);
        Assert.Equal("LST-007", (await desk.RemoveAsync(admin, first.Id, Token)).Refusals[0].Code);
        Assert.Equal(
            "LST-003",
            (await desk.SaveAsync(admin, new(first.Id, first.Revision, "AIG 1", "", [To("nobody@hq.northland.example")]), Token))
                .Refusals[0]
                .Code
        );
        Assert.Equal("LST-002", (await desk.SaveAsync(admin, new(null, 0, "AIG 2", "", []), Token)).Refusals[0].Code);

        Assert.True(
            (
                await desk.SaveAsync(
                    admin,
                    new(second.Id, second.Revision, "AIG 2", "", [To("command@hq.northland.example")]),
                    Token
                )
            ).IsDone
        );
        Assert.Equal(
            "ACC-003",
            (await desk.SaveAsync(admin, new(second.Id, second.Revision, "AIG 2", "", []), Token)).Refusals[0].Code
        ); // seen before somebody changed it
        Assert.True((await desk.RemoveAsync(admin, first.Id, Token)).IsDone);
    }

    [Fact]
    public async Task Another_organisation_has_no_part_in_them()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var (desk, admin) = (portal.Get<AddressListDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        Assert.True((await desk.SaveAsync(admin, new(null, 0, "AIG 1", "", [To("j4@hq.northland.example")]), Token)).IsDone);
        var stranger = await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        Assert.Empty(await desk.ReadAsync(stranger, Token));
        Assert.Null(await desk.ExpandAsync(stranger, (await desk.ReadAsync(admin, Token))[0].Id, Token));
    }

    private static ListMember To(string address, bool informationOnly = false) =>
        new(EmailAddress.Parse(address), null, informationOnly);
}
