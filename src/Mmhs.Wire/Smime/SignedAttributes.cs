using System.Collections.Immutable;
using System.Security.Cryptography;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Cms;

namespace Mmhs.Wire.Smime;

/// <summary>The signed attributes of one signer, and the rules about them (RFC 5652 §5.3, §11; RFC 8551 §2.5; RFC 5035 §3).</summary>
internal sealed class SignedAttributes
{
    // these may be there once, with one value; anything else makes the signature fail (RFC 8551 §2.5; smime.md §2.2)
    private static readonly ImmutableHashSet<string> Single =
    [
        CmsOids.ContentType,
        CmsOids.MessageDigest,
        CmsOids.SigningTime,
        CmsOids.SmimeCapabilities,
        CmsOids.EncryptionKeyPreference,
        CmsOids.ReceiptRequest,
        EssLabelCodec.AttributeType,
        CmsOids.SigningCertificate,
        CmsOids.SigningCertificateV2,
        CmsOids.SignatureType,
    ];

    private readonly Dictionary<string, Asn1Encodable> _values = [];
    private readonly Asn1Set? _received;

    public SignedAttributes(SignerInformation signer)
    {
        foreach (var element in signer.SignerInfo.UnsignedAttrs ?? DerSet.Empty)
        {
            // RFC 5652 §11, RFC 2634 §1.3.4: these must be signed, so one that is not was put there by somebody else
            var oid = Org.BouncyCastle.Asn1.Cms.Attribute.GetInstance(element).AttrType.Id;
            if (Single.Contains(oid))
                Fault ??= $"The attribute {oid} is there and not signed.";
        }
        _received = signer.SignerInfo.SignedAttrs;
        if (_received is not { } attributes)
            return;
        IsPresent = true;
        foreach (var element in attributes)
        {
            var attribute = Org.BouncyCastle.Asn1.Cms.Attribute.GetInstance(element);
            var oid = attribute.AttrType.Id;
            if (!Single.Contains(oid))
                continue;
            if (attribute.AttrValues.Count != 1 || !_values.TryAdd(oid, attribute.AttrValues[0]))
                Fault ??= $"The signed attribute {oid} is there twice or has not one value.";
        }
    }

    public bool IsPresent { get; }

    /// <summary>The octets the signature may be over: the set in the order of DER, and where it came in another order, that too.</summary>
    /// <remarks>
    /// RFC 5652 §5.4 wants DER, whose sets are sorted; some signers, those of RFC 4134 §4.10 among them, signed what they wrote. The
    /// attributes are the same in both, so nothing is believed that was not signed.
    /// </remarks>
    public IEnumerable<byte[]> SignedForms()
    {
        if (_received is null)
            yield break;
        var sorted = _received.GetEncoded(Asn1Encodable.Der);
        yield return sorted;
        var received = _received.GetEncoded(Asn1Encodable.DL);
        if (!received.AsSpan().SequenceEqual(sorted))
            yield return received;
    }

    /// <summary>A broken rule of number; null when none is.</summary>
    public string? Fault { get; }

    public DateTimeOffset? SigningTime =>
        _values.TryGetValue(CmsOids.SigningTime, out var value)
            ? new DateTimeOffset(Time.GetInstance(value).ToDateTime().ToUniversalTime())
            : null;

    public bool ReceiptRequested => _values.ContainsKey(CmsOids.ReceiptRequest);

    public string SignatureType =>
        _values.TryGetValue(CmsOids.SignatureType, out var value) && Asn1Sequence.GetInstance(value) is { Count: > 0 } types
            ? DerObjectIdentifier.GetInstance(types[0]).Id switch
            {
                "1.2.840.113549.1.9.16.9.1" => "originator", // RFC 3183 §3.1 and following
                "1.2.840.113549.1.9.16.9.2" => "domain",
                "1.2.840.113549.1.9.16.9.3" => "additionalAttributes",
                "1.2.840.113549.1.9.16.9.4" => "review",
                var other => other,
            }
            : "originator";

    /// <summary>What contradicts the content; null when nothing does.</summary>
    public string? Contradiction(string contentType, byte[] digest)
    {
        if (!_values.TryGetValue(CmsOids.ContentType, out var type) || DerObjectIdentifier.GetInstance(type).Id != contentType)
            return "The signed content type is missing or not the one of the content.";
        if (!_values.TryGetValue(CmsOids.MessageDigest, out var signed))
            return "The digest of the content is not among the signed attributes.";
        return Asn1OctetString.GetInstance(signed).GetOctets().AsSpan().SequenceEqual(digest)
            ? null
            : "The content is not the one that was signed: it was changed.";
    }

    /// <summary>What says that another certificate was meant; null when none does (RFC 5035 §3; the first entry is the signer's).</summary>
    public string? OtherCertificate(byte[] certificate)
    {
        const string Other = "The signature names another certificate as the signer's.";
        if (_values.TryGetValue(CmsOids.SigningCertificateV2, out var second))
        {
            var id = SigningCertificateV2.GetInstance(second).GetCerts()[0];
            if (SignatureArithmetic.Digest(id.HashAlgorithm.Algorithm.Id) is not { } digest)
                return "The certificate is named by an unknown digest.";
            if (!CryptographicOperations.HashData(digest, certificate).AsSpan().SequenceEqual(id.GetCertHash()))
                return Other;
        }
        if (_values.TryGetValue(CmsOids.SigningCertificate, out var first))
        {
            var id = SigningCertificate.GetInstance(first).GetCerts()[0];
            if (!CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate).AsSpan().SequenceEqual(id.GetCertHash()))
                return Other;
        }
        return null;
    }

    public (SecurityLabel? Label, string? Problem) Label()
    {
        if (!_values.TryGetValue(EssLabelCodec.AttributeType, out var value))
            return (null, null);
        return EssLabelCodec.TryDecode(value.GetEncoded(), out var label, out var problem) ? (label, null) : (null, problem);
    }
}
