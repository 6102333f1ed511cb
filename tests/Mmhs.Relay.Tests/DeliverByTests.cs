using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>Delivery by a time (RFC 2852): late is returned and never delivered after, or told; a hop that promises nothing gets nothing.</summary>
public sealed class DeliverByTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
        await using var world = await RelayWorld.StartAsync(options => options.Periods.Clear());
        world.Sink.Answer = to => to.ForwardPath.LocalPart == "j3" ? new(451, "4.2.1", "Not now") : new(250, "2.1.5", "Delivered");
        await world.SubmitAsync(new Sample { Notify = NotifyOn.Failure, DeliverBy = new(2, DeliverByMode.Return) });
        var report = (await world.Sink.WaitAsync(1))[0];
        Assert.Contains("Action: failed\r\nStatus: 5.4.7\r\n", report.Content, StringComparison.Ordinal);
        world.Sink.Answer = _ => new(250, "2.1.5", "Delivered");
        await world.WaitForQueueAsync(0);
        await Task.Delay(500, Token);
        Assert.Single(await world.Sink.WaitAsync(1)); // the report alone
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
        await using var world = await RelayWorld.StartAsync(options => options.Peers["plain.example"] = new() { Host = "127.0.0.1", Port = plain.Port, Tls = SmtpTlsPolicy.None });
        await world.SubmitAsync(new Sample { To = ["ops@plain.example"], Notify = NotifyOn.Failure, DeliverBy = new(60, DeliverByMode.Return) });
        var report = (await world.Sink.WaitAsync(1))[0];
        Assert.Contains("Final-Recipient: rfc822; ops@plain.example\r\nAction: failed\r\nStatus: 5.3.3\r\n", report.Content, StringComparison.Ordinal);
        Assert.False(plain.Transcript.IsCompleted);
    }
}
