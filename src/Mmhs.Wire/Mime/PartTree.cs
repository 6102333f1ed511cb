using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Unicode;
using MimeKit;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>Takes a message apart, down to the leaves and through signatures and compression; never throws, never goes past its limits.</summary>
internal sealed class PartTree
{
    // control characters no text has
    private static readonly SearchValues<byte> NoText = SearchValues.Create([
        .. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n' or '\r' or '\f')).Select(c => (byte)c),
    ]);

    private readonly bool _looksAtText;
    private int _parts;
    private long _inflated;

    private PartTree(bool looksAtText) => _looksAtText = looksAtText;

    /// <summary>The outer message; null when none could be made out.</summary>
    public MimeMessage? Message { get; private set; }

    /// <summary>Null when nothing could be made out.</summary>
    public PartNode? Root { get; private set; }

    public List<ReadingProblem> Problems { get; } = [];

    /// <summary>Where the body starts: after the blank line that ends the outer header.</summary>
    public int BodyOffset { get; private set; }

    /// <summary>Takes apart an RFC 5322 message, or a bare CMS object in BER.</summary>
    /// <param name="octets">The message.</param>
    /// <param name="looksAtText">Whether texts are held against their character sets; in vain where nobody reads them.</param>
    public static PartTree Of(ReadOnlyMemory<byte> octets, bool looksAtText = false)
    {
        var tree = new PartTree(looksAtText);
        tree.Read(octets);
        return tree;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the reader must go on.")]
    private void Read(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > ReadingLimits.Octets)
        {
            Report(
                ReadingCodes.TooLarge,
                "message",
                $"The message has {octets.Length} octets; the first {ReadingLimits.Octets} are read."
            );
            octets = octets[..ReadingLimits.Octets];
        }
        if (
            octets.Length > 2
            && octets.Span[0] == 0x30
            && OpenCms("message", octets.ToArray()) is not CmsContent.Malformed and var bare
        )
        {
            Root = Open(new PartNode("1", null, octets) { Cms = bare }, 1);
            return;
        }
        BodyOffset = EndOfHeader(octets.Span);
        try
        {
            var parsed = ParsedEntity.OfMessage(WithoutExcess(octets));
            Message = parsed.Message;
            if (parsed.Root is not null)
                Root = Visit(parsed.Root, parsed, "1", 1);
        }
        catch (Exception unreadable)
        {
            Report(ReadingCodes.Unreadable, "message", $"The message cannot be taken apart ({unreadable.GetType().Name}).");
        }
    }

    private ReadOnlyMemory<byte> WithoutExcess(ReadOnlyMemory<byte> octets)
    {
        if (BodyOffset <= ReadingLimits.HeaderOctets)
            return octets;
        Report(
            ReadingCodes.HeaderTooLong,
            "message",
            $"The header has {BodyOffset} octets; the first {ReadingLimits.HeaderOctets} are read."
        );
        var kept = octets.Span[..ReadingLimits.HeaderOctets].LastIndexOf((byte)'\n') + 1;
        return (byte[])[.. octets.Span[..kept], .. "\r\n"u8, .. octets.Span[BodyOffset..]];
    }

    private static int EndOfHeader(ReadOnlySpan<byte> octets)
    {
        var crlf = octets.IndexOf("\r\n\r\n"u8);
        var lf = octets.IndexOf("\n\n"u8);
        if (crlf < 0 && lf < 0)
            return octets.Length;
        return lf < 0 || (crlf >= 0 && crlf < lf) ? crlf + 4 : lf + 2;
    }

    private PartNode? Visit(MimeEntity entity, ParsedEntity source, string path, int depth)
    {
        if (++_parts > ReadingLimits.Parts)
        {
            if (_parts == ReadingLimits.Parts + 1)
                Report(
                    ReadingCodes.TooManyParts,
                    path,
                    $"There are more than {ReadingLimits.Parts} parts; the rest is not read."
                );
            return null;
        }
        if (depth > ReadingLimits.Depth)
        {
            Report(
                ReadingCodes.TooDeep,
                path,
                $"Parts are nested more than {ReadingLimits.Depth} deep; what is deeper is not read."
            );
            return null;
        }
        var node = new PartNode(path, entity, source.OctetsOf(entity));
        if (TransferEncodings.IsComposite(entity) && TransferEncodings.IsForbidden(entity))
            Report(
                ReadingCodes.Encoding,
                path,
                "The part has a transfer encoding that is forbidden for its type (RFC 2045 §6.4)."
            );
        switch (entity)
        {
            case Multipart multipart when ClearSigned.Is(multipart):
                node = node with { Cms = OpenClearSigned(path, multipart) };
                if (ClearSigned.HasTextAround(multipart))
                    Report(
                        ReadingCodes.Unsigned,
                        path,
                        "There is text before or after the signed parts. It is not signed, and not shown (RFC 2046 §5.1.1)."
                    );
                for (var i = 0; i < multipart.Count && _parts <= ReadingLimits.Parts; i++)
                    Add(node, Visit(multipart[i], source, Child(path, i + 1), depth + 1));
                return node;
            case Multipart multipart:
                for (var i = 0; i < multipart.Count && _parts <= ReadingLimits.Parts; i++)
                    Add(node, Visit(multipart[i], source, Child(path, i + 1), depth + 1));
                return node;
            case MimeKit.MessagePart { Message: { } message }:
                node = node with { Message = message, Octets = source.OctetsOf(message) };
                if (message.Body is { } body)
                    Add(node, Visit(body, source, Child(path, 1), depth + 1));
                return node;
            case MimePart part
                when part.ContentType.IsMimeType("message", "rfc822")
                    && TransferEncodings.IsForbidden(part)
                    && !TransferEncodings.IsUnknown(part):
                return OpenMessage(node with { Octets = PartOctets.Decode(part) }, depth);
            case MimePart part when TransferEncodings.IsUnknown(part):
                Report(ReadingCodes.Encoding, path, "The transfer encoding is unknown; the part is shown as octets.");
                return node with { IsOpaque = true };
            case MimePart part when IsCompressed(part):
                Inflate(node, part, depth);
                return node;
            case MimePart part when IsCms(part):
                return Open(node with { Cms = OpenCms(path, PartOctets.Decode(part)) }, depth);
            case TextPart { ContentType: { Charset.Length: > 0, CharsetEncoding: null } }:
                Report(
                    ReadingCodes.Charset,
                    path,
                    "The character set of the text is not known here; what is shown of it may be wrong."
                );
                return node;
            case TextPart text when _looksAtText && TextOctets.Flaw(text, node.Octets.Span) is { } flaw:
                Report(ReadingCodes.Charset, path, flaw);
                return node;
            default:
                return node;
        }
    }

