using System.Text.RegularExpressions;

namespace Mmhs.House.Tests;

/// <summary>The composition root names rooms; what a room consists of is registered in the room.</summary>
public sealed partial class CompositionTests
{
    private const int Longest = 80;

    [Fact]
    public void The_composition_root_registers_nothing_of_a_room() =>
        House.IsClean(Offences(Repository.Read("src/Mmhs.Portal/Hosting/PortalHost.cs")));

    [Theory]
    [InlineData("        services.AddSingleton<InboxDesk>();")]
    [InlineData("        services.AddHostedService(provider => provider.GetRequiredService<SearchIndexer>());")]
    [InlineData("        services.AddOptions<SubmissionOptions>();")]
    [InlineData("        app.MapGet(\"/x\", () => 1);")]
    public void A_planted_registration_turns_it_red(string line) => Assert.Single(Offences(line));

    [Fact]
    public void A_planted_long_file_turns_it_red() => Assert.Single(Offences(new string('\n', Longest)));

    private static IEnumerable<string> Offences(string text) =>
        text.Split('\n')
            .Where(line => Registration().IsMatch(line))
            .Select(line => $"PortalHost registers by itself: {line.Trim()}")
            .Concat(text.Split('\n').Length > Longest ? [$"PortalHost is longer than {Longest} lines."] : []);

    // the clock alone is given from outside
    [GeneratedRegex(@"\.(Add(Singleton|Scoped|Transient|Options)<|AddHostedService|Map(Get|Post|Put|Delete)\()")]
    private static partial Regex Registration();
}
