using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Tests.Pages;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Inbox;

/// <summary>What a list asks the records does not grow with its lines, nor with the roles in it.</summary>
public sealed class InboxQuestionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // the labels, the roles, the page of all of them, the count of all of them
    [Fact]
    public async Task A_page_of_fifty_lines_of_all_roles_is_four_questions()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var duty = await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);
        await UnreadTests.FillAsync(portal, duty);
        var (desk, gate) = (portal.Get<InboxDesk>(), portal.Get<LabelAccess>());
        await desk.ReadAsync(duty, false, 1, Token); // the labels are read once, and from then on only counted
        using var count = new QueryCount(portal);

        var (lines, unread) = await desk.ReadAsync(duty, false, 50, Token);
        foreach (var line in lines)
            Assert.NotNull(await gate.MarkAsync(line.Entry.LabelId, duty, Token));
        Assert.Equal((50, UnreadTests.Messages), (lines.Count, unread));
        Assert.Equal(4, count.Asked.Count(IsQuestion));
    }

    private static bool IsQuestion(string sql) => sql.StartsWith("SELECT", StringComparison.Ordinal);
}
