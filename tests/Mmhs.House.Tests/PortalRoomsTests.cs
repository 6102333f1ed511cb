namespace Mmhs.House.Tests;

public sealed class PortalRoomsTests
{
    // Each is a debt: a line may go when its file no longer needs it, and none may come.
    private static readonly string[] Exempt = ["Inbox/InboxEndpoints.cs knows Hosting"];

    [Fact]
    public void Every_folder_of_the_portal_is_a_room_with_a_step() =>
        Assert.Equal(
            PortalRooms.All.Order(StringComparer.Ordinal),
            Directory
                .EnumerateDirectories(Repository.PathOf("src", "Mmhs.Portal"))
                .Select(folder => Path.GetFileName(folder)!)
                .Except(["bin", "obj", "Properties", "data"])
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Rooms_know_only_those_below_them_but_for_what_is_left_to_mend() =>
        Assert.Equal(Exempt.Order(StringComparer.Ordinal), Found().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Access", "using Mmhs.Portal.Release;", "Release")]
    [InlineData("Release", "@inject Mmhs.Portal.Track.TrackingDesk Desk", "Track")]
    [InlineData("Inbox", "Portal.Audit.AuditDesk desk", "Audit")]
    [InlineData("Shared", "typeof(Portal.Hosting.PortalHost)", "Hosting")]
    public void A_planted_offender_is_found(string room, string text, string expected) =>
        Assert.Equal([expected], PortalRooms.Offences(room, text));

    [Theory]
    [InlineData("Release", "using Mmhs.Portal.Compose;")]
    [InlineData("Release", "using Mmhs.Portal.Release.Stages;")]
    [InlineData("Hosting", "using Mmhs.Portal.Api;")]
    [InlineData("Access", "using Mmhs.Messages.Release;")]
    public void What_is_lawful_is_none(string room, string text) => Assert.Empty(PortalRooms.Offences(room, text));

    private static IEnumerable<string> Found() =>
        from file in Repository.Files("src/Mmhs.Portal", ".cs", ".razor")
        let parts = file.Split('/')
        where parts.Length > 3
        from other in PortalRooms.Offences(parts[2], Repository.Read(file))
        select $"{string.Join('/', parts[2..])} knows {other}";
}
