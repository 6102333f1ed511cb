using System.Diagnostics;
using System.Globalization;

namespace Mmhs.Benchmarks;

/// <summary>Rates taken in turns within one run, so that what disturbs one disturbs all: ratios are what counts.</summary>
internal static class Measured
{
    /// <summary>Operations per second of each act, the median over the rounds.</summary>
    public static IReadOnlyList<double> Rates(int rounds, TimeSpan each, params IReadOnlyList<Action> acts)
    {
        var rates = acts.Select(_ => new List<double>()).ToList();
        foreach (var act in acts)
            Rate(act, TimeSpan.FromMilliseconds(300)); // warm
        for (var round = 0; round < rounds; round++)
        for (var i = 0; i < acts.Count; i++)
            rates[i].Add(Rate(acts[i], each));
        return [.. rates.Select(Median)];
    }

    public static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);

    public static double Percentile(IReadOnlyCollection<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(part * sorted.Count) - 1)];
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Rate(Action act, TimeSpan time)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            act();
            count++;
        }
        return count / watch.Elapsed.TotalSeconds;
    }
}
