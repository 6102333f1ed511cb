using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Wire.Mime;

/// <summary>The MIME fields and the body of a message: its text, and its attachments after it (RFC 2045, RFC 2046 §5.1.3).</summary>
internal static class CopyBody
{
    private const int MaxLine = 998; // RFC 5322 §2.1.1

    private static readonly SearchValues<byte> Plain = SearchValues.Create([
        (byte)'\t',
        (byte)'\r',
        (byte)'\n',
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(octet => (byte)octet),
    ]);

    public static void Write(
        ReleasedMessage message,
        PlannedCopy copy,
        IReadOnlyDictionary<string, byte[]> attachments,
        OctetWriter into
    )
    {
        var content = message.Version.Content;
        into.Line("MIME-Version: 1.0");
        if (content.Attachments.IsEmpty || copy.IsTextOnly)
        {
            WriteText(content.Text, into);
            if (!content.Text.EndsWith('\n'))
                into.Line();
            return;
        }
        var boundary = Boundary(message);
        into.Line("Content-Type: multipart/mixed;").Line($" boundary=\"{boundary}\"").Line();
        into.Line($"--{boundary}");
        WriteText(content.Text, into);
        into.Line(); // RFC 2046 §5.1.1: belongs to the delimiter, so the text keeps its own end
        foreach (var attachment in content.Attachments)
        {
            into.Line($"--{boundary}");
            WriteAttachment(attachment, attachments[attachment.Sha256], into);
        }
        into.Line($"--{boundary}--");
    }

    // From the Message-ID only: it is new at every release, so no text can hold it, and it says nothing of blind addressees as a content hash would.
    private static string Boundary(ReleasedMessage message) =>
        $"=_{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(message.Filled.MessageId.ToString())))[..40]}";

    private static void WriteText(string text, OctetWriter into)
    {
        var octets = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var isPlain = IsPlain(octets);
        into.Line("Content-Type: text/plain; charset=utf-8");
        into.Line(isPlain ? "Content-Transfer-Encoding: 7bit" : "Content-Transfer-Encoding: quoted-printable");
        into.Line();
        if (isPlain)
            into.Octets(octets);
        else
            QuotedPrintable.Encode(octets, into);
    }

    private static void WriteAttachment(Attachment attachment, byte[] octets, OctetWriter into)
    {
        // MMHS §3.4.19: a message handed on is a message, octet for octet; one that seven bits and short lines cannot carry goes as a file instead
        if (attachment.MediaType == "message/rfc822" && IsSevenBitLines(octets))
        {
            into.Line($"Content-Type: message/rfc822{AttachmentName.Parameter("name", attachment.Name)}");
            into.Line("Content-Transfer-Encoding: 7bit");
            into.Line($"Content-Disposition: attachment{AttachmentName.Parameter("filename", attachment.Name)}");
            into.Line();
            into.Octets(octets).Line(); // the line end belongs to the delimiter after it (RFC 2046 §5.1.1)
            return;
        }
        into.Line($"Content-Type: {MediaType(attachment.MediaType)}{AttachmentName.Parameter("name", attachment.Name)}");
        into.Line("Content-Transfer-Encoding: base64");
        into.Line($"Content-Disposition: attachment{AttachmentName.Parameter("filename", attachment.Name)}");
        into.Line();
        into.Base64(octets);
    }

    // RFC 2045 §2.7: US-ASCII without NUL, lines of at most 998 octets, CR and LF only together
    private static bool IsSevenBitLines(ReadOnlySpan<byte> octets)
    {
        if (octets.ContainsAnyExceptInRange((byte)1, (byte)127))
            return false;
        foreach (var line in octets.Split("\r\n"u8))
        {
            var one = octets[line];
            if (one.Length > MaxLine || one.ContainsAny((byte)'\r', (byte)'\n'))
                return false;
        }
        return true;
    }

    // RFC 2045 §6.4: composite types may not be in base64, so they go as files of no known kind
    private static string MediaType(string mediaType) =>
        mediaType.Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype]
        && IsToken(type)
        && IsToken(subtype)
        && type is not ("multipart" or "message")
            ? mediaType
            : "application/octet-stream";

    private static bool IsToken(string text) =>
        text.All(c => c is > ' ' and < '\u007F' && !"()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal)); // RFC 2045 §5.1

    /// <summary>Whether the text survives every hop as it is: US-ASCII, no long line, no blank at a line's end, no line that begins "From ".</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Plain))
            return false;
        foreach (var line in text.Split("\r\n"u8))
        {
            var octets = text[line];
            if (octets.Length > MaxLine || octets.StartsWith("From "u8))
                return false;
            if (!octets.IsEmpty && octets[^1] is (byte)' ' or (byte)'\t')
                return false;
        }
        return true;
    }
}
