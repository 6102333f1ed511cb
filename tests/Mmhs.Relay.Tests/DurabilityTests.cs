using System.Buffers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

public sealed class DurabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void Brisk(RelayOptions options)
    {
        options.Precedence.Routine = options.Precedence.Flash = new()
        {
            Stage = TimeSpan.FromHours(4),
            Objective = TimeSpan.FromHours(1),
            FirstRetry = TimeSpan.FromMilliseconds(300),
            GiveUp = TimeSpan.FromHours(2),
        };
    }

    [Fact]
    public async Task AUD_6_2_a_commit_that_fails_is_451_for_the_whole_batch_and_leaves_nothing()
    {
        var failing = new FailingCommits();
        await using var world = await RelayWorld.StartAsync(prepare: prepared => prepared.Interceptors.Add(failing));
        var sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.ConnectAsync()));
        failing.IsOn = true;
        var content = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(new Sample { Notify = null }.Content()));
        var refused = await Task.WhenAll(
            sessions.Select(session =>
                session.SendAsync(new Sample { Notify = null }.Envelope(), content, CancellationToken.None).AsTask()
            )
        );
        Assert.All(
            refused,
            result => Assert.StartsWith("451 4.3.0", result.Recipients[0].Reply!.ToString(), StringComparison.Ordinal)
        );
        await using (var context = world.CreateDbContext())
        {
            Assert.Equal(
                0,
                await context.QueueMessages.CountAsync(Token)
                    + await context.QueueBodies.CountAsync(Token)
                    + await context.QueueRecipients.CountAsync(Token)
            );
            Assert.Equal(0, await context.AuditEntries.CountAsync(Token));
        }

        failing.IsOn = false;
        var taken = await Task.WhenAll(
            sessions.Select(session =>
                session.SendAsync(new Sample { Notify = null }.Envelope(), content, CancellationToken.None).AsTask()
            )
        );
        Assert.All(
            taken,
            result => Assert.StartsWith("250 2.6.0", result.Recipients[0].Reply!.ToString(), StringComparison.Ordinal)
        );
        await world.Sink.WaitAsync(10);
        foreach (var session in sessions)
            await session.DisposeAsync();
        Assert.Equal(10, (await world.AuditAsync("MSA_ACCEPT")).Count);
    }

    [Fact]
    public async Task One_message_that_cannot_be_kept_fails_alone_and_not_the_batch_it_came_in()
    {
        await using var world = await RelayWorld.StartAsync();
        await using (var context = world.CreateDbContext())
            await context.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER tampered BEFORE INSERT ON queue_message WHEN NEW.envelope_id = 'MM-3' BEGIN SELECT RAISE(ABORT, 'tampered'); END",
                Token
            );
        var sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.ConnectAsync()));
        var content = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(new Sample { Notify = null }.Content()));
        var replies = await Task.WhenAll(
            sessions.Select(
                (session, n) =>
                    session
                        .SendAsync(
                            new Sample { Notify = null, EnvelopeId = $"MM-{n}" }.Envelope(),
                            content,
                            CancellationToken.None
                        )
                        .AsTask()
            )
        );
        Assert.Equal(
            Enumerable.Range(0, 10).Select(n => n == 3 ? 451 : 250),
            replies.Select(result => result.Recipients[0].Reply!.Code)
        );
        await world.Sink.WaitAsync(9);
        foreach (var session in sessions)
            await session.DisposeAsync();
        Assert.Equal(9, (await world.AuditAsync("MSA_ACCEPT")).Count);
    }

    [Fact]
    public async Task A_relay_that_stops_in_the_middle_of_a_backlog_delivers_exactly_the_rest_when_it_is_back()
    {
        await using var world = await RelayWorld.StartAsync(Patient);
        var gate = new TaskCompletionSource();
        world.Sink.Gate = gate.Task;
        await SubmitAsync(world, 40);
        world.Sink.Answer = _ =>
        {
            Thread.Sleep(20); // a delivery takes its time, so that the stop comes in the middle
            return new(250, "2.1.5", "Delivered");
        };
        gate.SetResult();
        await world.Sink.WaitAsync(7);
        await world.Host.DisposeAsync();
        Assert.InRange(world.Sink.Messages.Count, 7, 39);

        world.Sink.Answer = _ => new(250, "2.1.5", "Delivered");
        await world.StartHostAsync(Patient);
        await world.WaitForQueueAsync(0);
        Assert.Equal(40, world.Sink.Messages.Count);
        Assert.Equal(40, world.Sink.Messages.DistinctBy(taken => taken.Envelope.EnvelopeId).Count());

        static void Patient(RelayOptions options)
        {
            Brisk(options);
            options.StopGrace = TimeSpan.FromSeconds(10);
        }
    }

    [Fact]
    public async Task A_relay_that_dies_before_it_could_settle_loses_nothing_and_repeats_only_what_it_had_in_hand()
    {
        var dead = new FailingCommits();
        await using var world = await RelayWorld.StartAsync(Brisk, prepared => prepared.Interceptors.Add(dead));
        var gate = new TaskCompletionSource();
        world.Sink.Gate = gate.Task;
        await SubmitAsync(world, 40);
        dead.IsOn = true;
        gate.SetResult();
        await world.Sink.WaitAsync(3);
        await world.Host.DisposeAsync();

        dead.IsOn = false;
        await world.StartHostAsync(Brisk);
        await world.WaitForQueueAsync(0);
        Assert.Equal(40, world.Sink.Messages.DistinctBy(taken => taken.Envelope.EnvelopeId).Count());
        Assert.InRange(world.Sink.Messages.Count, 41, 40 + (4 * 16));
    }

    [Fact]
    public async Task RFC_6710_a_FLASH_overtakes_a_backlog_of_five_hundred_ROUTINE()
    {
        await using var world = await RelayWorld.StartAsync(Brisk);
        var gate = new TaskCompletionSource();
        world.Sink.Gate = gate.Task;
        await SubmitAsync(world, 500);
        await world.SubmitAsync(Sample.At(4) with { EnvelopeId = "FLASH", Notify = null });
        gate.SetResult();
        var order = (await world.Sink.WaitAsync(501)).Select(taken => taken.Envelope.EnvelopeId!.Value).ToList();
        Assert.InRange(order.IndexOf("FLASH"), 0, 11); // three workers had one each in hand, and may be quick
    }

    [Fact]
    public async Task Every_level_goes_before_the_next_one_down()
    {
        await using var world = await RelayWorld.StartAsync(options =>
        {
            Brisk(options);
            options.Workers = 1;
        });
        var gate = new TaskCompletionSource();
        world.Sink.Gate = gate.Task;
        await SubmitAsync(world, 1); // keeps the one worker busy until all are there
        for (var i = 0; i < 200 && await WaitingAsync(world) > 0; i++)
            await Task.Delay(20, Token);
        foreach (var precedence in new[] { 0, 2, 1 })
            await world.SubmitAsync(Sample.At(precedence) with { EnvelopeId = $"P{precedence}", Notify = null });
        gate.SetResult();
        var order = (await world.Sink.WaitAsync(4)).Select(taken => taken.Envelope.EnvelopeId!.Value);
        Assert.Equal(["ROUTINE-0", "P2", "P1", "P0"], order);
    }

    [Fact]
    public async Task The_next_to_go_is_read_off_the_index_of_claims()
    {
        await using var world = await RelayWorld.StartAsync();
        await using var context = world.CreateDbContext();
        var connection = context.Database.GetDbConnection();
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "EXPLAIN QUERY PLAN SELECT id FROM queue_message WHERE state = 0 AND handled_as >= 2 ORDER BY handled_as DESC, arrived_at, id LIMIT 16";
        List<string> plan = [];
        await using (var reader = await command.ExecuteReaderAsync(Token))
            while (await reader.ReadAsync(Token))
                plan.Add(reader.GetString(3));
        Assert.Contains("ix_queue_message_claim", Assert.Single(plan), StringComparison.Ordinal); // and no temporary B-tree to sort
    }

    private static async Task<int> WaitingAsync(RelayWorld world)
    {
        await using var context = world.CreateDbContext();
        return await context.QueueMessages.CountAsync(message => message.State == Records.Relay.QueueState.Ready);
    }

    private static async Task SubmitAsync(RelayWorld world, int count)
    {
        await using var session = await world.ConnectAsync();
        for (var i = 0; i < count; i++)
        {
            var sample = new Sample { EnvelopeId = $"ROUTINE-{i}", Notify = null };
            var result = await session.SendAsync(
                sample.Envelope(),
                new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(sample.Content())),
                CancellationToken.None
            );
            Assert.Equal(RecipientOutcome.Accepted, result.Recipients[0].Outcome);
        }
    }
}
