using System.Collections.Immutable;
using System.Security.Cryptography;
using MimeKit;
using Mmhs.Messages.Track;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>Reads any octets as a message: what it says, who signed it, how it is labelled.</summary>
/// <remarks>
/// Never throws and never goes past its limits; what it could not read or left out is among the problems. Nothing is fetched from
/// anywhere. The octets stay the caller's and are not kept.
/// </remarks>
public static class MessageReader
{
    /// <summary>Fields RFC 5322 §3.6 lets a message have once.</summary>
    private static readonly string[] Single =
    [
        "Date",
        "From",
        "Sender",
        "Reply-To",
        "To",
        "Cc",
        "Bcc",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Subject",
    ];

    /// <param name="octets">An RFC 5322 message with any line ends, or a bare CMS object.</param>
    /// <param name="context">What it is read against.</param>
    public static MessageReading Read(ReadOnlyMemory<byte> octets, ReadingContext context)
    {
        var tree = PartTree.Of(octets, looksAtText: !context.FieldsOnly);
        var problems = ImmutableArray.CreateBuilder<ReadingProblem>();
        problems.AddRange(tree.Problems);

        var outer = tree.Message is { } message ? HeaderView.Of(message) : HeaderView.Empty;
        var layers = tree.Root is null ? [] : Layers(tree.Root, context);
        var payload = tree.Root is null ? null : Payload.Of(tree.Root, outer);
        var covering = payload is null ? [] : payload.Signatures.Select(node => layers[node.Path]).ToList();

        var partsAreSigned = layers.Values.Any(layer => layer.Kind == LayerKind.Signed);
        var holds = covering.Count > 0 && covering.TrueForAll(layer => layer.Status == LayerStatus.Valid);
        var (header, originator, signature) = Counting(outer, holds ? payload!.Protected : null, covering, partsAreSigned);
        var differences = payload?.Protected is { } covered ? HeaderComparison.Differences(covered, outer) : [];
        problems.AddRange(
            differences.Select(name => new ReadingProblem(
                ReadingCodes.HeaderDiffers,
                name,
                "The field says one thing outside and another inside the signature."
            ))
        );
        problems.AddRange(
            Single
                .Where(name => header.Count(name) > 1)
                .Select(name => new ReadingProblem(
                    ReadingCodes.HeaderRepeated,
                    name,
                    "The field is there more than once; the first counts."
                ))
        );

        var military = MmhsHeaderReader.Read(header.Raw());
        problems.AddRange(military.Problems.Select(problem => new ReadingProblem(problem.Code, problem.Where, problem.Text)));

        if (tree.Message is not null)
            problems.AddRange(originator.Problems);
        var unsigned = tree.Root is null ? [] : SignatureReach.Unsigned(tree.Root, payload!, holds, partsAreSigned);
        problems.AddRange(unsigned.Select(SignatureReach.Problem));
        if (signature.Status is SignatureStatus.Invalid or SignatureStatus.Untrusted)
            problems.Add(new(ReadingCodes.Signature, "message", signature.Words));
        var labels = LabelVerdict.Of(covering, header == outer ? [outer] : [header, outer], context);
        problems.AddRange(labels.Problems);
        var received = outer.Received();
        var body = Convert.ToHexStringLower(SHA256.HashData(octets.Span[Math.Min(tree.BodyOffset, octets.Length)..]));

        return new MessageReading
        {
            MessageId = header.Id("Message-ID"),
            Subject = header.Text("Subject"),
            Date = header.Date("Date"),
            From = originator.From,
            HasPlainOriginator = originator.ReadFrom is OriginatorReading.One && !originator.ReadSender.IsFaulty,
            Sender = originator.Sender,
            To = header.Addresses("To"),
            Cc = header.Addresses("Cc"),
            Bcc = header.Addresses("Bcc"),
            ReplyTo = header.Addresses("Reply-To"),
            InReplyTo = header.Id("In-Reply-To"),
            References = header.Ids("References"),
            Mmhs = military.Mmhs,
            Interworking = military.Interworking,
            ReturnPaths = outer.ReturnPaths(),
            OriginalRecipient = outer.Text(FieldNames.OriginalRecipient) is { Length: > 0 } original ? original : null,
            AutoSubmitted = outer.Word("Auto-Submitted") is { } word and not "no" ? word : null,
            IsFromList = outer.IsFromList,
            Authentication = AuthenticationResult.Of(outer, context.TrustedVerifiers),
            Misspelled = military.Misspelled,
            GatewayDetails = military.GatewayDetails,
            Parts = tree.Root is null || context.FieldsOnly ? [] : [.. PartList.Of(tree.Root, payload!.Wrapper)],
            Text = payload is null || context.FieldsOnly ? null : MessageText.Of(payload.Root),
            Layers = [.. layers.Values],
            Labels = labels.Labels,
            LabelsAgree = labels.Agree,
            Report = payload is null ? null : ReportReader.Read(payload.Root),
            Problems = problems.ToImmutable(),
            Signature = signature.Status,
            SignatureWords = signature.Words,
            Signed = signature.Signed,
            Unsigned = unsigned,
            EffectiveLabel = labels.Effective,
            LabelStatus = labels.Status,
            HeaderDifferences = differences,
            BodySha256 = body,
            ContentSha256 = ContentDigest.Of(header, tree.Message?.Body?.Headers, body),
            SubmittedAt = received.IsEmpty ? null : received[^1],
            DeliveredAt = received.IsEmpty ? null : received[0],
        };
    }

