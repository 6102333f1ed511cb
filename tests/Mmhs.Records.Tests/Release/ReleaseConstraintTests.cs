using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Release;

/// <summary>What the domain forbids the database forbids too.</summary>
public sealed class ReleaseConstraintTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_database_refuses_a_release_by_its_drafter(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var draft = world.Draft();
        await world.AddAsync(draft);
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() =>
            world.AddAsync(world.Release(draft, "drafter", "drafter"))
        );
        Assert.Contains("ck_release_two_persons", refused.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_version_is_released_once(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var draft = world.Draft();
        await world.AddAsync(draft, world.Release(draft));
        await Assert.ThrowsAsync<DbUpdateException>(() => world.AddAsync(world.Release(draft)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_people_cannot_both_change_the_same_state_of_a_draft(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.AddAsync(world.Draft());
        await using var one = world.Database.CreateDbContext();
        await using var other = world.Database.CreateDbContext();
        var mine = await one.Drafts.SingleAsync(TestContext.Current.CancellationToken);
        var his = await other.Drafts.SingleAsync(TestContext.Current.CancellationToken);
        mine.Revision++;
        await one.SaveChangesAsync(TestContext.Current.CancellationToken);
        his.Revision++;
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() =>
            other.SaveChangesAsync(TestContext.Current.CancellationToken)
        );
    }
}
