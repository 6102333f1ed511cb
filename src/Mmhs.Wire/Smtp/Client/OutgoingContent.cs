using System.Buffers;
using System.IO.Pipelines;

namespace Mmhs.Wire.Smtp;

/// <summary>Content on its way out: looked at once before anything is said, then written with its dots doubled.</summary>
internal sealed class OutgoingContent
{
    private const int BlockSize = 64 * 1024;
    private const int MaxLine = 998; // RFC 5321 §4.5.3.1.6, without CRLF

    private static readonly SearchValues<byte> Notable = SearchValues.Create("\r\n\0"u8);

    private readonly ReadOnlySequence<byte> _octets;
    private readonly Stream? _stream;

    public OutgoingContent(ReadOnlySequence<byte> octets) => _octets = octets;

    /// <exception cref="ArgumentException">The stream cannot be read twice.</exception>
    public OutgoingContent(Stream stream)
    {
        if (!stream.CanSeek)
            throw new ArgumentException("Content is read twice, so its stream must be able to seek.", nameof(stream));
        _stream = stream;
    }

    public long Length { get; private set; }

    /// <summary>Some octet is above 127, so the content needs 8BITMIME.</summary>
    public bool IsEightBit { get; private set; }

    /// <summary>False when the content may not go by DATA: bare CR or LF, NUL, or a line too long (RFC 5321 §2.3.8).</summary>
    /// <param name="anyLength">Lines may have any length: for reports of others, which are handed on as they came.</param>
    /// <param name="cancellationToken">Stops it in the middle.</param>
    public async ValueTask<bool> TryLookAsync(bool anyLength, CancellationToken cancellationToken)
    {
        var look = new LineCheck(anyLength ? long.MaxValue : MaxLine);
        await foreach (var block in BlocksAsync(cancellationToken).ConfigureAwait(false))
        {
            Length += block.Length;
            IsEightBit |= block.Span.ContainsAnyInRange((byte)128, (byte)255);
            if (!look.Take(block.Span))
                return false;
        }
        return look.MayEnd;
    }

    /// <summary>Writes the content dot-stuffed (RFC 5321 §4.5.2), ending with CRLF; the final dot is the caller's.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="flushed">Called after each block; false stops.</param>
    /// <param name="cancellationToken">Stops it in the middle.</param>
    public async ValueTask<bool> TryWriteAsync(
        PipeWriter output,
        Func<CancellationToken, ValueTask<bool>> flushed,
        CancellationToken cancellationToken
    )
    {
        var atLineStart = true; // RFC 5321 §4.5.2: the content begins a line
        await foreach (var block in BlocksAsync(cancellationToken).ConfigureAwait(false))
        {
            WriteStuffed(output, block.Span, ref atLineStart);
            if (!await flushed(cancellationToken).ConfigureAwait(false))
                return false;
        }
        if (!atLineStart)
            output.Write("\r\n"u8); // RFC 5321 §4.1.1.4: the end is a line of its own
        return true;
    }

    private static void WriteStuffed(PipeWriter output, ReadOnlySpan<byte> block, ref bool atLineStart)
    {
        while (!block.IsEmpty)
        {
            if (atLineStart && block[0] == '.')
                output.Write("."u8);
            // Content was looked at: every LF ends a line.
            var dot = block.IndexOf("\n."u8);
            var part = dot < 0 ? block : block[..(dot + 1)];
            output.Write(part);
            atLineStart = part[^1] == '\n';
            block = block[part.Length..];
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> BlocksAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (_stream is null)
        {
            foreach (var segment in _octets)
            {
                for (var at = 0; at < segment.Length; at += BlockSize)
                    yield return segment[at..Math.Min(segment.Length, at + BlockSize)];
            }
            yield break;
        }
        _stream.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
                yield return buffer.AsMemory(0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private struct LineCheck(long maxLine)
    {
        private bool _afterCr;
        private long _line;

        /// <summary>A CR at the very end is bare.</summary>
        public readonly bool MayEnd => !_afterCr;

        public bool Take(ReadOnlySpan<byte> block)
        {
            while (!block.IsEmpty)
            {
                if (_afterCr)
                {
                    if (block[0] != '\n')
                        return false;
                    (_afterCr, _line) = (false, 0);
                    block = block[1..];
                    continue;
                }
                var at = block.IndexOfAny(Notable);
                _line += at < 0 ? block.Length : at;
                if (_line > maxLine)
                    return false;
                if (at < 0)
                    return true;
                if (block[at] != '\r')
                    return false;
                _afterCr = true;
                block = block[(at + 1)..];
            }
            return true;
        }
    }
}
