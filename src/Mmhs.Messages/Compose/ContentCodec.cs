using System.Security.Cryptography;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Compose;

/// <summary>Content in the octets its hash is made over, and back: what was approved is what is kept.</summary>
public static class ContentCodec
{
    private const int Form = 1;

    /// <summary>Every field, text and attachment digests included; two contents say the same exactly when their octets are equal.</summary>
    public static byte[] Write(MessageContent content)
    {
        var members = FormCodec.Members(content.ToForm());
        members["v"] = Form;
        members["from"] = FormCodec.WriteMailbox(content.From);
        return members.ToBytes();
    }

    /// <summary>Reads what was written, by none of the rules of today: a rule made stricter since does not change what was approved.</summary>
    /// <exception cref="FormatException">The octets are not what <see cref="Write"/> writes, to the last of them.</exception>
    public static MessageContent Read(byte[] octets)
    {
        var content = CanonicalReader.Read(octets, Read);
        return Write(content).AsSpan().SequenceEqual(octets)
            ? content
            : throw new FormatException("The content is not spelled in its canonical form.");
    }

    /// <summary>SHA-256 of the octets, 64 hexadecimal digits in lower case.</summary>
    public static string HashOf(byte[] octets) => Convert.ToHexStringLower(SHA256.HashData(octets));

    private static MessageContent Read(CanonicalReader members)
    {
        if (members.Number("v") != Form)
            throw new FormatException($"There is no form {members.Number("v")} of content.");
        var form = FormCodec.Read(members);
        return new(
            FormCodec.ReadMailbox(members.Object("from")),
            form.Label ?? throw new FormatException("The content has no label."),
            form.To.IsEmpty ? null : new(Said(form.ActionPrecedence), form.To),
            form.Cc.IsEmpty && form.Bcc.IsEmpty ? null : new(Said(form.InformationPrecedence), form.Cc, form.Bcc),
            form.Subject,
            [.. form.SubjectIndicatorCodes.Select(Code)],
            form.MessageType is { } type
                ? new(type, form.MessageTypeIdentifier.Length == 0 ? null : form.MessageTypeIdentifier)
                : null,
            form.Dtg,
            form.Text,
            form.Attachments,
            form.DeliveryReports
        )
        {
            Requests = form.Requests,
            Optional = form.Optional,
        };
    }

    private static Precedence Said(Precedence? precedence) =>
        precedence ?? throw new FormatException("The content has addressees without a precedence.");

    private static SubjectIndicatorCode Code(string text) =>
        SubjectIndicatorCode.TryParse(text, out var code)
            ? code
            : throw new FormatException("The content has a subject indicator code that is none.");
}
