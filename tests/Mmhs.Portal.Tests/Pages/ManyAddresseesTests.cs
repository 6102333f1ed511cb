using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.AddressBook.Cards;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Tests.Pages;

public sealed class ManyAddresseesTests : PageTest
{
    [Fact]
    public async Task A_thousand_addressees_are_written_to_and_the_page_stays_small()
    {
        var all = await RolesAsync(1000);
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var desk = Portal.Get<DraftDesk>();
        var id = (await desk.CreateAsync(actor, Token))!.Value;
        var form = WholeWayTests.Form() with { To = all, Cc = [], Bcc = [], InformationPrecedence = null };
        var saved = await desk.SaveAsync(actor, id, 0, form, Token);
        Assert.Empty(saved.Refusals);

        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("#subject", TimeSpan.FromSeconds(30));
        Assert.InRange(page.FindAll("input, select, button").Count, 1, 400);
        Assert.Contains("40 of 1000 addressees.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("and 960 more", page.Markup, StringComparison.Ordinal);

        Assert.Empty((await desk.SubmitForReleaseAsync(actor, id, saved.Revision, form, Token)).Refusals);
    }

    [Fact]
    public async Task The_directory_says_how_many_there_are_and_shows_all()
    {
        await RolesAsync(30);
        Services.AddSingleton(Portal.Get<CardDesk>());
        await ActAsync("drafter", RoleFunction.Drafter);
        var page = Render<DirectoryPage>();
        page.WaitForElement("tbody tr", TimeSpan.FromSeconds(30));
        Assert.Equal(AddresseeLookup.MostHits, page.FindAll("tbody tr").Count);
        var button = page.FindAll("button").Single(one => one.TextContent == "Show all");

        button.Click();
        page.WaitForAssertion(() => Assert.InRange(page.FindAll("tbody tr").Count, 31, AddresseeLookup.MostOnPage));
        Assert.DoesNotContain(page.FindAll("button"), one => one.TextContent == "Show all");
    }

    private async Task<System.Collections.Immutable.ImmutableArray<Mailbox>> RolesAsync(int count)
    {
        await using var work = await Portal.Get<PortalRecords>().BeginAsync(Token);
        var organisation = work.Context.Organisations.Single(one => one.Domain == "bde3.northland.example");
        var added = Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"post{n}")).ToList();
        foreach (var name in added)
            work.Context.Roles.Add(
                new RoleRow
                {
                    Organisation = organisation,
                    Name = name,
                    Address = $"{name}@bde3.northland.example",
                }
            );
        await work.CommitAsync(Token);
        return
        [
            .. added.Select(name => new Mailbox($"3rd Brigade {name}", EmailAddress.Parse($"{name}@bde3.northland.example"))),
        ];
    }
}
