using System.Text;
using Mmhs.Messages.Compose;

namespace Mmhs.Relay.Border;

/// <summary>The <c>MT-Priority</c> header field for hops that do not know the parameter (RFC 6710 §4.2; RFC 6758 §3.2).</summary>
internal static class PriorityField
{
    private static readonly byte[] Name = "MT-Priority"u8.ToArray();

    /// <summary>The message for such a hop: every <c>MT-Priority</c> field taken out, and one put in when there was one or the parameter was given.</summary>
    /// <remarks>
    /// The field is put back where the first stood and always in the one spelling <c>MT-Priority: n</c>, so that a value that did not change
    /// leaves the octets, and the signatures over them, as they were.
    /// </remarks>
    public static byte[] ForPlainHop(byte[] message, MtPriority priority, bool wasGiven)
    {
        var fields = Fields(message);
        if (fields.Count == 0 && !wasGiven)
            return message;
        var written = Encoding.ASCII.GetBytes($"MT-Priority: {priority}\r\n");
        if (fields.Count == 0)
            return [.. written, .. message];
        using var rewritten = new MemoryStream(message.Length + written.Length);
        var at = 0;
        foreach (var (start, end) in fields)
        {
            rewritten.Write(message, at, start - at);
            if (at == 0)
                rewritten.Write(written);
            at = end;
        }
        rewritten.Write(message, at, message.Length - at);
        return rewritten.ToArray();
    }

    private static List<(int Start, int End)> Fields(byte[] message)
    {
        List<(int Start, int End)> fields = [];
        var at = 0;
        var isOpen = false;
        while (at < message.Length && message[at] is not (byte)'\r')
        {
            var lineFeed = Array.IndexOf(message, (byte)'\n', at);
            var end = lineFeed < 0 ? message.Length : lineFeed + 1;
            if (message[at] is not ((byte)' ' or (byte)'\t'))
            {
                isOpen = IsPriority(message.AsSpan(at, end - at));
                if (isOpen)
                    fields.Add((at, end));
            }
            else if (isOpen)
                fields[^1] = (fields[^1].Start, end);
            at = end;
        }
        return fields;
    }

    private static bool IsPriority(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon >= Name.Length && Ascii.EqualsIgnoreCase(line[..colon].TrimEnd(" \t"u8), Name);
    }
}
