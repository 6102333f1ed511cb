using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mmhs.House.Tests;

/// <summary>Time comes from the TimeProvider somebody was given, never from the air (style §4).</summary>
public sealed class ClockTests
{
    [Fact]
    public void Nobody_asks_the_machine_for_the_time() =>
        House.IsClean(
            Rooms
                .Assemblies()
                .SelectMany(assembly => Readings(assembly).Select(reading => $"{assembly.GetName().Name}: {reading}"))
        );

    [Fact]
    public void A_planted_reading_turns_it_red() =>
        Assert.Equal(["DateTime.UtcNow", "DateTimeOffset.Now"], Readings(typeof(PlantedClock).Assembly).Order());

    private static IEnumerable<string> Readings(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var readings = new List<string>();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
            var name = metadata.GetString(member.Name);
            if (type is "DateTime" or "DateTimeOffset" && name is "get_Now" or "get_UtcNow" or "get_Today")
                readings.Add($"{type}.{name[4..]}");
        }
        return readings;
    }

#pragma warning disable RS0030 // the offender this test is shown to find
    private static class PlantedClock
    {
        public static string Read() => $"{DateTime.UtcNow:O} {DateTimeOffset.Now:O}";
    }
#pragma warning restore RS0030
}
