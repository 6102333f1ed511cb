using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>A formatted message text found in a message: sets of fields between slashes, each ended by two (ADatP-3, the Message Text Format).</summary>
/// <param name="Kind">The first field of MSGID, as <c>OPORD</c>.</param>
/// <param name="Name">Under which it is offered as a file.</param>
/// <param name="Octets">The sets with CRLF line ends, nothing before the first or after the last.</param>
/// <param name="Sets">How many.</param>
/// <remarks>Recognised, not understood: whether the sets are those of its kind is for the program that is handed the file. The form is public; its catalogue is not.</remarks>
internal sealed record MtfText(string Kind, string Name, ReadOnlyMemory<byte> Octets, int Sets)
{
    private const int LongestLine = 69; // of teleprinters; a set goes on below
    private const int LongestSet = 4000;

    /// <summary>The first such text; null when there is none. A lone MSGID is none: somebody may only write about one.</summary>
    /// <param name="text">Lines ended by LF or CRLF.</param>
    public static MtfText? Find(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (IsStart(lines[i]) && From(lines, i) is { } found)
                return found;
        return null;
    }

    // before MSGID only the sets that say exercise or operation
    private static bool IsStart(string line) =>
        line.StartsWith("MSGID/", StringComparison.Ordinal)
        || line.StartsWith("EXER/", StringComparison.Ordinal)
        || line.StartsWith("OPER/", StringComparison.Ordinal);

    private static MtfText? From(string[] lines, int first)
    {
        List<string> sets = [];
        int last = first,
            at = first;
        while (at < lines.Length && SetAt(lines, at) is { } set)
        {
            sets.Add(set.Text);
            last = at + set.Lines - 1;
            at = last + 1;
            while (at < lines.Length && string.IsNullOrWhiteSpace(lines[at]))
                at++;
        }
        var heading = sets.FindIndex(set => set.StartsWith("MSGID/", StringComparison.Ordinal));
        if (heading is < 0 or > 2 || sets.Count < 2)
            return null;
        var fields = sets[heading][..^2].Split('/');
        if (fields.Length < 2 || fields[1].Trim() is not { Length: > 0 and <= 30 } kind)
            return null;
        var serial = fields.Length > 3 ? fields[3].Trim() : "";
        var name = string.Concat(
            $"{kind}{(serial.Length > 0 ? "-" : "")}{serial}".Select(c =>
                char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'
            )
        );
        var octets = Encoding.ASCII.GetBytes(string.Concat(lines[first..(last + 1)].Select(line => line.TrimEnd() + "\r\n")));
        return new(kind, AttachmentName.Clean(name + ".mtf"), octets, sets.Count);
    }

    /// <summary>A set identifier, fields between slashes, two slashes at the end of a line; several lines where it is long.</summary>
    private static (string Text, int Lines)? SetAt(string[] lines, int first)
    {
        if (!IsIdentified(lines[first]))
            return null;
        var set = new StringBuilder();
        for (var i = first; i < lines.Length && set.Length < LongestSet; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.Length == 0 || line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                return null;
            if (
                i > first
                && IsIdentified(line)
                && lines[i - 1].TrimEnd().Length < LongestLine - 20
                && line.EndsWith("//", StringComparison.Ordinal)
            )
                return null; // the one before never ended
            set.Append(line);
            if (line.EndsWith("//", StringComparison.Ordinal))
                return (set.ToString(), i - first + 1);
        }
        return null;
    }

    private static bool IsIdentified(string line)
    {
        var slash = line.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || (slash + 1 < line.Length && line[slash + 1] == '/' && slash + 2 < line.Length))
            return false;
        return slash is > 0 and <= 8
            && line.AsSpan(0, slash).IndexOfAnyExcept(Identifier) < 0
            && char.IsAsciiLetterUpper(line[0]);
    }

    private static readonly System.Buffers.SearchValues<char> Identifier = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );
}
