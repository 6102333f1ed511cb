using System.Text;
using Mmhs.Messages.Release;

namespace Mmhs.Wire.Mime;

/// <summary>Builds the octets of one copy of a released message (MMHS §3.4.5).</summary>
/// <remarks>Pure: the same message gives the same octets. Bcc stands only on the copy of the blind recipient it names.</remarks>
public static class MessageBuilder
{
    private const int RoomForHeader = 4096;

    /// <param name="message">What was released.</param>
    /// <param name="copy">Whose copy, one of <see cref="CopyPlan"/>.</param>
    /// <param name="attachments">The octets of every attachment, by SHA-256 in lower-case hexadecimal.</param>
    /// <param name="label">The label in both its forms.</param>
    /// <exception cref="KeyNotFoundException">The octets of an attachment are not there.</exception>
    public static BuiltMessage Build(
        ReleasedMessage message,
        PlannedCopy copy,
        IReadOnlyDictionary<string, byte[]> attachments,
        LabelForms label
    )
    {
        var header = new OctetWriter(RoomForHeader);
        foreach (var field in CopyHeader.Of(message, copy, label.Sio))
            header
                .Ascii(field.Name)
                .Ascii(field.RawBody.StartsWith(' ') || field.RawBody.StartsWith('\r') ? ":" : ": ")
                .Ascii(field.RawBody.EndsWith("\r\n", StringComparison.Ordinal) ? field.RawBody : field.RawBody + "\r\n");

        var octets = new OctetWriter(header.Written.Length + RoomForHeader + Size(message, copy));
        octets.Octets(header.Written.Span);
        CopyBody.Write(message, copy, attachments, octets);
        return new(header.Written, octets.Written);
    }

    private static int Size(ReleasedMessage message, PlannedCopy copy)
    {
        var content = message.Version.Content;
        var attachments = copy.IsTextOnly
            ? 0
            : content.Attachments.Sum(attachment => (attachment.Size / 3 * 4) + (attachment.Size / 28) + 1024);
        return (int)Math.Min(int.MaxValue / 2, attachments + Encoding.UTF8.GetMaxByteCount(content.Text.Length));
    }
}
