using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Storage;
using Mmhs.Records.Submit;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Submit;

public sealed class OutboxClaimsTests(Engines engines)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task EOS_206t_the_most_urgent_due_entry_is_claimed_first(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var (routine, flash, later) = (
            World.Outbox(1, World.Now),
            World.Outbox(4, World.Now),
            World.Outbox(5, World.Now.AddHours(1))
        );
        await world.AddAsync(routine, flash, later);

        await using var context = world.Database.CreateDbContext();
        Assert.Equal(flash.Id, (await context.ClaimAsync(World.Now, Lease, Token))!.Id);
        Assert.Equal(routine.Id, (await context.ClaimAsync(World.Now, Lease, Token))!.Id);
        Assert.Null(await context.ClaimAsync(World.Now, Lease, Token));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task No_entry_is_ever_claimed_by_two(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.AddAsync([.. Enumerable.Range(0, 60).Select(n => World.Outbox((short)(n % 6), World.Now))]);

        var claims = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            var mine = new List<long>();
                            await using var context = world.Database.CreateDbContext();
                            while (await context.ClaimAsync(World.Now, Lease, Token) is { } claimed)
                                mine.Add(claimed.Id);
                            return mine;
                        },
                        Token
                    )
                )
        );

        var all = claims.SelectMany(mine => mine).ToList();
        Assert.Equal(60, all.Count);
        Assert.Equal(60, all.Distinct().Count());
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_lost_lease_can_neither_finish_nor_put_back(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.AddAsync(World.Outbox(2, World.Now));
        await using var context = world.Database.CreateDbContext();
        var first = (await context.ClaimAsync(World.Now, Lease, Token))!;
        Assert.Null(await context.ClaimAsync(World.Now + Lease - TimeSpan.FromMilliseconds(1), Lease, Token));
        var second = (await context.ClaimAsync(World.Now + Lease, Lease, Token))!;

        Assert.False(await context.FinishAsync(first, OutboxState.Done, "250 2.0.0 OK", Token));
        Assert.False(await context.RescheduleAsync(first, World.Now, "451", Token));
        Assert.True(await context.FinishAsync(second, OutboxState.Done, "250 2.0.0 OK", Token));
        Assert.False(await context.FinishAsync(second, OutboxState.Failed, "again", Token));
        var row = await context.Outbox.AsNoTracking().SingleAsync(Token);
        Assert.Equal((OutboxState.Done, 2, 2L), (row.State, row.Attempts, row.Fence));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_put_back_is_due_again_at_its_time(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.AddAsync(World.Outbox(2, World.Now));
        await using var context = world.Database.CreateDbContext();
        var claimed = (await context.ClaimAsync(World.Now, Lease, Token))!;

        Assert.True(await context.RescheduleAsync(claimed, World.Now.AddMinutes(5), "451 4.3.0", Token));
        Assert.Null(await context.ClaimAsync(World.Now.AddMinutes(5).AddMilliseconds(-1), Lease, Token));
        Assert.Equal("451 4.3.0", (await context.ClaimAsync(World.Now.AddMinutes(5), Lease, Token))!.LastReply);
    }
}
