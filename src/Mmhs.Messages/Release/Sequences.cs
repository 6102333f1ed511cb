namespace Mmhs.Messages.Release;

/// <summary>The longest common part of two sequences (Myers: an O(ND) difference algorithm), within bounds of work and memory.</summary>
internal static class Sequences
{
    /// <summary>Differences followed before giving up; the trace grows with the square of it, to 16 MiB.</summary>
    private const int MostDifferences = 2000;

    /// <summary>Comparisons before giving up: a fraction of a second.</summary>
    private const long MostSteps = 50_000_000;

    /// <summary>True where an entry has its partner on the other side; beyond the bounds only the common beginning and end have.</summary>
    public static (bool[] InFirst, bool[] InSecond) Match(int[] first, int[] second)
    {
        var inFirst = new bool[first.Length];
        var inSecond = new bool[second.Length];
        var start = 0;
        while (start < first.Length && start < second.Length && first[start] == second[start])
        {
            inFirst[start] = inSecond[start] = true;
            start++;
        }
        var (n, m) = (first.Length - start, second.Length - start);
        while (n > 0 && m > 0 && first[start + n - 1] == second[start + m - 1])
        {
            n--;
            m--;
            inFirst[start + n] = inSecond[start + m] = true;
        }
        if (n > 0 && m > 0)
            Middle(first.AsSpan(start, n), second.AsSpan(start, m), inFirst.AsSpan(start, n), inSecond.AsSpan(start, m));
        return (inFirst, inSecond);
    }

    private static void Middle(ReadOnlySpan<int> first, ReadOnlySpan<int> second, Span<bool> inFirst, Span<bool> inSecond)
    {
        var (n, m) = (first.Length, second.Length);
        var most = Math.Min(n + m, MostDifferences);
        var offset = most + 1;
        var furthest = new int[2 * most + 3]; // per diagonal x - y, how far along the first sequence
        var trace = new List<int[]>();
        var steps = 0L;
        for (var d = 0; d <= most; d++)
        {
            trace.Add(furthest[(offset - d - 1)..(offset + d + 2)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x =
                    k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1])
                        ? furthest[offset + k + 1]
                        : furthest[offset + k - 1] + 1;
                var y = x - k;
                while (x < n && y < m && first[x] == second[y])
                {
                    x++;
                    y++;
                    steps++;
                }
                furthest[offset + k] = x;
                if (x >= n && y >= m)
                {
                    Back(trace, n, m, inFirst, inSecond);
                    return;
                }
            }
            steps += d;
            if (steps > MostSteps)
                return;
        }
    }

    // From the end to the beginning along the way that was found; what lies on its diagonals is common.
    private static void Back(List<int[]> trace, int n, int m, Span<bool> inFirst, Span<bool> inSecond)
    {
        var (x, y) = (n, m);
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var furthest = trace[d];
            var middle = d + 1;
            var k = x - y;
            var previous = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]) ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : furthest[middle + previous];
            var fromY = d == 0 ? 0 : fromX - previous;
            while (x > fromX && y > fromY)
            {
                x--;
                y--;
                inFirst[x] = inSecond[y] = true;
            }
            (x, y) = (fromX, fromY);
        }
    }
}
