using MimeKit;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>Whether a <c>multipart/signed</c> is one: a part, and a detached signature over it, and nothing else (RFC 1847 §2.1; RFC 8551 §3.5.3).</summary>
internal static class ClearSigned
{
    private const string Type = "application/pkcs7-signature";
    private const string OldType = "application/x-pkcs7-signature";

    /// <summary>One that says so, or that has a signature of this kind among its parts.</summary>
    public static bool Is(Multipart multipart) =>
        multipart.ContentType.IsMimeType("multipart", "signed")
        && (
            IsSignature(multipart.ContentType.Parameters["protocol"])
            || multipart.Any(part => IsSignature(part.ContentType.MimeType))
        );

    /// <summary>Why its form lets it sign nothing; null when it is good.</summary>
    public static string? Fault(Multipart multipart)
    {
        if (multipart.Count != 2)
            return $"A signed message has exactly two parts, the signed one and the signature; this one has {multipart.Count}.";
        if (multipart[1] is not MimePart || !IsSignature(multipart[1].ContentType.MimeType))
            return "The second part is not the signature.";
        return IsSignature(multipart.ContentType.Parameters["protocol"])
            ? null
            : "The protocol it names is not that of its signature.";
    }

    /// <summary>What stands in the place of the signature, where it is one over what stands beside it.</summary>
    public static CmsContent Detached(CmsContent found) =>
        found switch
        {
            // two contents, one that is signed and another that is shown
            CmsContent.Signed(_, not null) => new CmsContent.NotDetached(
                "The signature brings a content of its own; it is not over what is shown."
            ),
            CmsContent.Signed or CmsContent.Malformed => found,
            _ => new CmsContent.NotDetached("What stands in the place of the signature is none."),
        };

    /// <summary>The layer, invalid where <c>micalg</c> names other digests than its signers used.</summary>
    public static LayerReading Checked(LayerReading layer, Multipart multipart) =>
        DigestNames.Fit(multipart.ContentType.Parameters["micalg"], layer.Signers.Select(signer => signer.Digest))
            ? layer
            : layer with
            {
                Status = LayerStatus.Invalid,
                Reason = "The digest it names (micalg) is not that of its signature.",
                Signers = [],
            };

    public static bool HasTextAround(Multipart multipart) =>
        !string.IsNullOrWhiteSpace(multipart.Preamble) || !string.IsNullOrWhiteSpace(multipart.Epilogue);

    private static bool IsSignature(string? type) =>
        string.Equals(type, Type, StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, OldType, StringComparison.OrdinalIgnoreCase);
}
