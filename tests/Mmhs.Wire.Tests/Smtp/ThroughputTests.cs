using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>How fast the receive path is; run by name, since it measures the machine as well.</summary>
public sealed class ThroughputTests
{
    [Fact(Explicit = true)]
    public async Task Twenty_sessions_bring_messages_of_10_KiB()
    {
        const int Sessions = 20;
        const int PerSession = 2000;
        var token = TestContext.Current.CancellationToken;
        var reception = new CountingReception();
        await using var listener = await TestWorld.ListenAsync(TestWorld.Transfer(), reception, token);
        var envelope = "MAIL FROM:<co@hq.example> SIZE=10240 MT-PRIORITY=4\r\nRCPT TO:<j3@bde3.example> NOTIFY=FAILURE\r\nDATA\r\n"u8.ToArray();
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 78) + "\r\n", 128)) + ".\r\n");
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => Task.Run(SendAsync, token)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Sessions * PerSession / elapsed.TotalSeconds:F0} messages/s");
        Assert.Equal(Sessions * PerSession, reception.Count);

        async Task SendAsync()
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(listener.EndPoint, token);
            var stream = client.GetStream();
            var buffer = new byte[4096];
            await UntilAsync("220 "u8.ToArray());
            await stream.WriteAsync("EHLO load.example\r\n"u8.ToArray(), token);
            await UntilAsync("250 MT-PRIORITY"u8.ToArray());
            for (var i = 0; i < PerSession; i++)
            {
                await stream.WriteAsync(envelope, token);
                await UntilAsync("354 "u8.ToArray());
                await stream.WriteAsync(content, token);
                await UntilAsync("250 2.6.0"u8.ToArray());
            }

            async Task UntilAsync(byte[] wanted)
            {
                var filled = 0;
                do filled += await stream.ReadAsync(buffer.AsMemory(filled), token);
                while (buffer.AsSpan(0, filled).IndexOf(wanted) < 0);
            }
        }
    }

    private sealed class CountingReception : ISmtpReception
    {
        private static readonly SmtpReply Yes = new(250, "2.1.0", "Ok");
        private static readonly SmtpReply[] Taken = [new(250, "2.6.0", "Ok")];
        private int _count;

        public int Count => _count;

        public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken) => new(Yes);

        public ValueTask<SmtpReply> RecipientAsync(SmtpPeer peer, Envelope envelope, EnvelopeRecipient recipient, CancellationToken cancellationToken) => new(Yes);

        public ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(SmtpPeer peer, Envelope envelope, ReceivedMessage message, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return new(Taken);
        }
    }
}
