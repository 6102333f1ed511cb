using System.Collections.Immutable;
using Mmhs.Messages.Release;

namespace Mmhs.Records.Compose;

/// <summary>Sign-in names of who wrote in a draft, as a column keeps them: a line each, who wrote last at the end.</summary>
public static class WriterNames
{
    /// <summary>The names; of a row from before they were kept, its last editor alone.</summary>
    public static ImmutableArray<string> Read(string column, string lastEditor) =>
        column.Length == 0 ? [lastEditor] : [.. column.Split('\n')];

    public static string Write(IEnumerable<string> names) => string.Join('\n', names);

    /// <summary>The column of a draft with somebody who wrote in it now.</summary>
    public static string With(DraftRow draft, string name) => Write(Read(draft.Writers, draft.LastEditor).With(name));
}
