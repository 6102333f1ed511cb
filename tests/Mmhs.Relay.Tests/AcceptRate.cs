using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>How many messages of 10 KiB the MSA takes in a second, durably. Asked for by hand, in a release build, on an idle machine.</summary>
public sealed class AcceptRate
{
    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Twenty_sessions_submit_for_five_seconds(bool delivers)
    {
        await using var world = await RelayWorld.StartAsync(options => options.Delivery = delivers ? options.Delivery : "127.0.0.1:9");
        var sample = new Sample { Notify = null, Body = string.Concat(Enumerable.Repeat("0123456789012345678901234567890123456789012345678901234567890123456789\r\n", 128)) };
        var content = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(sample.Content()));
        var sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.ConnectAsync()));
        await SendAsync(sessions, sample, content, TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();
        var accepted = await SendAsync(sessions, sample, content, TimeSpan.FromSeconds(5));
        var rate = accepted / clock.Elapsed.TotalSeconds;
        foreach (var session in sessions) await session.DisposeAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{accepted} messages of {content.Length} octets, {rate:F0} a second, {world.Sink.Messages.Count} delivered meanwhile"));
        Assert.True(rate > 100);
    }

    private static async Task<int> SendAsync(SmtpClientSession[] sessions, Sample sample, ReadOnlySequence<byte> content, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(sessions.Select(session => Task.Run(async () =>
        {
            var count = 0;
            while (clock.Elapsed < time)
            {
                var result = await session.SendAsync(sample.Envelope(), content, CancellationToken.None);
                Assert.Equal(RecipientOutcome.Accepted, result.Recipients[0].Outcome);
                count++;
            }
            return count;
        })));
        return counts.Sum();
    }
}
