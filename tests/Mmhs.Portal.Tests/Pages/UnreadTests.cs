using Bunit;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.AllRoles;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>Counts are of all there is under the reader's labels, and not of the rows a page has loaded.</summary>
public sealed class UnreadTests : PageTest
{
    internal const int Messages = 120; // more than a page, and than the lines of all roles together

    [Fact]
    public async Task Every_count_of_unread_messages_is_of_all_and_of_none_the_reader_may_not_see()
    {
        var duty = await ActAsync("bde3.duty", RoleFunction.DutyOfficer);
        await FillAsync(Portal, duty);
        var desk = Portal.Get<InboxDesk>();
        Assert.Equal(Messages, await desk.UnreadAsync(duty, Token));
        Assert.Equal(Messages, (await Portal.Get<AllRolesDesk>().ReadAsync(duty, 10, Token)).Unread);
        Assert.Equal(0, await desk.UnreadAsync(duty with { Clearances = [] }, Token));

        var page = Render<InboxPage>();
        page.WaitForAssertion(() => Assert.Equal($"{Messages} unread", page.Find("h1 .count").TextContent));
        Assert.NotNull(await desk.OpenAsync(duty, (await desk.PageAsync(duty, null, 1, Token))[0].Entry.Id, Token));
        page.WaitForAssertion(() => Assert.Equal($"{Messages - 1} unread", page.Find("h1 .count").TextContent));
    }

    internal static async Task FillAsync(RunningPortal portal, Actor duty)
    {
        var label = await portal.Get<LabelAccess>().NumberAsync(WholeWayTests.NorthlandSecret, Token);
        var hidden = await portal
            .Get<LabelAccess>()
            .NumberAsync(WholeWayTests.NorthlandSecret with { Classification = 5 }, Token);
        await using var work = await portal.Get<PortalRecords>().BeginAsync(Token);
        var stored = new StoredMessageRow
        {
            Id = Guid.NewGuid(),
            Octets = Lmtp.Octets("From: <a@elsewhere.example>\nSubject: x\n\nx\n"),
            StoredAt = DateTimeOffset.UnixEpoch,
        };
        work.Context.Add(stored);
        var roles = await work
            .Context.Roles.Where(role => role.OrganisationId == duty.OrganisationId)
            .OrderBy(role => role.Id)
            .Select(role => role.Id)
            .Take(2)
            .ToListAsync(Token);
        for (var n = 0; n < Messages + 7; n++)
            work.Context.Add(
                new InboxRow
                {
                    RoleId = roles[n % 2],
                    MessageId = $"{n}@elsewhere.example",
                    ContentSha256 = new string('0', 64),
                    StoredMessageId = stored.Id,
                    ReceivedAt = DateTimeOffset.UnixEpoch,
                    LabelId =
                        n < Messages + 5
                            ? n < Messages
                                ? label
                                : hidden
                            : label,
                    Indexed = true,
                    RemovedAt = n >= Messages + 5 ? DateTimeOffset.UnixEpoch : null,
                }
            );
        await work.CommitAsync(Token);
    }
}
