using System.Buffers;

namespace Mmhs.Relay.Border;

/// <summary>A message with our trace field on top, copied once.</summary>
internal static class Traced
{
    public static byte[] Write(ReadOnlySpan<byte> trace, in ReadOnlySequence<byte> content)
    {
        var octets = GC.AllocateUninitializedArray<byte>(checked((int)content.Length + trace.Length));
        trace.CopyTo(octets);
        content.CopyTo(octets.AsSpan(trace.Length));
        return octets;
    }
}
