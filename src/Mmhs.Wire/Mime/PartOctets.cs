using System.Security.Cryptography;
using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>The decoded octets of a part.</summary>
internal static class PartOctets
{
    public static byte[] Decode(MimePart part)
    {
        using var octets = new MemoryStream();
        part.Content?.DecodeTo(octets);
        return octets.ToArray();
    }

    /// <summary>How many they are, and their SHA-256, without keeping them.</summary>
    public static (long Size, string Sha256) Measure(PartNode node)
    {
        using var measure = new MeasuringStream();
        CopyTo(node, measure);
        return measure.Result();
    }

    /// <summary>A leaf decoded; a message inside as it came.</summary>
    public static void CopyTo(PartNode node, Stream into)
    {
        if (node.Entity is MimePart { Content: { } content })
            content.DecodeTo(into);
        else
            into.Write(node.Octets.Span);
    }

    private sealed class MeasuringStream : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public (long Size, string Sha256) Result() => (_length, Convert.ToHexStringLower(_hash.GetHashAndReset()));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            _length += buffer.Length;
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
