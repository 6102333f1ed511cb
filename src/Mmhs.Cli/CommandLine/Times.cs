using System.Globalization;

namespace Mmhs.Cli.CommandLine;

/// <summary>Moments as typed: ISO 8601, UTC where no zone is said.</summary>
internal static class Times
{
    /// <exception cref="UsageException">The text is no moment.</exception>
    public static DateTimeOffset? Read(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
            ? at
        : throw new UsageException($"{text} is no time of the form 2026-01-31T12:00:00Z.");
}
