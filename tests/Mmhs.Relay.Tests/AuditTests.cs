using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;

namespace Mmhs.Relay.Tests;

public sealed class AuditTests
{
    [Fact]
    public async Task AUD_6_2_1_AUD_6_2_2_AUD_6_2_3_AUD_6_2_4_a_submission_names_message_envelope_time_and_priority()
    {
        await using var world = await RelayWorld.StartAsync();
        var reply = await world.SubmitAsync(Sample.At(4));
        var entry = Read(Assert.Single(await world.AuditAsync("MSA_ACCEPT")));
        Assert.Equal("msa-1", Text(entry, "stream"));
        Assert.Equal("ok", Text(entry, "outcome"));
        Assert.Equal("portal", Text(entry, "actor"));
        Assert.Equal("20261123.0042@hq.example", Text(entry, "mmId"));
        Assert.Equal("MM-0042-1", Text(entry, "envId"));
        Assert.EndsWith(Text(entry, "correlation")!, reply.ToString(), StringComparison.Ordinal);
        Assert.Matches("^20[0-9-]+T[0-9:.]+Z$", Text(entry.GetProperty("data"), "submittedAt")!);
        Assert.Equal(4, entry.GetProperty("data").GetProperty("priority").GetInt32());
        Assert.DoesNotContain("Weather", entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUD_7_2_in_1_AUD_7_2_in_2_AUD_7_2_in_3_AUD_7_2_in_4_AUD_7_2_in_5_a_transfer_in_names_them_and_its_time()
    {
        await using var world = await RelayWorld.StartAsync();
        await world.SubmitAsync(
            new()
            {
                From = "ops@alliance.example",
                Extra =
                    "Received: from b by c; Mon, 23 Nov 2026 09:30:00 +0000\r\nReceived: from a by b;\r\n Mon, 23 Nov 2026 11:00:00 +0200\r\n",
            },
            transfer: true
        );
        var entry = Read(Assert.Single(await world.AuditAsync("TRANSFER_IN")));
        Assert.Equal("mta-1", Text(entry, "stream"));
        Assert.Equal("20261123.0042@hq.example", Text(entry, "mmId"));
        Assert.Equal("MM-0042-1", Text(entry, "envId"));
        var data = entry.GetProperty("data");
        Assert.Equal("2026-11-23T09:00:00.000Z", Text(data, "submittedAt")); // the bottom one
        Assert.Equal(-2, data.GetProperty("priority").GetInt32());
        Assert.Matches("^20[0-9-]+T[0-9:.]+Z$", Text(data, "transferInAt")!);
    }

    [Fact]
    public async Task AUD_7_2_out_1_AUD_7_2_out_2_AUD_7_2_out_3_AUD_7_2_out_4_AUD_7_2_out_5_a_transfer_out_names_them_for_each_recipient()
    {
        await using var world = await RelayWorld.StartAsync();
        await world.SubmitAsync(Sample.At(3) with { To = ["j3@hq.example", "duty@hq.example"], Notify = null });
        await world.WaitForQueueAsync(0);
        var entries = await world.AuditAsync("TRANSFER_OUT");
        Assert.Equal(
            ["j3@hq.example", "duty@hq.example"],
            entries.Select(entry => Text(Read(entry).GetProperty("data"), "recipient"))
        );
        foreach (var entry in entries.Select(Read))
        {
            Assert.Equal("20261123.0042@hq.example", Text(entry, "mmId"));
            Assert.Equal("MM-0042-1", Text(entry, "envId"));
            var data = entry.GetProperty("data");
            Assert.Matches("^20[0-9-]+T[0-9:.]+Z$", Text(data, "submittedAt")!);
            Assert.Matches("^20[0-9-]+T[0-9:.]+Z$", Text(data, "transferOutAt")!);
            Assert.Equal(2, data.GetProperty("priority").GetInt32());
        }
    }

    [Fact]
    public async Task AUD_7_2_int_both_streams_are_without_gaps_and_every_hash_can_be_computed_again()
    {
        await using var world = await RelayWorld.StartAsync();
        for (var i = 0; i < 20; i++)
            await world.SubmitAsync(Sample.At(i % 6) with { EnvelopeId = $"MM-{i}" });
        await world.WaitForQueueAsync(0);
        await using var context = world.CreateDbContext();
        var streams = await context
            .AuditStreams.AsNoTracking()
            .OrderBy(stream => stream.Stream)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["msa-1", "mta-1"], streams.Select(stream => stream.Stream));
        foreach (var stream in streams)
        {
            var entries = await context
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.Stream == stream.Stream)
                .OrderBy(entry => entry.Seq)
                .ToListAsync(TestContext.Current.CancellationToken);
            Assert.True(entries.Count >= 20);
            Assert.Equal(stream.Size, entries.Count);
            var chain = AuditHash.Genesis(stream.Stream);
            var frontier = new MerkleFrontier();
            for (var seq = 0; seq < entries.Count; seq++)
            {
                Assert.Equal(seq, entries[seq].Seq);
                var leaf = AuditHash.Leaf(entries[seq].Canon);
                chain = AuditHash.Chain(chain, seq, leaf);
                frontier.Append(leaf);
                Assert.Equal(leaf, entries[seq].EntryHash);
                Assert.Equal(chain, entries[seq].ChainHash);
                var canon = Read(entries[seq]);
                Assert.Equal(seq, canon.GetProperty("seq").GetInt32());
                Assert.Equal(entries[seq].EventType, Text(canon, "eventType"));
                Assert.Equal(entries[seq].Outcome, Text(canon, "outcome"));
                Assert.Equal(entries[seq].Correlation, Text(canon, "correlation"));
            }
            Assert.Equal(chain, stream.Chain);
            Assert.Equal(frontier.ToBytes(), stream.Frontier);
        }
    }

    private static JsonElement Read(AuditEntryRow entry) => JsonDocument.Parse(entry.Canon).RootElement;

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
