using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Mmhs.House.Tests;

/// <summary>A log event is known by its number in every room, and no number is used again (style §11).</summary>
public sealed class LogEventTests
{
    [Fact]
    public void Every_log_event_has_a_number_and_a_name_of_its_own() =>
        House.IsClean(Offences(Rooms.Assemblies().SelectMany(assembly => assembly.GetTypes())));

    [Fact]
    public void A_planted_pair_turns_it_red() => Assert.Equal(3, Offences([typeof(PlantedLog), typeof(OtherPlantedLog)]).Count());

    private static IEnumerable<string> Offences(IEnumerable<Type> types)
    {
        var events = (
            from type in types
            from method in type.GetMethods(
                BindingFlags.Public
                    | BindingFlags.NonPublic
                    | BindingFlags.Static
                    | BindingFlags.Instance
                    | BindingFlags.DeclaredOnly
            )
            let log = method.GetCustomAttribute<LoggerMessageAttribute>()
            where log is not null
            select (Log: log, Place: $"{type.Name}.{method.Name}")
        ).ToList();
        var unnumbered = events
            .Where(logged => logged.Log.EventId is < 1000 or > 9999)
            .Select(logged => $"{logged.Place} has no number of a stage: {logged.Log.EventId}");
        var twice = events
            .GroupBy(logged => logged.Log.EventId)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(logged => logged.Place))}");
        var sameName = events
            .GroupBy(logged => logged.Log.EventName)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(logged => logged.Place))}");
        return unnumbered.Concat(twice).Concat(sameName);
    }
}

internal static partial class PlantedLog
{
    [LoggerMessage(EventId = 5101, EventName = "Planted", Level = LogLevel.Debug, Message = "planted")]
    public static partial void One(this ILogger logger);
}

internal static partial class OtherPlantedLog
{
    [LoggerMessage(EventId = 5101, EventName = "Planted", Level = LogLevel.Debug, Message = "planted")]
    public static partial void Other(this ILogger logger);

    [LoggerMessage(EventId = 7, EventName = "Numbered by nobody", Level = LogLevel.Debug, Message = "planted")]
    public static partial void Unnumbered(this ILogger logger);
}
