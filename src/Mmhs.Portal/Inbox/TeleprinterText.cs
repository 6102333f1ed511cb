using System.Globalization;
using System.Text;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox;

/// <summary>A message as a teleprinter page after ACP 127: prosigns, capitals, 69 characters a line. To be read and printed; it is never sent.</summary>
internal static class TeleprinterText
{
    public const int Columns = 69;
    private const string Marks = "-?:().,'/\"";

    /// <param name="reading">The message.</param>
    /// <param name="marking">The words of its label: the line after the first BT.</param>
    public static string Of(MessageReading reading, string marking)
    {
        var page = new StringBuilder();
        Line(
            page,
            "",
            string.Join(
                ' ',
                new[]
                {
                    Prosigns(reading),
                    reading.Mmhs.ExtendedAuthorisationInfo is { Year: >= 2000 and < 2100 } dtg
                        ? new DateTimeGroup(dtg).ToString()
                        : "",
                }.Where(word => word.Length > 0)
            )
        );
        Line(page, "FM ", Name(reading.Sender ?? (reading.From.IsEmpty ? null : reading.From[0])));
        Addressees(page, "TO", [.. reading.To.Select(Name), .. reading.Mmhs.OtherRecipientsTo]);
        Addressees(page, "INFO", [.. reading.Cc.Select(Name), .. reading.Mmhs.OtherRecipientsCc]);
        Addressees(page, "XMT", [.. reading.Mmhs.ExemptedAddresses.Select(Name)]);
        page.Append("BT\n");
        Line(page, "", marking);
        if (!reading.Mmhs.SubjectIndicatorCodes.IsEmpty)
            Line(page, "SIC ", string.Join(' ', reading.Mmhs.SubjectIndicatorCodes));
        if (reading.Mmhs.MessageType is { } type)
            Line(page, "", $"{type.ToWord()} {type.Identifier}".TrimEnd());
        if (!reading.Mmhs.MessageInstructions.IsEmpty)
            Line(page, "", string.Join(" / ", reading.Mmhs.MessageInstructions));
        if (!string.IsNullOrWhiteSpace(reading.Subject))
            Line(page, "SUBJ: ", reading.Subject);
        foreach (var line in (reading.Text ?? "").ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            Line(page, "", line);
        page.Append("BT\n");
        return page.ToString();
    }

    // ACP 127: the precedence of those who act before the one of those informed
    private static string Prosigns(MessageReading reading) =>
        string.Join(
            ' ',
            new[]
            {
                reading.To.IsEmpty ? null : reading.Mmhs.PrimaryPrecedence,
                reading.Cc.IsEmpty ? null : reading.Mmhs.CopyPrecedence,
            }
                .Select(Prosign)
                .Where(sign => sign.Length > 0)
        );

    private static string Prosign(int? precedence) =>
        precedence switch
        {
            (int)Precedence.Override => "Y",
            (int)Precedence.Flash => "Z",
            (int)Precedence.Immediate => "O",
            (int)Precedence.Priority => "P",
            (int)Precedence.Routine => "R",
            (int)Precedence.Deferred => "M",
            _ => "",
        };

    private static string Name(HeaderAddress? address) => address is null ? "" : address.Name ?? address.Address;

    private static void Addressees(StringBuilder page, string sign, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
            Line(page, i == 0 ? sign + " " : new string(' ', sign.Length + 1), names[i]);
    }

    // Words go to the next line, which stands under the text of the first; a word longer than a line is cut.
    private static void Line(StringBuilder page, string begin, string text)
    {
        var indent = new string(' ', begin.Length);
        var line = new StringBuilder(begin);
        var empty = true;
        foreach (var word in Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word.AsSpan();
            while (rest.Length > 0)
            {
                var room = Columns - line.Length - (empty ? 0 : 1);
                if (rest.Length > room && !empty)
                {
                    page.Append(line).Append('\n');
                    line.Clear().Append(indent);
                    empty = true;
                    continue;
                }
                var taken = Math.Min(rest.Length, room);
                if (!empty)
                    line.Append(' ');
                line.Append(rest[..taken]);
                rest = rest[taken..];
                empty = false;
            }
        }
        page.Append(line.ToString().TrimEnd()).Append('\n');
    }

    // "[U+202E]" in letters of the page: neither a bracket nor a plus is among them
    private static string Named(string text) =>
        string.Concat(HiddenCharacters.Pieces(text).Select(piece => piece.IsHidden ? $"(U-{piece.Text[2..]})" : piece.Text));

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (
            var rune in Characters
                .Normal(
                    Named(text).Replace("ß", "ss", StringComparison.Ordinal).Replace("@", "(at)", StringComparison.Ordinal),
                    NormalizationForm.FormKD
                )
                .EnumerateRunes()
        )
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                continue;
            if (
                rune.IsAscii
                && (char.IsAsciiLetterOrDigit((char)rune.Value) || Marks.Contains((char)rune.Value, StringComparison.Ordinal))
            )
                plain.Append(char.ToUpperInvariant((char)rune.Value));
            else
                plain.Append(Rune.IsWhiteSpace(rune) ? ' ' : '?');
        }
        return plain.ToString();
    }
}
