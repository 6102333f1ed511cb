using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;

namespace Mmhs.Records.Tests.Audit;

/// <summary>Refused attempts are evidence, and whoever makes many of them does not flood the trail.</summary>
public sealed class RefusalTallyTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);

    [Fact]
    public void Many_attempts_of_one_source_are_one_entry_with_their_number_and_some_of_the_names()
    {
        var tally = new RefusalTally(time);
        for (var i = 0; i < 2000; i++)
        {
            tally.Add(RefusalKinds.Recipient, "192.0.2.7", "550 5.1.1", $"guess{i}@hq.example");
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        var entry = Assert.Single(tally.Take());
        Assert.Equal((AuditTypes.Refusals, AuditOutcome.Denied, "192.0.2.7"), (entry.Type, entry.Outcome, entry.Actor));
        var data = Data(entry);
        Assert.Equal(
            ("RCPT", "192.0.2.7", "550 5.1.1", 2000L),
            (
                data.GetProperty("kind").GetString(),
                data.GetProperty("source").GetString(),
                data.GetProperty("code").GetString(),
                data.GetProperty("count").GetInt64()
            )
        );
        Assert.Equal(
            Enumerable.Range(0, RefusalTally.MostNames).Select(i => $"guess{i}@hq.example"),
            data.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)
        );
        Assert.False(data.GetProperty("namesAreAll").GetBoolean());
        Assert.StartsWith("2026-11-30T08:00:00", data.GetProperty("firstAt").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("2026-11-30T08:00:19.99", data.GetProperty("lastAt").GetString(), StringComparison.Ordinal);
        Assert.Empty(tally.Take());
    }

    [Fact]
    public void Source_kind_and_code_are_kept_apart()
    {
        var tally = new RefusalTally(time);
        tally.Add(RefusalKinds.Auth, "192.0.2.7", "535 5.7.8", "portal");
        tally.Add(RefusalKinds.Auth, "192.0.2.8", "535 5.7.8", "portal");
        tally.Add(RefusalKinds.Mail, "192.0.2.8", "550 5.7.1", "x@hq.example");
        tally.Add(RefusalKinds.Mail, "192.0.2.8", "501 5.1.7");
        tally.Add(RefusalKinds.Mail, "192.0.2.8", "501 5.1.7");
        Assert.Equal(
            [("AUTH", "192.0.2.7", 1), ("AUTH", "192.0.2.8", 1), ("MAIL", "192.0.2.8", 1), ("MAIL", "192.0.2.8", 2)],
            tally
                .Take()
                .Select(Data)
                .Select(data =>
                    (
                        data.GetProperty("kind").GetString()!,
                        data.GetProperty("source").GetString()!,
                        data.GetProperty("count").GetInt32()
                    )
                )
        );
    }

    [Fact]
    public void Attack_a_hundred_thousand_sources_with_long_names_fill_neither_memory_nor_trail()
    {
        var tally = new RefusalTally(time);
        for (var i = 0; i < 100_000; i++)
            tally.Add(RefusalKinds.Auth, $"2001:db8:{i:x}::/64", "535 5.7.8", new string('x', 5000) + i);
        var entries = tally.Take();
        Assert.Equal(RefusalTally.MostCounts + 1, entries.Count);
        Assert.Equal(
            100_000 - RefusalTally.MostCounts,
            Data(Assert.Single(entries, entry => entry.Actor is null)).GetProperty("count").GetInt64()
        );
        Assert.All(
            entries,
            entry =>
                Assert.All(
                    Data(entry).GetProperty("names").EnumerateArray(),
                    name => Assert.True(name.GetString()!.Length <= 320)
                )
        );
    }

    [Fact]
    public async Task They_are_written_each_minute_and_an_outage_of_the_records_loses_none()
    {
        var token = TestContext.Current.CancellationToken;
        var tally = new RefusalTally(time);
        var (isBroken, written, failures) = (true, new List<AuditEvent>(), 0);
        var writer = new RefusalWriter(
            tally,
            (events, _) =>
            {
                if (isBroken)
                    throw new IOException("The disk is full.");
                written.AddRange(events);
                return Task.CompletedTask;
            },
            time
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var running = writer.RunAsync(_ => Interlocked.Increment(ref failures), stop.Token);
        tally.Add(RefusalKinds.Auth, "192.0.2.7", "535 5.7.8");
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, failures);
        time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => failures == 1, token);
        tally.Add(RefusalKinds.Auth, "192.0.2.7", "535 5.7.8");
        tally.Add(RefusalKinds.Auth, "192.0.2.7", "535 5.7.8");
        isBroken = false;
        await UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1)); // the wait begins a moment after the failure was told
                return written.Count == 2;
            },
            token
        );
        Assert.Equal([1L, 2L], written.Select(entry => Data(entry).GetProperty("count").GetInt64()));
        await stop.CancelAsync();
        await running;
        tally.Add(RefusalKinds.Auth, "192.0.2.7", "535 5.7.8");
        await writer.FlushAsync(token);
        Assert.Equal(3, written.Count);
    }

    private static async Task UntilAsync(Func<bool> come, CancellationToken token)
    {
        while (!come())
            await Task.Delay(5, token);
    }

    private static JsonElement Data(AuditEvent entry) =>
        JsonDocument.Parse(entry.ToCanonicalBytes("msa-1", 0, Start)).RootElement.GetProperty("data");
}
