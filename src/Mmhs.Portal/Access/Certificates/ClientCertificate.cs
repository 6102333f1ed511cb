using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mmhs.Portal.Access.Certificates;

/// <summary>What a client certificate says of its holder.</summary>
internal static class ClientCertificate
{
    /// <summary>SHA-256 of the certificate, lower case.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>The mail addresses among its alternative names; empty also where the extension cannot be read.</summary>
    /// <remarks>Source: RFC 5280 §4.2.1.6, rfc822Name is [1] IA5String.</remarks>
    public static IReadOnlyList<string> Addresses(X509Certificate2 certificate)
    {
        if (certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == "2.5.29.17") is not { } names)
            return [];
        var addresses = new List<string>();
        try
        {
            var sequence = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                var tag = sequence.PeekTag();
                if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 1)))
                    addresses.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                else
                    sequence.ReadEncodedValue();
            }
        }
        catch (Exception unreadable) when (unreadable is AsnContentException or DecoderFallbackException)
        {
            return [];
        }
        return addresses;
    }

    /// <summary>Names of the subject for role rules: <c>o</c> and <c>ou</c>, as many as there are, and each <c>address</c>.</summary>
    public static IEnumerable<(string Type, string Value)> Claims(X509Certificate2 certificate)
    {
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (name.HasMultipleElements || name.GetSingleElementValue() is not { } value)
                continue;
            if (name.GetSingleElementType().Value == "2.5.4.10")
                yield return ("o", value);
            else if (name.GetSingleElementType().Value == "2.5.4.11")
                yield return ("ou", value);
        }
        foreach (var address in Addresses(certificate))
            yield return ("address", address);
    }
}
