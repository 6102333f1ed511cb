using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Records.Relay;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

public sealed class DeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_door_that_is_down_defers_the_message_and_gets_it_when_it_is_up()
    {
        await using var world = await RelayWorld.StartAsync(options =>
            Periods(options, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(2))
        );
        await world.Sink.CloseAsync();
        await world.SubmitAsync(new Sample { Notify = NotifyOn.Never });
        for (var i = 0; i < 200 && !await IsDeferredAsync(world); i++)
            await Task.Delay(20, Token);
        Assert.True(await IsDeferredAsync(world));

        await world.Sink.OpenAsync();
        var taken = await world.Sink.WaitAsync(1);
        Assert.Equal("MM-0042-1", taken[0].Envelope.EnvelopeId!.Value);
        await world.WaitForQueueAsync(0);
        var entries = await world.AuditAsync("TRANSFER_OUT");
        Assert.Equal("failed", entries[0].Outcome);
        Assert.Equal("ok", entries[^1].Outcome);
    }

    [Fact]
    public async Task MTA_7_1_4_a_refusal_of_the_delivery_door_is_reported_as_failed_with_its_words()
    {
        await using var world = await RelayWorld.StartAsync();
        world.Sink.Answer = to =>
            to.ForwardPath.LocalPart == "duty" ? new(550, "5.2.1", "Mailbox closed") : new(250, "2.1.5", "Delivered");
        await world.SubmitAsync(
            new Sample
            {
                To = ["j3@hq.example", "duty@hq.example"],
                Notify = NotifyOn.Failure,
                Return = ReturnContent.Full,
            }
        );
        var report = (await world.Sink.WaitAsync(2)).Single(taken => taken.Envelope.ReversePath is null);
        Assert.Contains(
            "Final-Recipient: rfc822; duty@hq.example\r\nAction: failed\r\nStatus: 5.2.1\r\nDiagnostic-Code: smtp; 550 5.2.1 Mailbox closed\r\n",
            report.Content,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Final-Recipient: rfc822; j3@hq.example", report.Content, StringComparison.Ordinal);
        Assert.Contains("Content-Type: message/rfc822", report.Content, StringComparison.Ordinal);
        Assert.Contains("Nothing to report", report.Content, StringComparison.Ordinal); // RET=FULL
        Assert.Contains(SmallDirectory.Unclassified, report.Content, StringComparison.Ordinal);
        await world.WaitForQueueAsync(0);
        Assert.Single(await world.AuditAsync("REPORT_ISSUED"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("421 4.4.2 idle")]
    public async Task A_hop_that_hangs_up_when_it_has_a_message_costs_the_next_one_no_attempt(string farewell)
    {
        await using var hop = PlainHop.HangingUp(farewell);
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["plain.example"] = new()
            {
                Host = "127.0.0.1",
                Port = hop.Port,
                Tls = SmtpTlsPolicy.None,
            }
        );
        for (var message = 1; message <= 12; message++) // more than there are workers, so that some find a session of theirs
        {
            await world.SubmitAsync(
                new Sample
                {
                    To = ["ops@plain.example"],
                    Notify = NotifyOn.Never,
                    Id = $"{message}@hq.example",
                    EnvelopeId = $"MM-{message}",
                }
            );
            await world.WaitForQueueAsync(0);
            Assert.Equal(message, hop.Taken);
        }
        Assert.All(await world.AuditAsync("TRANSFER_OUT"), entry => Assert.Equal("ok", entry.Outcome));
    }

    [Fact]
    public async Task A_message_that_cannot_be_carried_as_it_stands_waits_with_its_reason_and_the_rest_go_on()
    {
        await using var world = await RelayWorld.StartAsync(options =>
            Periods(options, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(2))
        );
        await world.Sink.CloseAsync();
        await world.SubmitAsync(
            new Sample
            {
                Id = "bad@hq.example",
                EnvelopeId = "MM-BAD",
                Notify = NotifyOn.Never,
            }
        );
        await world.SubmitAsync(
            new Sample
            {
                Id = "good@hq.example",
                EnvelopeId = "MM-GOOD",
                Notify = NotifyOn.Never,
            }
        );
        await using (var context = world.CreateDbContext())
            Assert.Equal(
                1,
                await context
                    .QueueMessages.Where(row => row.EnvelopeId == "MM-BAD")
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.EnvelopeId, "no envelope \u00fc"), Token)
            );
        await world.Sink.OpenAsync();
        Assert.Equal("MM-GOOD", (await world.Sink.WaitAsync(1))[0].Envelope.EnvelopeId!.Value);
        await world.WaitForQueueAsync(1);
        string? words = null;
        for (var i = 0; i < 500 && words?.StartsWith(Queue.CarryFault.Words, StringComparison.Ordinal) != true; i++)
        {
            await Task.Delay(20, Token);
            await using var context = world.CreateDbContext();
            words = (await context.QueueRecipients.SingleAsync(Token)).LastReply;
        }
        Assert.Equal(Queue.CarryFault.Words + "FormatException", words);
    }

    [Theory]
    [InlineData(NotifyOn.Never)]
    [InlineData(NotifyOn.Success)]
    [InlineData(NotifyOn.Delay)]
    public async Task RFC_3461_a_failure_nobody_asked_about_is_not_reported(NotifyOn notify)
    {
        await using var world = await RelayWorld.StartAsync();
        world.Sink.Answer = _ => new(550, "5.2.1", "Mailbox closed");
        await world.SubmitAsync(new Sample { Notify = notify });
        await world.WaitForQueueAsync(0);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
        Assert.Equal("failed", Assert.Single(await world.AuditAsync("TRANSFER_OUT")).Outcome);
    }

    [Fact]
    public async Task RFC_5321_nothing_is_ever_reported_on_a_message_with_the_null_reverse_path()
    {
        await using var world = await RelayWorld.StartAsync();
        world.Sink.Answer = _ => new(550, "5.2.1", "Mailbox closed");
        await world.SubmitAsync(new Sample { From = null, Notify = NotifyOn.Failure });
        await world.WaitForQueueAsync(0);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
    }

    [Fact]
    public async Task RFC_3463_what_cannot_be_delivered_in_its_time_is_returned_with_5_4_7()
    {
        await using var world = await RelayWorld.StartAsync(options =>
            Periods(options, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(4))
        );
        world.Sink.Answer = to =>
            to.ForwardPath.LocalPart == "j3" ? new(451, "4.2.1", "Not now") : new(250, "2.1.5", "Delivered");
        await world.SubmitAsync(new Sample { Notify = null });
        var reports = (await world.Sink.WaitAsync(2)).Select(taken => taken.Content).ToList();
        Assert.Contains("Action: delayed\r\nStatus: 4.2.1\r\n", reports[0], StringComparison.Ordinal); // no NOTIFY: a delay may be told
        Assert.Contains("Will-Retry-Until: ", reports[0], StringComparison.Ordinal);
        Assert.Contains(
            "Action: failed\r\nStatus: 5.4.7\r\nDiagnostic-Code: smtp; 451 4.2.1 Not now\r\n",
            reports[1],
            StringComparison.Ordinal
        );
        await world.WaitForQueueAsync(0);
    }

    [Fact]
    public async Task RFC_6710_a_hop_without_MT_PRIORITY_gets_the_header_field_and_a_hop_without_DSN_is_reported_as_relayed()
    {
        await using var plain = PlainHop.Start();
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["plain.example"] = new()
            {
                Host = "127.0.0.1",
                Port = plain.Port,
                Tls = SmtpTlsPolicy.None,
            }
        );
        await world.SubmitAsync(Sample.At(4) with { To = ["ops@plain.example"], Precedence = "MMHS-Primary-Precedence: 4\r\n" });
        var transcript = await plain.Transcript;
        Assert.Contains("MAIL FROM:<command@hq.example>\r\n", transcript, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<ops@plain.example>\r\n", transcript, StringComparison.Ordinal);
        Assert.Contains("DATA\r\nMT-Priority: 4\r\nReceived: ", transcript, StringComparison.Ordinal);
        var report = (await world.Sink.WaitAsync(1))[0];
        Assert.Contains(
            "Action: relayed\r\nStatus: 2.0.0\r\nRemote-MTA: dns; 127.0.0.1\r\n",
            report.Content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MTA_7_1_org_6_a_peer_without_TLS_gets_nothing_where_TLS_is_required()
    {
        await using var plain = PlainHop.Start();
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["plain.example"] = new() { Host = "127.0.0.1", Port = plain.Port }
        );
        await world.SubmitAsync(new Sample { To = ["ops@plain.example"], Notify = null });
        for (var i = 0; i < 200 && !await IsDeferredAsync(world); i++)
            await Task.Delay(20, Token);
        await using var context = world.CreateDbContext();
        Assert.Equal("4.7.5", (await context.QueueRecipients.SingleAsync(Token)).LastReply);
    }

    [Fact]
    public async Task MTA_7_1_4_a_hop_that_knows_everything_is_told_everything_and_reports_itself()
    {
        await using var peer = await LmtpSink.StartAsync(SmtpDoor.Transfer);
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["alliance.example"] = new()
            {
                Host = "127.0.0.1",
                Port = peer.Port,
                Tls = SmtpTlsPolicy.None,
            }
        );
        await world.SubmitAsync(Sample.At(5) with { To = ["ops@alliance.example", "ops@alliance.example"] });
        var taken = (await peer.WaitAsync(2))[0];
        Assert.Equal(2, taken.Envelope.Recipients.Count); // one transaction for both
        Assert.Equal(new MtPriority(6), taken.Envelope.Priority);
        Assert.Equal("MM-0042-1", taken.Envelope.EnvelopeId!.Value);
        Assert.Equal(NotifyOn.Success | NotifyOn.Failure, taken.Recipient.Notify);
        await world.WaitForQueueAsync(0);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
        Assert.Equal(2, (await world.AuditAsync("TRANSFER_OUT")).Count);
    }

    private static void Periods(RelayOptions options, TimeSpan retry, TimeSpan giveUp) =>
        options.Precedence.Routine = new()
        {
            Stage = TimeSpan.FromHours(4),
            Objective = TimeSpan.FromMilliseconds(100),
            FirstRetry = retry,
            GiveUp = giveUp,
        };

    private static async Task<bool> IsDeferredAsync(RelayWorld world)
    {
        await using var context = world.CreateDbContext();
        return await context.QueueMessages.AnyAsync(message => message.State == QueueState.Deferred, Token);
    }
}
