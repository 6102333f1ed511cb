using System.Reflection;

namespace Mmhs.House.Tests;

/// <summary>The rooms and what each may know (design §2): arrows point to <c>Messages</c>, and nobody points to <c>Portal</c>.</summary>
internal static class Rooms
{
    public const string Messages = "Mmhs.Messages";
    public const string Wire = "Mmhs.Wire";
    public const string Records = "Mmhs.Records";
    public const string Hosting = "Mmhs.Hosting";
    public const string SigningClient = "Mmhs.Signing.Client";
    public const string Signing = "Mmhs.Signing";
    public const string Relay = "Mmhs.Relay";
    public const string Portal = "Mmhs.Portal";
    public const string Cli = "Mmhs.Cli";
    public const string Sqlite = "Mmhs.Migrations.Sqlite";
    public const string PostgreSql = "Mmhs.Migrations.PostgreSql";

    public static IReadOnlyDictionary<string, string[]> MayKnow { get; } =
        new Dictionary<string, string[]>
        {
            [Messages] = [],
            [Wire] = [Messages],
            [Records] = [Messages],
            [Hosting] = [Messages, Wire],
            [SigningClient] = [Messages],
            [Signing] = [Messages, Wire, SigningClient, Hosting],
            [Relay] = [Messages, Wire, Records, SigningClient, Hosting],
            [Portal] = [Messages, Wire, Records, SigningClient, Hosting, Signing, Relay, Sqlite, PostgreSql],
            [Cli] = [Messages, Wire, Records, SigningClient, Hosting],
            [Sqlite] = [Messages, Records],
            [PostgreSql] = [Messages, Records],
        };

    /// <summary>Assembly name of a room; the window for those outside has a name of its own.</summary>
    public static string AssemblyOf(string room) => room == Cli ? "mmhs" : room;

    /// <summary>The assemblies of the rooms, without those of the migrations.</summary>
    public static IEnumerable<Assembly> Assemblies() =>
        MayKnow.Keys.Where(room => room is not (Sqlite or PostgreSql)).Select(room => Assembly.Load(AssemblyOf(room)));
}
