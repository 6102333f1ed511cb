using Mmhs.Records.Deliver;
using Mmhs.Records.Lists;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Lists;

public sealed class ManyRolesTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // SQLite takes 32,766 values in a query, and each label of each role is one
    [Theory]
    [InlineData(DatabaseProvider.Sqlite, 120, 400)]
    [InlineData(DatabaseProvider.Sqlite, 3, 20_000)]
    [InlineData(DatabaseProvider.PostgreSql, 120, 400)]
    public async Task However_many_roles_and_labels_there_are_the_question_can_be_asked(
        DatabaseProvider provider,
        int roles,
        int labels
    )
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        IReadOnlyList<int> readable = [.. Enumerable.Range(1, labels)];
        List<int> some = [.. Enumerable.Range(world.Role, roles)];
        await using var context = world.Database.CreateDbContext();
        Assert.Empty(await some.ListAsync(readable.Count, role => context.Inbox.Page(role, readable, null, 50), Token));
        Assert.Equal(0, await some.CountAsync(readable.Count, role => context.Inbox.Unread(role, readable), Token));
        Assert.Empty(await new List<int>().ListAsync(0, role => context.Inbox.Page(role, [], null, 50), Token));
    }
}