    // domain-signing §6: a protected header counts when its signature holds and is that of whom it names; the outer one otherwise.
    // Else whoever signs with a key of his own making would speak in any name, past every door that reads the outer one.
    private static (HeaderView Header, OriginatorView Originator, SignatureVerdict Signature) Counting(
        HeaderView outer,
        HeaderView? inside,
        List<LayerReading> covering,
        bool partsAreSigned
    )
    {
        if (inside is not null && Judged(inside) is var covered && covered.Signature.Status == SignatureStatus.Valid)
            return covered;
        return Judged(outer);

        (HeaderView, OriginatorView, SignatureVerdict Signature) Judged(HeaderView header)
        {
            var originator = OriginatorView.Of(header);
            return (header, originator, SignatureVerdict.Of(covering, partsAreSigned, originator));
        }
    }

    /// <summary>Every wrapper of the message, by its path, from the outside in.</summary>
    private static OrderedDictionary<string, LayerReading> Layers(PartNode root, ReadingContext context)
    {
        var layers = new OrderedDictionary<string, LayerReading>(StringComparer.Ordinal);
        foreach (var node in root.WithDescendants())
            if (node.Cms is { } cms)
                layers.Add(node.Path, Layer(node, cms, context));
        return layers;
    }

    private static LayerReading Layer(PartNode node, CmsContent cms, ReadingContext context) =>
        cms switch
        {
            CmsContent.Signed(var data, null) when node.Entity is Multipart multipart && Covered(node) is { } content =>
                ClearSigned.Checked(SignedDataReader.Read(node.Path, data, content, context.Signers, context.At), multipart),
            CmsContent.Signed(var data, { } inside) => SignedDataReader.Read(
                node.Path,
                data,
                inside,
                context.Signers,
                context.At
            ),
            CmsContent.Signed => new(
                node.Path,
                LayerKind.Signed,
                LayerStatus.Malformed,
                "What is signed is not in the message.",
                []
            ),
            CmsContent.Enveloped(var isAuthenticated) => new(
                node.Path,
                isAuthenticated ? LayerKind.AuthEnveloped : LayerKind.Enveloped,
                LayerStatus.Undecryptable,
                "There is no key here that opens it.",
                []
            ),
            CmsContent.Compressed => new(node.Path, LayerKind.Compressed, LayerStatus.Valid, null, []),
            CmsContent.Unopened(var reason) => new(node.Path, LayerKind.Compressed, LayerStatus.Malformed, reason, []),
            CmsContent.Receipt(var data) => SignedDataReader.Read(
                node.Path,
                data,
                CmsContent.OctetsOf(data.SignedContent),
                context.Signers,
                context.At
            ) with
            {
                Kind = LayerKind.Receipt,
            },
            CmsContent.Malformed(var reason) => new(node.Path, LayerKind.Signed, LayerStatus.Malformed, reason, []),
            CmsContent.NotDetached(var reason) => new(node.Path, LayerKind.Signed, LayerStatus.Invalid, reason, []),
            CmsContent.Other(var oid) => new(
                node.Path,
                LayerKind.Signed,
                LayerStatus.Malformed,
                $"Objects of type {oid} carry no message.",
                []
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    // RFC 8551 §3.5.3: clear signed, so the first part with its header, its line ends made CRLF
    private static ReadOnlyMemory<byte>? Covered(PartNode node) =>
        node.Children is [var first, ..] ? LineEnds.ToCrlf(first.Whole) : null;
}
