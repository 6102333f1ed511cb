using Bunit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>What a line of the inbox says.</summary>
public sealed class InboxRowTests : PageTest
{
    [Fact]
    public async Task EOS_206ab_an_obsolete_message_says_so_in_the_list_and_is_not_bold()
    {
        var page = await ShowAsync(row => row.ObsoletedBy = "new@elsewhere.example");
        Assert.Equal("OBSOLETE", page.Find("td.fill .obsolete").TextContent);
        Assert.Equal("handled", page.Find("tbody tr").GetAttribute("data-state"));
        Assert.Contains("Two codes", page.Find("td.fill a").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_subject_indicator_codes_are_two_words_in_the_list()
    {
        var page = await ShowAsync(_ => { });
        Assert.Equal("SIC OPO LAA", page.Find("td.fill .sics").TextContent.Trim());
        Assert.Equal("unread", page.Find("tbody tr").GetAttribute("data-state"));
        Assert.Empty(page.FindAll(".obsolete"));
    }

    private async Task<IRenderedComponent<InboxPage>> ShowAsync(Action<InboxRow> change)
    {
        var duty = await ActAsync("bde3.duty", RoleFunction.DutyOfficer);
        var label = await Portal.Get<LabelAccess>().NumberAsync(WholeWayTests.NorthlandSecret, Token);
        await using (var work = await Portal.Get<PortalRecords>().BeginAsync(Token))
        {
            var stored = new StoredMessageRow
            {
                Id = Guid.NewGuid(),
                Octets = Lmtp.Octets("From: <a@elsewhere.example>\nSubject: x\n\nx\n"),
                StoredAt = DateTimeOffset.UnixEpoch,
            };
            var row = new InboxRow
            {
                RoleId = duty.RoleId,
                MessageId = "old@elsewhere.example",
                ContentSha256 = new string('0', 64),
                StoredMessageId = stored.Id,
                ReceivedAt = DateTimeOffset.UnixEpoch,
                LabelId = label,
                Subject = "Two codes",
                SubjectIndicatorCodes = "OPO LAA",
                Urgency = 6,
                Indexed = true,
            };
            change(row);
            work.Context.AddRange(stored, row);
            await work.CommitAsync(Token);
        }
        var page = Render<InboxPage>();
        page.WaitForElement("td.fill");
        return page;
    }
}
