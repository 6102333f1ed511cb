using System.Buffers;

namespace Mmhs.Wire.Smtp;

/// <summary>The octets of a received message: CRLF line ends, dot-stuffing undone, without the final dot.</summary>
/// <remarks>Owns pooled memory. The engine disposes it when <see cref="ISmtpReception.MessageAsync"/> has returned; content read later is another message's.</remarks>
public sealed class ReceivedMessage : IDisposable
{
    private readonly PooledOctets _octets;

    internal ReceivedMessage(PooledOctets octets)
    {
        _octets = octets;
        Content = octets.ToSequence();
    }

    public ReadOnlySequence<byte> Content { get; private set; }

    /// <summary>In octets, as SIZE counts them (RFC 1870 §5).</summary>
    public long Length => Content.Length;

    public void Dispose()
    {
        Content = default;
        _octets.Dispose();
    }
}
