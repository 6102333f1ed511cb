using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>The server engine over two pipes, without a socket; every octet written is seen before the next one is.</summary>
internal sealed class MemoryServer : IAsyncDisposable
{
    private static readonly PipeOptions AtOnce = new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        useSynchronizationContext: false
    );

    private readonly Pipe _toServer = new(AtOnce);
    private readonly Pipe _toClient = new(AtOnce);
    private readonly SmtpServerPump _pump;
    private readonly Task _running;

    public MemoryServer(
        SmtpServerOptions options,
        ISmtpReception reception,
        bool tls = false,
        TimeProvider? time = null,
        CancellationToken stopping = default
    )
    {
        var shared = new SmtpServerShared(
            options,
            reception,
            time ?? TimeProvider.System,
            NullLogger.Instance,
            () => RfcVector.ServerNonce
        );
        var peer = new SmtpPeer
        {
            SessionId = "1",
            Door = options.Door,
            Tls = tls ? new(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, null) : null,
        };
        _pump = new(shared, peer, new Transport(_toServer.Reader, _toClient.Writer), stopping);
        _running = RunAsync();
    }

    public SmtpPeer Peer => _pump.Peer;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> octets)
    {
        await _toServer.Writer.WriteAsync(octets, TestContext.Current.CancellationToken);
    }

    public ValueTask SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async ValueTask SendOctetByOctetAsync(string text)
    {
        foreach (var octet in Encoding.Latin1.GetBytes(text))
            await SendAsync(new[] { octet });
    }

    /// <summary>One line without its CRLF; null when the server has closed.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            var result = await _toClient.Reader.ReadAsync(patience.Token);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end));
                _toClient.Reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                Assert.EndsWith("\r", line, StringComparison.Ordinal);
                return line[..^1];
            }
            _toClient.Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>One whole reply, its lines joined by a bar; null when the server has closed.</summary>
    public async Task<string?> ReadReplyAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line[3] == ' ')
                return string.Join('|', lines);
        }
        return lines.Count == 0 ? null : string.Join('|', lines);
    }

    /// <summary>Says one line and reads its reply.</summary>
    public async Task<string?> AskAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadReplyAsync();
    }

    /// <summary>Hangs up and reads everything the server still had to say.</summary>
    public async Task<List<string>> HangUpAsync()
    {
        await _toServer.Writer.CompleteAsync();
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
            lines.Add(line);
        await _running;
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        await using (_pump)
            await _pump.RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
