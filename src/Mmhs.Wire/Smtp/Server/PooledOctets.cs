using System.Buffers;

namespace Mmhs.Wire.Smtp;

/// <summary>Octets that grow in rented pieces: 16 KiB, then twice the last up to 1 MiB, so nothing is ever copied to grow.</summary>
internal sealed class PooledOctets(SmtpMemoryBudget budget) : IDisposable
{
    private const int FirstPiece = 16 * 1024;
    private const int LargestPiece = 1024 * 1024;

    private readonly List<byte[]> _pieces = [];
    private long _reserved;
    private int _used; // of the last piece

    public long Length { get; private set; }

    /// <summary>False when the budget has no room; what was appended before stays.</summary>
    public bool TryAppend(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if ((_pieces.Count == 0 || _used == _pieces[^1].Length) && !TryGrow())
                return false;
            var piece = _pieces[^1];
            var part = octets[..Math.Min(octets.Length, piece.Length - _used)];
            part.CopyTo(piece.AsSpan(_used));
            _used += part.Length;
            Length += part.Length;
            octets = octets[part.Length..];
        }
        return true;
    }

    public ReadOnlySequence<byte> ToSequence()
    {
        if (_pieces.Count == 0)
            return ReadOnlySequence<byte>.Empty;
        if (_pieces.Count == 1)
            return new(_pieces[0], 0, _used);
        var first = new Piece(_pieces[0], 0);
        var last = first;
        for (var i = 1; i < _pieces.Count; i++)
            last = last.Append(i == _pieces.Count - 1 ? _pieces[i].AsMemory(0, _used) : _pieces[i]);
        return new(first, 0, last, last.Memory.Length);
    }

    public void Dispose()
    {
        // Cleared: the next tenant of the pool may be of another classification.
        foreach (var piece in _pieces)
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        _pieces.Clear();
        budget.Release(_reserved);
        (_reserved, _used, Length) = (0, 0, 0);
    }

    private bool TryGrow()
    {
        var wanted = _pieces.Count == 0 ? FirstPiece : Math.Min(_pieces[^1].Length * 2, LargestPiece);
        if (!budget.TryReserve(wanted))
            return false;
        _reserved += wanted;
        _pieces.Add(ArrayPool<byte>.Shared.Rent(wanted));
        _used = 0;
        return true;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
