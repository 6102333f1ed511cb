using System.Text.RegularExpressions;

namespace Mmhs.House.Tests;

/// <summary>The rooms inside the portal, lowest first; a room may know those of lower steps and none beside it (design §2).</summary>
internal static partial class PortalRooms
{
    private static readonly string[][] Steps =
    [
        ["Shared"],
        ["Access"],
        ["AddressBook", "Organisations"],
        ["Compose"],
        ["Release"],
        ["Admin"],
        ["Submit", "Deliver", "Track", "Inbox", "Audit"],
        ["Api", "Demo", "Shell"],
        ["Hosting"],
    ];

    public static IEnumerable<string> All => Steps.SelectMany(rooms => rooms);

    public static bool MayKnow(string room, string other) => room == other || StepOf(other) < StepOf(room);

    /// <summary>The rooms a file names that its own may not know. Their types are in no other namespace, so to use one is to name its room.</summary>
    /// <param name="room">The room of the file.</param>
    /// <param name="text">What stands in it.</param>
    public static IEnumerable<string> Offences(string room, string text) =>
        Named()
            .Matches(text)
            .Select(match => match.Groups["room"].Value)
            .Distinct()
            .Where(other => All.Contains(other) && !MayKnow(room, other))
            .Order();

    private static int StepOf(string room) =>
        Array.FindIndex(Steps, rooms => rooms.Contains(room)) is >= 0 and var step
            ? step
            : throw new ArgumentException(
                $"{room} is no room of the portal: give it a step in {nameof(PortalRooms)}.",
                nameof(room)
            );

    // Mmhs.Portal.Release…, or from inside the portal Portal.Release.Type
    [GeneratedRegex(@"\bPortal\.(?<room>\w+)")]
    private static partial Regex Named();
}
