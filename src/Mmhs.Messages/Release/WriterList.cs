using System.Collections.Immutable;

namespace Mmhs.Messages.Release;

/// <summary>Sign-in names of who wrote, each once, who wrote last at the end.</summary>
public static class WriterList
{
    /// <summary>With somebody who wrote now.</summary>
    public static ImmutableArray<string> With(this ImmutableArray<string> writers, string name) =>
        [.. writers.Where(other => !RightsBook.IsSame(other, name)), name];
}
