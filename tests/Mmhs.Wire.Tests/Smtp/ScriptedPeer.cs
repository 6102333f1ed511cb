using System.IO.Pipelines;
using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>A server made of lines: it demands exactly the client's and gives exactly its own. Behind the last line it closes.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private static readonly PipeOptions AtOnce = new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: false
    );

    private readonly Pipe _toServer = new(AtOnce);
    private readonly Pipe _toClient = new(AtOnce);

    public ScriptedPeer(IReadOnlyList<(bool FromClient, string Text)> events, bool octetByOctet)
    {
        ClientStream = new DuplexStream(_toClient.Reader.AsStream(), _toServer.Writer.AsStream());
        Finished = PlayAsync(events, octetByOctet);
    }

    public Stream ClientStream { get; }

    /// <summary>Ends with the script; fails where the client departs from it.</summary>
    public Task Finished { get; }

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Finished.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PlayAsync(IReadOnlyList<(bool FromClient, string Text)> events, bool octetByOctet)
    {
        try
        {
            foreach (var (fromClient, text) in events)
            {
                var octets = Encoding.Latin1.GetBytes(text + "\r\n");
                if (fromClient)
                    Assert.Equal(text, Encoding.Latin1.GetString(await ReadAsync(octets.Length))[..^2]);
                else if (!octetByOctet)
                    await _toClient.Writer.WriteAsync(octets);
                else
                    foreach (var octet in octets)
                        await _toClient.Writer.WriteAsync(new[] { octet });
            }
        }
        finally
        {
            await _toClient.Writer.CompleteAsync();
        }
    }

    private async Task<byte[]> ReadAsync(int length)
    {
        var result = await _toServer.Reader.ReadAtLeastAsync(length);
        var octets = System.Buffers.BuffersExtensions.ToArray(result.Buffer.Slice(0, Math.Min(length, result.Buffer.Length)));
        _toServer.Reader.AdvanceTo(result.Buffer.GetPosition(octets.Length));
        return octets.Length == length ? octets : throw new EndOfStreamException("The client left before the script ended.");
    }
}