    private CmsContent OpenClearSigned(string path, Multipart multipart) =>
        ClearSigned.Fault(multipart) is { } fault
            ? new CmsContent.NotDetached(fault)
            : ClearSigned.Detached(OpenCms(path, PartOctets.Decode((MimePart)multipart[1])));

    // All that is compressed in a message shares one allowance, for a thousand parts may each be a small bomb.
    private CmsContent OpenCms(string path, byte[] octets)
    {
        var read = CmsContent.Read(octets, ReadingLimits.Decompressed - _inflated);
        if (read is CmsContent.Compressed(var content))
            _inflated += content.Length;
        else if (read is CmsContent.Signed(var data, { } inside) && data.SignedContentType?.Id == CmsOids.CompressedData)
            _inflated += inside.Length;
        else if (read is CmsContent.Unopened(var reason))
            Report(ReadingCodes.Compressed, path, reason);
        return read;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the reader must go on.")]
    private PartNode Open(PartNode node, int depth)
    {
        var content = node.Cms switch
        {
            CmsContent.Signed(_, { } inside) => inside,
            CmsContent.Compressed(var inside) => inside,
            _ => default,
        };
        if (content.IsEmpty)
            return node;
        try
        {
            var parsed = ParsedEntity.OfEntity(content);
            if (parsed.Root is not null)
                Add(node, Visit(parsed.Root, parsed, Child(node.Path, 1), depth + 1));
        }
        catch (Exception unreadable)
        {
            Report(ReadingCodes.Unreadable, node.Path, $"What is inside cannot be taken apart ({unreadable.GetType().Name}).");
        }
        return node;
    }

    // a message whose encoding should not be: read, so that it can be shown, with the warning that goes before it
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the reader must go on.")]
    private PartNode OpenMessage(PartNode node, int depth)
    {
        try
        {
            var parsed = ParsedEntity.OfMessage(node.Octets);
            node = node with { Message = parsed.Message };
            if (parsed.Root is not null)
                Add(node, Visit(parsed.Root, parsed, Child(node.Path, 1), depth + 1));
        }
        catch (Exception unreadable)
        {
            Report(ReadingCodes.Unreadable, node.Path, $"What is inside cannot be taken apart ({unreadable.GetType().Name}).");
        }
        return node;
    }

    private void Inflate(PartNode node, MimePart part, int depth)
    {
        if (depth >= ReadingLimits.Depth || _parts >= ReadingLimits.Parts)
            return;
        var opened = Inflation.Open(
            PartOctets.Decode(part),
            !part.ContentType.IsMimeType("application", "zlib"),
            ReadingLimits.Decompressed - _inflated
        );
        if (opened.Problem is { } problem)
            Report(ReadingCodes.Compressed, node.Path, problem);
        if (opened.Content is not { } content)
            return;
        _inflated += content.Length;
        _parts++;
        var isText = Utf8.IsValid(content) && !content.AsSpan().ContainsAny(NoText);
        MimePart inside = isText
            ? new TextPart("plain") { ContentType = { Charset = "utf-8" } }
            : new MimePart("application", "octet-stream");
        inside.Content = new MimeContent(new MemoryStream(content, writable: false));
        inside.ContentDisposition = part.IsAttachment ? new ContentDisposition(ContentDisposition.Attachment) : null;
        if ((opened.Name ?? Uncompressed(part.FileName)) is { } name)
            inside.ContentType.Name = AttachmentName.Clean(name);
        Add(node, new PartNode(Child(node.Path, 1), inside, content));
    }

    private static string? Uncompressed(string? name) =>
        name?.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) == true ? name[..^3] : name;

    // RFC 6713; the older name is what most programs still write
    private static bool IsCompressed(MimePart part) =>
        part.ContentType.IsMimeType("application", "gzip")
        || part.ContentType.IsMimeType("application", "x-gzip")
        || part.ContentType.IsMimeType("application", "zlib");

    private static void Add(PartNode node, PartNode? child)
    {
        if (child is not null)
            node.Children.Add(child);
    }

    // RFC 8551 §3.9: also by the name of the file, where a gateway lost the type
    private static bool IsCms(MimePart part) =>
        part.ContentType.IsMimeType("application", "pkcs7-mime")
        || part.ContentType.IsMimeType("application", "x-pkcs7-mime")
        || (
            part.ContentType.IsMimeType("application", "octet-stream")
            && part.FileName is { } name
            && (
                name.EndsWith(".p7m", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".p7z", StringComparison.OrdinalIgnoreCase)
            )
        );

    private static string Child(string path, int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.{number}");

    private void Report(string code, string where, string text) => Problems.Add(new(code, where, text));
}
