using System.Collections.Immutable;
using System.Text;

namespace Mmhs.Messages.Release;

/// <summary>Two texts compared by line, and the lines that differ by word.</summary>
/// <remarks>
/// Bounded: 1,000,000 characters a side take well under a second and some tens of megabytes. Beyond the bounds lines, or all of the middle, count as
/// wholly different, which is coarse but never wrong. Either order of the two texts finds the same pieces.
/// </remarks>
internal static class TextDiff
{
    /// <summary>Changed lines longer than this together, in characters, are not looked into by word.</summary>
    private const int MostByWord = 100_000;

    public static (ImmutableArray<DiffRun> Before, ImmutableArray<DiffRun> After) Of(string before, string after)
    {
        if (before == after)
            return before.Length == 0 ? ([], []) : ([new(DiffMark.Same, before)], [new(DiffMark.Same, after)]);
        var old = Lines(before);
        var now = Lines(after);
        var (kept, stayed) = Matches(old, now);
        var left = new Runs();
        var right = new Runs();
        for (int i = 0, k = 0; i < old.Count || k < now.Count; )
        {
            if (i < old.Count && k < now.Count && kept[i] && stayed[k])
            {
                left.Add(DiffMark.Same, old[i++]);
                right.Add(DiffMark.Same, now[k++]);
                continue;
            }
            var (fromOld, fromNew) = (i, k);
            while (i < old.Count && !kept[i])
                i++;
            while (k < now.Count && !stayed[k])
                k++;
            ByWord(string.Concat(old[fromOld..i]), string.Concat(now[fromNew..k]), left, right);
        }
        return (left.Done(), right.Done());
    }

    /// <summary>Which entries of each list are on both sides, in one order.</summary>
    internal static (bool[] Kept, bool[] Stayed) Matches(List<string> before, List<string> after)
    {
        // Where several shortest ways exist, the one found must not depend on which side is the older.
        if (IsAfter(before, after))
        {
            var (second, first) = Matches(after, before);
            return (first, second);
        }
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return Sequences.Match(Numbered(before, numbers), Numbered(after, numbers));
    }

    private static bool IsAfter(List<string> one, List<string> other)
    {
        for (var i = 0; i < one.Count && i < other.Count; i++)
            if (string.CompareOrdinal(one[i], other[i]) is not 0 and var order)
                return order > 0;
        return one.Count > other.Count;
    }

    private static int[] Numbered(List<string> pieces, Dictionary<string, int> numbers)
    {
        var numbered = new int[pieces.Count];
        for (var i = 0; i < numbered.Length; i++)
        {
            if (!numbers.TryGetValue(pieces[i], out var number))
                numbers[pieces[i]] = number = numbers.Count;
            numbered[i] = number;
        }
        return numbered;
    }

    private static void ByWord(string before, string after, Runs left, Runs right)
    {
        if (before.Length == 0 || after.Length == 0 || before.Length + after.Length > MostByWord)
        {
            left.Add(DiffMark.Removed, before);
            right.Add(DiffMark.Added, after);
            return;
        }
        var old = Words(before);
        var now = Words(after);
        var (kept, stayed) = Matches(old, now);
        // Two blanks and a comma in common are no likeness: a sentence striped by them is harder to read than two sentences.
        var alike = Letters(old, kept) * 4 >= Math.Max(before.Length, after.Length);
        for (var i = 0; i < old.Count; i++)
            left.Add(alike && kept[i] ? DiffMark.Same : DiffMark.Removed, old[i]);
        for (var k = 0; k < now.Count; k++)
            right.Add(alike && stayed[k] ? DiffMark.Same : DiffMark.Added, now[k]);
    }

    private static long Letters(List<string> words, bool[] kept) =>
        words.Where((_, index) => kept[index]).Sum(word => (long)word.Length);

    // With their line ends, whichever those are: joined they are the text again.
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var from = 0; from < text.Length; )
        {
            var end = text.IndexOf('\n', from);
            var to = end < 0 ? text.Length : end + 1;
            lines.Add(text[from..to]);
            from = to;
        }
        return lines;
    }

    // A word, a run of blanks, or one other character; a character outside the basic plane is never cut in two.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var from = 0; from < text.Length; )
        {
            var kind = Kind(text[from]);
            var to = from + 1;
            while (to < text.Length && kind != 0 && Kind(text[to]) == kind)
                to++;
            if (kind == 0 && char.IsHighSurrogate(text[from]) && to < text.Length && char.IsLowSurrogate(text[to]))
                to++;
            words.Add(text[from..to]);
            from = to;
        }
        return words;
    }

    private static int Kind(char c) =>
        char.IsLetterOrDigit(c) ? 1
        : c is ' ' or '\t' ? 2
        : 0;

    /// <summary>Joins neighbours of one mark.</summary>
    private sealed class Runs
    {
        private readonly ImmutableArray<DiffRun>.Builder runs = ImmutableArray.CreateBuilder<DiffRun>();
        private readonly StringBuilder open = new();
        private DiffMark mark;

        public void Add(DiffMark next, string text)
        {
            if (next != mark)
                Close();
            mark = next;
            open.Append(text);
        }

        public ImmutableArray<DiffRun> Done()
        {
            Close();
            return runs.ToImmutable();
        }

        private void Close()
        {
            if (open.Length > 0)
                runs.Add(new(mark, open.ToString()));
            open.Clear();
        }
    }
}
