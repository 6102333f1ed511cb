using System.Collections.Immutable;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Tests;

/// <summary>Rights and deputies are given out as one value that says which it is.</summary>
public sealed class AuthorityTests : IDisposable
{
    private readonly SigningWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_same_object_until_something_changes()
    {
        var first = await AskAsync();
        Assert.Same(first, await AskAsync());
        Assert.Equal(64, first.Version.Length);
    }

    [Fact]
    public async Task A_new_book_has_a_new_version()
    {
        var before = await AskAsync();
        _world.Roster.Replace(before.Book.Digest(), before.Book with { Policies = [new("a.example", [])] }, []);
        var after = await AskAsync();
        Assert.NotSame(before, after);
        Assert.NotEqual(before.Version, after.Version);
        Assert.Empty(before.Book.Policies);
    }

    [Fact]
    public async Task Another_deputy_makes_a_new_version_and_the_old_one_back_the_old()
    {
        var before = await AskAsync();
        Set([new(Guid.NewGuid(), "a", "b", SigningWorld.J3.Address, SigningWorld.Start, SigningWorld.Start.AddDays(1), "a")]);
        var during = await AskAsync();
        Assert.NotEqual(before.Version, during.Version);
        Assert.Single(during.Delegations);

        Set([]);
        Assert.Equal(before.Version, (await AskAsync()).Version);
    }

    [Fact]
    public async Task A_refused_change_changes_no_version()
    {
        var before = await AskAsync();
        _world.Roster.ChangeDelegations(_ => (new("ROS-010", "No."), []));
        Assert.False(_world.Roster.Replace("another", RightsBook.Empty, []));
        Assert.Same(before, await AskAsync());
    }

    [Fact]
    public async Task The_version_outlives_a_restart()
    {
        Set([new(Guid.NewGuid(), "a", "b", SigningWorld.J3.Address, SigningWorld.Start, SigningWorld.Start.AddDays(1), "a")]);
        var before = await AskAsync();
        Assert.Equal(before.Version, (await _world.NewService().AuthorityAsync(Token)).Version);
    }

    public void Dispose() => _world.Dispose();

    private void Set(ImmutableArray<Delegation> delegations) =>
        Assert.Null(_world.Roster.ChangeDelegations(_ => (null, delegations)));

    private Task<Authority> AskAsync() => _world.Service.AuthorityAsync(Token);
}
