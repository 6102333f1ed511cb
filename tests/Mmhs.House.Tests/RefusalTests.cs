using System.Reflection;
using System.Text.RegularExpressions;
using Mmhs.Messages;

namespace Mmhs.House.Tests;

/// <summary>A code of refusal has one place and one text: the catalogue of its room, a static class named <c>…Refusals</c> in a file of this name.</summary>
public sealed partial class RefusalTests
{
    /// <summary>Codes of what the verifier of the audit trail finds: no refusals, and their texts are of the place found.</summary>
    private const string FaultCodes = "src/Mmhs.Records/Audit/AuditFaultCodes.cs";

    [Fact]
    public void Refusal_codes_stand_in_catalogues_alone() =>
        House.IsClean(
            Repository
                .Files("src", ".cs", ".razor")
                .Where(file => IsOffender(file, Repository.Read(file)))
                .Select(file => $"{file} names a code of refusal itself: give it a member of the catalogue of its room")
        );

    [Theory]
    [InlineData("src/Mmhs.Portal/Inbox/InboxDesk.cs", "return new(\"ABC-001\", \"No.\");", true)]
    [InlineData("src/Mmhs.Portal/Inbox/InboxPage.razor", "reason.Code is \"SRCH-001\"", true)]
    [InlineData("src/Mmhs.Portal/Inbox/InboxRefusals.cs", "new(\"ABC-001\", \"No.\");", false)]
    [InlineData("src/Mmhs.Portal/Inbox/InboxDesk.cs", "// as ABC-001 says; SHA-256 of it", false)]
    public void A_planted_code_is_found(string file, string text, bool isOffender) =>
        Assert.Equal(isOffender, IsOffender(file, text));

    [Fact]
    public void Each_code_is_in_one_catalogue_once_and_its_text_fits_what_it_names() =>
        House.IsClean(Offences(Rooms.Assemblies().SelectMany(assembly => assembly.GetTypes())));

    [Fact]
    public void Planted_members_turn_it_red()
    {
        var offences = Offences([typeof(PlantedRefusals), typeof(OtherPlantedRefusals)]).ToList();
        Assert.Equal(5, offences.Count);
        Assert.Contains(offences, offence => offence.StartsWith("ABC-001", StringComparison.Ordinal));
        foreach (
            var member in new[]
            {
                nameof(PlantedRefusals.NothingToNameAndABrace),
                nameof(PlantedRefusals.NamesNothing),
                nameof(PlantedRefusals.NamesOneOfTwo),
                nameof(PlantedRefusals.NamesTooMany),
            }
        )
            Assert.Contains(offences, offence => offence.Contains(member, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_room_that_refuses_has_a_catalogue() =>
        Assert.True(Members(Rooms.Assemblies().SelectMany(assembly => assembly.GetTypes())).Count() > 150);

    private static bool IsOffender(string file, string text) =>
        !file.EndsWith("Refusals.cs", StringComparison.Ordinal) && file != FaultCodes && Code().IsMatch(text);

    private static IEnumerable<string> Offences(IEnumerable<Type> types)
    {
        var members = Members(types).ToList();
        var twice = members
            .GroupBy(member => member.Kind.Code)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(member => member.Place))}");
        return twice.Concat(members.Where(member => !Fits(member.Kind)).Select(member => $"{member.Place}: {member.Kind.Text}"));
    }

    // a text without arguments is never formatted: a brace would be read as it stands
    private static bool Fits(IRefusalKind kind)
    {
        var named = kind.GetType().GetGenericArguments().Length;
        if (named == 0)
            return !kind.Text.Contains('{', StringComparison.Ordinal) && !kind.Text.Contains('}', StringComparison.Ordinal);
        var text = kind.Text.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
        return Placeholder()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Order()
            .SequenceEqual(Numbers(named));
    }

    private static IEnumerable<string> Numbers(int count) => ((string[])["0", "1", "2"]).Take(count);

    private static IEnumerable<(string Place, IRefusalKind Kind)> Members(IEnumerable<Type> types) =>
        from type in types
        where type.Name.EndsWith("Refusals", StringComparison.Ordinal) && type is { IsAbstract: true, IsSealed: true }
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        where typeof(IRefusalKind).IsAssignableFrom(property.PropertyType)
        select ($"{type.Name}.{property.Name}", (IRefusalKind)property.GetValue(null)!);

    [GeneratedRegex("\"[A-Z]{3,4}-[0-9]{3}\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{([0-9])(?::[^}]*)?\}")]
    private static partial Regex Placeholder();
}

internal static class PlantedRefusals
{
    public static RefusalKind Right { get; } = new("ABC-001", "It does not go. Try again.");

    public static RefusalKind NothingToNameAndABrace { get; } = new("ABC-002", "{0} does not go.");

    public static RefusalKind<string> NamesNothing { get; } = new("ABC-003", "It does not go.");

    public static RefusalKind<string, int> NamesOneOfTwo { get; } = new("ABC-004", "{1:N0} do not go.");

    public static RefusalKind<string> NamesTooMany { get; } = new("ABC-005", "{0} does not go to {1}.");

    public static RefusalKind<string, int> RightWithNumber { get; } = new("ABC-006", "{0} has {1:N0} {{octets}}.");
}

internal static class OtherPlantedRefusals
{
    public static RefusalKind Again { get; } = new("ABC-001", "It goes no more.");
}
