using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Mmhs.Wire.Tests.Fuzz;

/// <summary>
/// Whatever comes in, nothing throws, hangs or takes more than its share. Short always; with <c>MMHS_FUZZ</c> set to a number of executions,
/// long, and the figures go to the file <c>MMHS_FUZZ_LOG</c> names (docs/fuzzing.md).
/// </summary>
public sealed class FuzzTests
{
    private const int Short = 20_000;
    private const int MaxMilliseconds = 1000; // a hang takes minutes; anything less a busy machine may take

    /// <summary>Octets an execution may allocate: some, and some for each it is given.</summary>
    private static long AllowedFor(int length) => (4L << 20) + (length * 1000L);

    public static TheoryData<string> Entries { get; } = [.. FuzzEntry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Entries))]
    public void EOS_205j_nothing_that_comes_in_throws_hangs_or_takes_too_much(string name)
    {
        var entry = FuzzEntry.All.Single(one => one.Name == name);
        var seeds = entry.Seeds();
        var asked = long.TryParse(
            Environment.GetEnvironmentVariable("MMHS_FUZZ"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : Short;
        var executions = (long)Math.Ceiling(asked * entry.Share);
        long done = 0,
            slowest = 0,
            greatest = 0;
        var clock = Stopwatch.StartNew();
        foreach (var seed in seeds)
            Once(seed); // what is not changed must hold as well

        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, seeds.Length - 1], Mutation.Several)
            .Sample(
                (one, other, mutations) => Once(Mutation.Apply(seeds[one], seeds[other], mutations)),
                iter: executions,
                threads: 1
            );

        if (Environment.GetEnvironmentVariable("MMHS_FUZZ_LOG") is { Length: > 0 } log)
            File.AppendAllText(
                log,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Name}\t{seeds.Length} seeds\t{done} executions\t{clock.Elapsed.TotalSeconds:F0} s\tslowest {Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds:F1} ms\tgreatest {greatest} octets\n"
                )
            );

        bool Once(byte[] octets)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            var holds = entry.Holds(octets);
            var took = Stopwatch.GetTimestamp() - start;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            (done, slowest, greatest) = (done + 1, Math.Max(slowest, took), Math.Max(greatest, allocated));
            return holds
                && allocated <= AllowedFor(octets.Length)
                && Stopwatch.GetElapsedTime(0, took).TotalMilliseconds <= MaxMilliseconds;
        }
    }
}
