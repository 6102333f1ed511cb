using Microsoft.Extensions.Time.Testing;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>Delivery by a time (RFC 2852): late is returned and never delivered after, or told; a hop that promises nothing gets nothing.</summary>
public sealed class DeliverByTests
{
    [Theory]
    [InlineData("120;R", 120L, DeliverByMode.Return, false)]
    [InlineData("+5;r", 5L, DeliverByMode.Return, false)]
    [InlineData("-30;NT", -30L, DeliverByMode.Notify, true)]
    [InlineData("0;N", 0L, DeliverByMode.Notify, false)]
    [InlineData("999999999;R", 999_999_999L, DeliverByMode.Return, false)]
    public void MSA_6_1_4_a_time_and_what_becomes_of_the_late_are_read(string text, long seconds, DeliverByMode mode, bool trace)
    {
        Assert.True(DeliverBy.TryParse(text, out var by));
        Assert.Equal(new DeliverBy(seconds, mode, trace), by);
    }

    [Theory]
    [InlineData("0;R")]
    [InlineData("-1;R")]
    [InlineData("1234567890;R")]
    [InlineData("5;X")]
    [InlineData("5;RR")]
    [InlineData("5")]
    [InlineData(";R")]
    [InlineData("5;")]
    [InlineData("5 ;R")]
    [InlineData("")]
    public void MSA_6_1_4_what_is_no_time_is_refused(string text) => Assert.False(DeliverBy.TryParse(text, out _));

    [Fact]
    public async Task EOS_206x_what_is_late_is_returned_with_5_4_7_and_never_delivered_after()
    {
        var time = new FakeTimeProvider(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
        await using var world = await RelayWorld.StartAsync(time: time);
        world.Sink.Answer = to =>
            to.ForwardPath.LocalPart is "j3" or "duty" ? new(451, "4.2.1", "Not now") : new(250, "2.1.5", "Delivered");
        await world.SubmitAsync(
            new Sample
            {
                To = ["j3@hq.example", "duty@hq.example"],
                Notify = NotifyOn.Failure,
                DeliverBy = new(2, DeliverByMode.Return),
            }
        );
        await world.UntilAsync(time, () => !world.Sink.Messages.IsEmpty);
        var report = Assert.Single(world.Sink.Messages);
        foreach (var name in new[] { "j3", "duty" })
            Assert.Contains(
                $"Final-Recipient: rfc822; {name}@hq.example\r\nAction: failed\r\nStatus: 5.4.7\r\n",
                report.Content,
                StringComparison.Ordinal
            );
        world.Sink.Answer = _ => new(250, "2.1.5", "Delivered");
        await world.WaitForQueueAsync(0);
        time.Advance(TimeSpan.FromDays(1));
        await world.SubmitAsync(
            new Sample
            {
                Id = "later@hq.example",
                EnvelopeId = "MM-0043-1",
                Notify = null,
            }
        ); // it overtakes nothing that still waits
        Assert.Equal(
            [null, "MM-0043-1"],
            (await world.Sink.WaitAsync(2)).Select(taken =>
                taken.Envelope.ReversePath is null ? null : taken.Envelope.EnvelopeId!.Value
            )
        );
    }

    [Theory]
    [InlineData(3, 2_000, "1;R")] // the last whole second
    [InlineData(3, 1_999, "1;R")]
    [InlineData(4, 1_999, "2;R")]
    [InlineData(4, 2_000, "2;R")]
    [InlineData(600, 2_001, "597;R")] // what has begun is gone
    [InlineData(600, 2_000, "598;N")]
    [InlineData(600, 2_001, "597;N")]
    [InlineData(2, 2_000, "0;N")]
    [InlineData(2, 2_001, "-1;N")]
    [InlineData(2, 3_000, "-1;N")]
    public async Task MTA_7_1_2_the_next_hop_is_told_the_whole_seconds_that_are_left(int seconds, int spent, string told)
    {
        var time = new FakeTimeProvider(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN", "DELIVERBY");
        await using var world = await RelayWorld.StartAsync(
            options =>
                options.Peers["plain.example"] = new()
                {
                    Host = "127.0.0.1",
                    Port = hop.Port,
                    Tls = SmtpTlsPolicy.None,
                },
            time: time
        );
        var mode = told.EndsWith('R') ? DeliverByMode.Return : DeliverByMode.Notify;
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Notify = NotifyOn.Failure,
                DeliverBy = new(seconds, mode),
                Hold = FutureRelease.For(1),
            }
        );
        time.Advance(TimeSpan.FromMilliseconds(spent));
        Assert.Contains($" BY={told}\r\n", await hop.Transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MTA_7_1_2_when_the_last_second_has_gone_the_next_hop_gets_nothing()
    {
        var time = new FakeTimeProvider(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN", "DELIVERBY");
        await using var world = await RelayWorld.StartAsync(
            options =>
                options.Peers["plain.example"] = new()
                {
                    Host = "127.0.0.1",
                    Port = hop.Port,
                    Tls = SmtpTlsPolicy.None,
                },
            time: time
        );
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Notify = NotifyOn.Failure,
                DeliverBy = new(3, DeliverByMode.Return),
                Hold = FutureRelease.For(1),
            }
        );
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains(
            "Action: failed\r\nStatus: 5.4.7\r\n",
            (await world.Sink.WaitAsync(1))[0].Content,
            StringComparison.Ordinal
        );
        Assert.False(hop.Transcript.IsCompleted);
    }

    [Theory]
    [InlineData(1_000, 1L)]
    [InlineData(1_999, 1L)]
    [InlineData(2_000, 2L)]
    [InlineData(999, null)]
    [InlineData(0, null)]
    [InlineData(-1_000, null)]
    [InlineData(1_000_000_000_000, 999_999_999L)]
    public void MSA_6_1_4_until_a_moment_are_the_whole_seconds_before_it_and_less_than_one_is_too_late(
        long milliseconds,
        long? seconds
    )
    {
        var now = new DateTimeOffset(2026, 11, 30, 8, 0, 0, 250, TimeSpan.Zero);
        Assert.Equal(
            seconds is { } left ? new DeliverBy(left, DeliverByMode.Return) : null,
            DeliverBy.Until(now.AddMilliseconds(milliseconds), now)
        );
    }

    [Fact]
    public async Task EOS_206x_what_is_in_time_is_delivered_as_any_other()
    {
        await using var world = await RelayWorld.StartAsync();
        await world.SubmitAsync(new Sample { Notify = null, DeliverBy = new(60, DeliverByMode.Return) });
        Assert.Equal("MM-0042-1", (await world.Sink.WaitAsync(1))[0].Envelope.EnvelopeId!.Value);
        await world.WaitForQueueAsync(0);
    }

    [Fact]
    public async Task MTA_7_1_2_a_hop_that_does_not_promise_it_gets_nothing_and_the_message_comes_back()
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
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Notify = NotifyOn.Failure,
                DeliverBy = new(60, DeliverByMode.Return),
            }
        );
        var report = (await world.Sink.WaitAsync(1))[0];
        Assert.Contains(
            "Final-Recipient: rfc822; ops@plain.example\r\nAction: failed\r\nStatus: 5.3.3\r\n",
            report.Content,
            StringComparison.Ordinal
        );
        Assert.False(plain.Transcript.IsCompleted);
    }
}
