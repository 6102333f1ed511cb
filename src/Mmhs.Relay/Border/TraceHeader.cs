using System.Buffers;

namespace Mmhs.Relay.Border;

/// <summary>A message with our trace field on top, copied once, and without fields that must not come in.</summary>
internal static class TraceHeader
{
    /// <param name="trace">Our Received field.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="without">Where fields begin and end that are left out, from the top; offsets in octets.</param>
    public static byte[] Write(ReadOnlySpan<byte> trace, in ReadOnlySequence<byte> content, IReadOnlyList<Range> without)
    {
        var octets = GC.AllocateUninitializedArray<byte>(checked((int)content.Length + trace.Length - without.Sum(Length)));
        trace.CopyTo(octets);
        var (from, to) = (0, trace.Length);
        foreach (var field in without)
        {
            var kept = content.Slice(from, field.Start.Value - from);
            kept.CopyTo(octets.AsSpan(to));
            (from, to) = (field.End.Value, to + (int)kept.Length);
        }
        content.Slice(from).CopyTo(octets.AsSpan(to));
        return octets;
    }

    private static int Length(Range field) => field.End.Value - field.Start.Value;
}
