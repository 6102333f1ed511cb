namespace Mmhs.House.Tests;

public sealed class PortalRoomsTests
{
    // Each is a debt: a line may go when its file no longer needs it, and none may come.
    private static readonly string[] Exempt =
    [
        "Access/Passkeys/PasskeyDesk.cs knows Release",
        "Access/Passwords/PasswordDesk.cs knows Release",
        "AddressBook/Lists/AddressListDesk.cs knows Organisations",
        "AddressBook/Lists/ListsPage.razor.cs knows Organisations",
        "AddressBook/PortalRelayDirectory.cs knows Submit",
        "Compose/AnswerLabelRule.cs knows Deliver",
        "Compose/DraftDesk.cs knows Release",
        "Compose/PreFlightDesk.cs knows Release",
        "Compose/VersionsPage.razor knows Release",
        "Inbox/InboxDesk.cs knows Deliver",
        "Inbox/InboxEndpoints.cs knows Hosting",
        "Inbox/InboxPage.razor knows Track",
        "Inbox/MessageHeading.razor knows Track",
        "Inbox/MessagePage.razor knows Track",
        "Inbox/Receipts/ReceiptDesk.cs knows Submit",
        "Inbox/Search/SearchIndexer.cs knows Deliver",
        "Inbox/Search/SearchPage.razor knows Track",
        "Organisations/PeopleIdentities.cs knows Audit",
        "Organisations/PeoplePage.razor knows Admin",
        "Organisations/PeoplePageChanges.cs knows Admin",
        "Release/BreakGlassPage.razor knows Track",
        "Release/OperatorDesk.cs knows Submit",
        "Release/OperatorPage.razor knows Track",
        "Release/ReleaseDesk.cs knows Submit",
        "Track/ReportPage.razor knows Inbox",
    ];

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
