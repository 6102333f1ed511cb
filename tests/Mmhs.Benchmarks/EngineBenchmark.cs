using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Mmhs.Wire.Smtp;

namespace Mmhs.Benchmarks;

/// <summary>How many messages of 10 KiB the server engine alone takes in a second from twenty sessions: no TLS, nothing stored.</summary>
internal static class EngineBenchmark
{
    private const int Sessions = 20;
    private const int PerSession = 2000;
    private const int Rounds = 3;

    public static async Task<int> RunAsync()
    {
        var reception = new CountingReception();
        await using var listener = await SmtpListener.StartAsync(
            new(IPAddress.Loopback, 0),
            new() { HostName = "mta.hq.example", Door = SmtpDoor.Transfer },
            reception,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
        var rates = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => Task.Run(() => SendAsync(listener.EndPoint))));
            if (round > 0)
                rates.Add(Sessions * PerSession / watch.Elapsed.TotalSeconds); // the first is to warm
        }
        Measured.Say($"{Sessions} sessions, engine alone   {Measured.Median(rates), 7:N0} /s");
        return reception.Count == (Rounds + 1) * Sessions * PerSession ? 0 : 1;
    }

    private static async Task SendAsync(IPEndPoint door)
    {
        var envelope =
            "MAIL FROM:<co@hq.example> SIZE=10240 MT-PRIORITY=4\r\nRCPT TO:<j3@bde3.example> NOTIFY=FAILURE\r\nDATA\r\n"u8.ToArray();
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 78) + "\r\n", 128)) + ".\r\n");
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(door);
        var stream = client.GetStream();
        var buffer = new byte[4096];
        await UntilAsync("220 "u8.ToArray());
        await stream.WriteAsync("EHLO load.example\r\n"u8.ToArray());
        await UntilAsync("250 MT-PRIORITY"u8.ToArray());
        for (var i = 0; i < PerSession; i++)
        {
            await stream.WriteAsync(envelope);
            await UntilAsync("354 "u8.ToArray());
            await stream.WriteAsync(content);
            await UntilAsync("250 2.6.0"u8.ToArray());
        }

        async Task UntilAsync(byte[] wanted)
        {
            var filled = 0;
            do
            {
                var read = await stream.ReadAsync(buffer.AsMemory(filled));
                if (read == 0)
                    throw new IOException("The server has closed.");
                filled += read;
            } while (buffer.AsSpan(0, filled).IndexOf(wanted) < 0);
        }
    }

    private sealed class CountingReception : ISmtpReception
    {
        private static readonly SmtpReply Yes = new(250, "2.1.0", "Ok");
        private static readonly SmtpReply[] Taken = [new(250, "2.6.0", "Ok")];
        private int _count;

        public int Count => _count;

        public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken) =>
            new(Yes);

        public ValueTask<SmtpReply> RecipientAsync(
            SmtpPeer peer,
            Envelope envelope,
            EnvelopeRecipient recipient,
            CancellationToken cancellationToken
        ) => new(Yes);

        public ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
            SmtpPeer peer,
            Envelope envelope,
            ReceivedMessage message,
            CancellationToken cancellationToken
        )
        {
            Interlocked.Increment(ref _count);
            return new(Taken);
        }
    }
}
