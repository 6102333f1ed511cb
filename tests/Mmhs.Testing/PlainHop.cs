using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mmhs.Testing;

/// <summary>A host that knows no extension at all but those it is given, for one session at a time.</summary>
public sealed class PlainHop : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<string> _transcript = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;
    private Task _serving = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All the client said up to the end of the first message.</summary>
    public Task<string> Transcript => _transcript.Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>What it offers in answer to EHLO.</summary>
    public IReadOnlyList<string> Keywords { get; private init; } = [];

    /// <summary>The reply to RCPT.</summary>
    public string Recipient { get; private init; } = "250 ok";

    /// <summary>What it says before it hangs up when it has taken a message; empty: it hangs up without a word; null: it stays.</summary>
    public string? Farewell { get; init; }

    /// <summary>Messages taken so far.</summary>
    public int Taken => _taken;

    /// <summary>Hangs up after every message, with this word or none.</summary>
    public static PlainHop HangingUp(string farewell)
    {
        var hop = new PlainHop { Farewell = farewell };
        hop._listener.Start();
        hop._serving = hop.ServeAsync();
        return hop;
    }

    public static PlainHop Start(string recipient = "250 ok", params string[] keywords)
    {
        var hop = new PlainHop { Keywords = keywords, Recipient = recipient };
        hop._listener.Start();
        hop._serving = hop.ServeAsync();
        return hop;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client);
            }
        }
        catch (Exception ended)
            when (ended is SocketException or ObjectDisposedException or InvalidOperationException or IOException) // it was closed, before or while it listened
        { }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 plain.example");
        var said = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            said.Append(line).Append("\r\n");
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync() is { } text && text != ".")
                    said.Append(text).Append("\r\n");
                await writer.WriteLineAsync("250 taken");
                _transcript.TrySetResult(said.ToString());
                Interlocked.Increment(ref _taken);
                if (Farewell is { Length: > 0 } farewell)
                    await writer.WriteLineAsync(farewell);
                if (Farewell is not null)
                    return;
            }
            else if (line.StartsWith("EHLO", StringComparison.Ordinal))
            {
                var lines = Keywords.Prepend("plain.example").ToList();
                foreach (var keyword in lines[..^1])
                    await writer.WriteLineAsync($"250-{keyword}");
                await writer.WriteLineAsync($"250 {lines[^1]}");
            }
            else
                await writer.WriteLineAsync(line.StartsWith("RCPT", StringComparison.Ordinal) ? Recipient : "250 ok");
            if (line == "QUIT")
                return;
        }
    }
}
