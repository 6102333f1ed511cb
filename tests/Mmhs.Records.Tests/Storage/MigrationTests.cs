using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Storage;

namespace Mmhs.Records.Tests.Storage;

public sealed class MigrationTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_migrations_make_exactly_the_model_of_the_portal(DatabaseProvider provider)
    {
        await using var context = (await engines.PortalAsync(provider)).CreateDbContext();
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_migrations_make_exactly_the_model_of_the_relay(DatabaseProvider provider)
    {
        await using var context = (await engines.RelayAsync(provider)).CreateDbContext();
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_database_of_a_version_that_is_not_known_is_left_as_it_is(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.AddAsync(World.Outbox(1, World.Now));
        await using var context = world.Database.CreateDbContext();
        await SchemaHistory.MigrateAsync([context], TestContext.Current.CancellationToken); // its own it knows
        await world.Database.TamperAsync(
            "UPDATE \"__EFMigrationsHistory\" SET \"MigrationId\" = '20261123204029_Older' WHERE \"MigrationId\" LIKE '%\\_Initial' ESCAPE '\\'"
        );

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SchemaHistory.MigrateAsync([context], TestContext.Current.CancellationToken)
        );
        Assert.Contains("20261123204029_Older", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await context.Outbox.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Instants_are_kept_to_the_millisecond_and_in_order(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var early = World.Outbox(1, World.Now.AddTicks(TimeSpan.TicksPerMillisecond * 7 + 3));
        await world.AddAsync(early, World.Outbox(1, World.Now.AddMilliseconds(8)));

        await using var context = world.Database.CreateDbContext();
        var read = await context.Outbox.OrderBy(row => row.DueAt).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal(World.Now.AddMilliseconds(7), read.DueAt);
    }

    [Fact]
    public async Task A_commit_on_SQLite_is_flushed_to_disk()
    {
        await using var context = (await engines.PortalAsync(DatabaseProvider.Sqlite)).CreateDbContext();
        var journal = (
            await context.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(TestContext.Current.CancellationToken)
        ).Single();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        Assert.Equal("wal", journal);
        Assert.Equal(2L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)); // FULL
    }
}
