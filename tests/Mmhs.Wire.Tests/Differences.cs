namespace Mmhs.Wire.Tests;

/// <summary>Where we read other people's material otherwise than they do, with the reason: <c>differences.tsv</c>, held to both ways.</summary>
internal static class Differences
{
    /// <summary>Fails for a difference that is not listed, and for a listed one that is none.</summary>
    /// <param name="corpus">The first column.</param>
    /// <param name="found">File or case, and what differs, with what was found.</param>
    public static void AreListed(string corpus, IReadOnlyCollection<(string File, string What, string Found)> found)
    {
        var listed = Rows().Where(row => row[0] == corpus).Select(row => (File: row[1], What: row[2])).ToHashSet();
        var news = found
            .Where(one => !listed.Contains((one.File, one.What)))
            .Select(one => $"not listed: {one.File}\t{one.What}\t{one.Found}");
        var gone = listed
            .Except(found.Select(one => (one.File, one.What)))
            .Select(one => $"listed, and no difference: {one.File}\t{one.What}");
        var wrong = news.Concat(gone).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count}\n{string.Join('\n', wrong)}");
    }

    private static IEnumerable<string[]> Rows()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "differences.tsv"))
            .Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Split('\t'))
            .ToList();
        Assert.All(rows, row => Assert.True(row.Length == 4 && row.All(cell => cell.Length > 0), string.Join('|', row)));
        return rows;
    }
}
