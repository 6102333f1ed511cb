using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Smime;

/// <summary>The mail addresses a certificate speaks for (RFC 8550 §3; RFC 5280 §4.2.1.6).</summary>
public static class CertificateAddresses
{
    private const string SubjectAltName = "2.5.29.17";
    private const string EmailAddress = "1.2.840.113549.1.9.1"; // RFC 2985 §5.2.1, in old subject names

    /// <summary>rfc822Name entries, then the emailAddress of the subject; empty when there are none or they cannot be read.</summary>
    public static ImmutableArray<string> Of(X509Certificate2 certificate)
    {
        var addresses = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var extension in certificate.Extensions)
                if (extension.Oid?.Value == SubjectAltName)
                    Read(extension.RawData, addresses);
            foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
                if (
                    !name.HasMultipleElements
                    && name.GetSingleElementType().Value == EmailAddress
                    && name.GetSingleElementValue() is { } address
                )
                    addresses.Add(address);
        }
        catch (Exception unreadable) when (unreadable is AsnContentException or CryptographicException)
        {
            return [];
        }
        return [.. addresses.Distinct()];
    }

    /// <summary>Whether it speaks for an address: local part exactly, domain without regard to case (RFC 5321 §2.4).</summary>
    public static bool Covers(IEnumerable<string> addresses, string address) =>
        addresses.Any(candidate => Same(candidate, address));

    /// <summary>What stands behind the last at sign; empty where there is none.</summary>
    public static string DomainOf(string address) => address.LastIndexOf('@') is >= 0 and var at ? address[(at + 1)..] : "";

    private static bool Same(string one, string other)
    {
        var at = one.LastIndexOf('@');
        return at == other.LastIndexOf('@')
            && at >= 0
            && string.CompareOrdinal(one, 0, other, 0, at) == 0
            && string.Equals(one[at..], other[at..], StringComparison.OrdinalIgnoreCase);
    }

    private static void Read(byte[] octets, ImmutableArray<string>.Builder addresses)
    {
        var rfc822Name = new Asn1Tag(TagClass.ContextSpecific, 1);
        var names = new AsnReader(octets, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (names.PeekTag() == rfc822Name)
                addresses.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, rfc822Name));
            else
                names.ReadEncodedValue();
        }
    }
}
