using System.Reflection;

namespace Mmhs.House.Tests;

/// <summary>What no other room uses is internal: whoever changes it need not look further than its own room.</summary>
public sealed class PublicTypesTests
{
    [Fact]
    public void What_no_other_room_uses_is_internal() =>
        House.IsClean(
            PublicTypes.Unused([.. Rooms.Assemblies()], [Assembly.Load(Rooms.Sqlite), Assembly.Load(Rooms.PostgreSql)])
        );

    [Fact]
    public void A_planted_type_turns_it_red() =>
        Assert.Contains(typeof(Planted).FullName, PublicTypes.Unused([typeof(Planted).Assembly], []));
}

/// <summary>Public, and used by nobody.</summary>
public static class Planted;
