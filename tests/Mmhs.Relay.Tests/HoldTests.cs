using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Relay;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>Deferred delivery at the MSA (RFC 4865): kept till its time, also over a restart, and with evidence.</summary>
public sealed class HoldTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EOS_206j_what_is_held_leaves_at_its_time_and_not_before(bool untilMoment)
    {
        await using var world = await RelayWorld.StartAsync();
        var before = TimeProvider.System.GetUtcNow();
        var hold = untilMoment ? FutureRelease.UntilMoment(before.AddSeconds(2)) : FutureRelease.For(2);
        Assert.StartsWith(
            "250 2.6.0",
            (await world.SubmitAsync(new Sample { Notify = null, Hold = hold })).ToString(),
            StringComparison.Ordinal
        );
        await world.SubmitAsync(
            new Sample
            {
                Notify = null,
                Id = "20261123.0043@hq.example",
                EnvelopeId = "MM-0043-1",
            }
        );
        Assert.Equal("MM-0043-1", (await world.Sink.WaitAsync(1))[0].Envelope.EnvelopeId!.Value); // what is not held does not wait behind it
        Assert.Equal(1, await AttemptedAsync(world, 0));

        Assert.Equal("MM-0042-1", (await world.Sink.WaitAsync(2))[1].Envelope.EnvelopeId!.Value);
        Assert.True(TimeProvider.System.GetUtcNow() >= before.AddSeconds(2));
        await world.WaitForQueueAsync(0);
    }

    [Fact]
    public async Task EOS_206j_a_restart_neither_loses_nor_hurries_it()
    {
        await using var world = await RelayWorld.StartAsync();
        var before = TimeProvider.System.GetUtcNow();
        await world.SubmitAsync(new Sample { Notify = null, Hold = FutureRelease.For(3) });
        await world.Host.DisposeAsync();
        await world.StartHostAsync();
        Assert.Equal(1, await AttemptedAsync(world, 0));
        Assert.Empty(world.Sink.Messages);
        await world.Sink.WaitAsync(1);
        Assert.True(TimeProvider.System.GetUtcNow() >= before.AddSeconds(3));
        await world.WaitForQueueAsync(0);
        Assert.Single(world.Sink.Messages);
    }

    [Fact]
    public async Task EOS_206j_log_the_request_and_the_time_of_release_are_evidence()
    {
        await using var world = await RelayWorld.StartAsync();
        var until = FutureRelease.UntilMoment(TimeProvider.System.GetUtcNow().AddHours(1));
        await world.SubmitAsync(new Sample { Notify = null, Hold = until });
        await world.SubmitAsync(new Sample { Notify = null });
        var entries = await world.AuditAsync("MSA_ACCEPT");
        Assert.Equal(2, entries.Count);
        Assert.Equal("20261123.0042@hq.example", entries[0].MessageId);
        var canon = System.Text.Encoding.UTF8.GetString(entries[0].Canon);
        Assert.Contains($"\"hold\":\"{until}\"", canon, StringComparison.Ordinal);
        Assert.Contains($"\"holdUntil\":\"{until.Until:yyyy-MM-dd'T'HH:mm:ss}.000Z\"", canon, StringComparison.Ordinal);
        Assert.Contains("\"holdUntil\":null", System.Text.Encoding.UTF8.GetString(entries[1].Canon), StringComparison.Ordinal); // considered, and not asked for
    }

    [Fact]
    public async Task EOS_206j_its_periods_count_from_the_release_and_a_report_repeats_the_request()
    {
        await using var world = await RelayWorld.StartAsync(options =>
            options.Precedence.Routine = new()
            {
                Stage = TimeSpan.FromHours(4),
                Objective = TimeSpan.FromMilliseconds(100),
                FirstRetry = TimeSpan.FromMilliseconds(200),
                GiveUp = TimeSpan.FromSeconds(1),
            }
        );
        world.Sink.Answer = to =>
            to.ForwardPath.LocalPart == "j3" ? new(451, "4.2.1", "Not now") : new(250, "2.1.5", "Delivered");
        await world.SubmitAsync(new Sample { Notify = NotifyOn.Failure, Hold = FutureRelease.For(3) });
        var report = (await world.Sink.WaitAsync(1))[0].Content;
        Assert.Contains("\r\nFuture-Release-Request: for;3\r\n\r\n", report, StringComparison.Ordinal);
        Assert.Contains("\r\nArrival-Date: ", report, StringComparison.Ordinal);
        Assert.Contains("Action: failed\r\n", report, StringComparison.Ordinal);
        Assert.Contains("Diagnostic-Code: smtp; 451 4.2.1 Not now\r\n", report, StringComparison.Ordinal); // it was tried: it had not run out while it was held
    }

    [Fact]
    public async Task EOS_206j_it_is_offered_at_the_MSA_alone_and_not_where_it_is_switched_off()
    {
        await using var world = await RelayWorld.StartAsync(options => options.MaxHold = TimeSpan.FromDays(2));
        await using (var msa = await world.ConnectAsync())
            Assert.Equal(TimeSpan.FromDays(2), msa.Capabilities.FutureReleaseLimits!.Value.Longest);
        await using (var mta = await world.ConnectAsync(transfer: true))
            Assert.False(mta.Capabilities.Offers("FUTURERELEASE"));
        await world.Host.DisposeAsync();
        await world.StartHostAsync(options => options.MaxHold = TimeSpan.Zero);
        await using var without = await world.ConnectAsync();
        Assert.False(without.Capabilities.Offers("FUTURERELEASE"));
    }

    private static async Task<int> AttemptedAsync(RelayWorld world, int attempts)
    {
        await using var context = world.CreateDbContext();
        return await context.QueueMessages.CountAsync(
            message => message.Attempts == attempts && message.State == QueueState.Deferred && message.HeldUntil != null,
            Token
        );
    }
}
