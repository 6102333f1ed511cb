using System.Buffers;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>Replies in octets to <see cref="SmtpReply"/> (RFC 5321 §4.2.1; RFC 2034 §4).</summary>
internal static class ReplyGrammar
{
    // RFC 5321 §4.5.3.1.5 says 512; what is longer is read all the same up to here.
    private const int MaxLine = 4096;
    private const int MaxLines = 1024;

    /// <summary>Takes one whole reply off the front; false when more octets are needed, and then nothing is taken.</summary>
    /// <exception cref="SmtpProtocolException">The octets are no reply.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> input, out SmtpReply? reply)
    {
        reply = null;
        var rest = input;
        List<string>? texts = null;
        var code = 0;
        while (TryLine(ref rest, out var line))
        {
            var (lineCode, more, text) = Line(line);
            if (texts is null)
                (texts, code) = ([], lineCode);
            else if (lineCode != code)
                throw new SmtpProtocolException("A reply changed its code from one line to the next (RFC 5321 §4.2.1).");
            texts.Add(text);
            if (texts.Count > MaxLines)
                throw new SmtpProtocolException("A reply has more lines than any reply needs.");
            if (more)
                continue;
            input = rest;
            reply = WithStatus(code, texts);
            return true;
        }
        return false;
    }

    private static bool TryLine(ref ReadOnlySequence<byte> input, out string line)
    {
        line = "";
        if (input.PositionOf((byte)'\n') is not { } lineFeed)
        {
            if (input.Length > MaxLine)
                throw new SmtpProtocolException("A reply line does not end (RFC 5321 §4.5.3.1.5).");
            return false;
        }
        var octets = input.Slice(0, lineFeed);
        if (octets.Length > MaxLine)
            throw new SmtpProtocolException("A reply line is longer than any reply needs (RFC 5321 §4.5.3.1.5).");
        line = Encoding.UTF8.GetString(octets);
        // RFC 5321 §2.3.8: only CRLF ends a line
        if (!line.EndsWith('\r'))
            throw new SmtpProtocolException("A reply line does not end with CRLF (RFC 5321 §2.3.8).");
        line = line[..^1];
        input = input.Slice(input.GetPosition(1, lineFeed));
        return true;
    }

    // Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
    private static (int Code, bool More, string Text) Line(string line)
    {
        if (line.Length < 3 || line[0] is < '2' or > '5' || !char.IsAsciiDigit(line[1]) || !char.IsAsciiDigit(line[2]))
            throw new SmtpProtocolException("A line that should be a reply does not begin with a reply code (RFC 5321 §4.2).");
        if (line.Length > 3 && line[3] is not (' ' or '-'))
            throw new SmtpProtocolException("A reply code is followed by neither blank nor hyphen (RFC 5321 §4.2.1).");
        var code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        var text = line.Length > 4 ? line[4..] : "";
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.Contains('\u007F', StringComparison.Ordinal))
            text = string.Create(
                text.Length,
                text,
                static (cleaned, source) =>
                {
                    for (var i = 0; i < cleaned.Length; i++)
                        cleaned[i] = char.IsControl(source[i]) ? '?' : source[i];
                }
            );
        return (code, line.Length > 3 && line[3] == '-', text);
    }

    // RFC 2034 §4: the status stands in front of every line and has the class of the code; anything else is text
    private static SmtpReply WithStatus(int code, List<string> texts)
    {
        var status = Status(texts[^1], code);
        if (status is null)
            return SmtpReply.FromPeer(code, null, texts);
        var prefix = status.ToString();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] == prefix)
                texts[i] = "";
            else if (texts[i].StartsWith(prefix + " ", StringComparison.Ordinal))
                texts[i] = texts[i][(prefix.Length + 1)..];
        }
        return SmtpReply.FromPeer(code, status, texts);
    }

    private static EnhancedStatus? Status(string text, int code)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return EnhancedStatus.TryParse(blank < 0 ? text : text.AsSpan(0, blank), out var status) && status.Class == code / 100
            ? status
            : null;
    }
}
