using System.Text.RegularExpressions;

namespace Mmhs.House.Tests;

public sealed partial class SecurityPageTests
{
    [Fact]
    public void Every_attack_the_page_on_security_names_is_played_by_a_test()
    {
        var played = Repository
            .Files("tests", ".cs")
            .SelectMany(file => Method().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        var named = Named().Matches(Repository.Read("docs/security.md")).Select(match => match.Groups[1].Value).ToList();
        Assert.True(named.Count > 20, $"Only {named.Count} attacks are named.");
        Assert.All(named, name => Assert.Contains(name, played));
    }

    [GeneratedRegex(@"(?:Task|void) (Attack_\w+)")]
    private static partial Regex Method();

    [GeneratedRegex(@"`(Attack_\w+)`")]
    private static partial Regex Named();
}
