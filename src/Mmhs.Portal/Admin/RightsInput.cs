using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Admin;

/// <summary>What people type into the forms of rights and policies, as what it means; null where it means nothing.</summary>
internal static class RightsInput
{
    private static readonly char[] Between = [' ', ',', ';', '\n', '\r', '\t'];

    /// <summary>Message types people choose by name; others of a right stay as they are.</summary>
    public static IReadOnlyList<MessageType> NamedTypes { get; } =
    [MessageType.Exercise, MessageType.Operation, MessageType.Project, MessageType.Drill];

    public static IReadOnlyList<string> Words(string text) =>
        text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static ImmutableArray<EmailAddress>? Addresses(string text)
    {
        var read = Words(text).Select(word => EmailAddress.TryParse(word, out var address) ? address : null).ToList();
        return read.Contains(null) ? null : [.. read.OfType<EmailAddress>().Distinct()];
    }

    /// <summary>Addresses, and domains that stand for all of theirs.</summary>
    public static ImmutableArray<string>? Patterns(string text)
    {
        var words = Words(text).Select(word => word.TrimStart('@')).ToList();
        return words.All(word => EmailAddress.TryParse(word.Contains('@', StringComparison.Ordinal) ? word : $"x@{word}", out _))
            ? [.. words.Distinct()]
            : null;
    }
}
