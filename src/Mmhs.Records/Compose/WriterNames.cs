using System.Collections.Immutable;

namespace Mmhs.Records.Compose;

/// <summary>Sign-in names of who wrote in a draft, as a column keeps them: a line each, who wrote last at the end.</summary>
public static class WriterNames
{
    /// <summary>The names; of a row from before they were kept, its last editor alone.</summary>
    public static ImmutableArray<string> Read(string column, string lastEditor) =>
        column.Length == 0 ? [lastEditor] : [.. column.Split('\n')];

    public static string Write(IEnumerable<string> names) => string.Join('\n', names);

    /// <summary>With somebody who wrote now.</summary>
    public static ImmutableArray<string> Add(ImmutableArray<string> names, string name) =>
        [.. names.Where(other => !string.Equals(other, name, StringComparison.OrdinalIgnoreCase)), name];
}
