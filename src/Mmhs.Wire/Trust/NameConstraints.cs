using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Trust;

/// <summary>What names an authority may certify, in words, for people; paths keep to it by themselves (RFC 5280 §4.2.1.10).</summary>
public static class NameConstraints
{
    private const string Extension = "2.5.29.30";

    /// <summary>A line for each subtree: "only mail of hq.example", "no DNS name in example". Empty: it may certify any name.</summary>
    /// <exception cref="CryptographicException">The extension cannot be read.</exception>
    public static ImmutableArray<string> Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == Extension) is not { } constraints)
            return [];
        try
        {
            var words = ImmutableArray.CreateBuilder<string>();
            var sides = new AsnReader(constraints.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sides.HasData)
            {
                var isPermitted = sides.PeekTag().TagValue == 0;
                var subtrees = sides.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, isPermitted ? 0 : 1));
                while (subtrees.HasData)
                    words.Add($"{(isPermitted ? "only" : "no")} {Name(subtrees.ReadSequence())}");
            }
            return words.ToImmutable();
        }
        catch (AsnContentException unreadable)
        {
            throw new CryptographicException("The name constraints cannot be read.", unreadable);
        }
    }

    // RFC 5280 §4.2.1.6: the tags of GeneralName
    private static string Name(AsnReader subtree)
    {
        var tag = subtree.PeekTag();
        return tag.TagValue switch
        {
            1 => $"mail of {subtree.ReadCharacterString(UniversalTagNumber.IA5String, tag)}",
            2 => $"DNS name in {subtree.ReadCharacterString(UniversalTagNumber.IA5String, tag)}",
            4 => $"directory name under {new X500DistinguishedName(subtree.ReadSequence(tag).ReadEncodedValue().Span).Name}",
            6 => $"URI at {subtree.ReadCharacterString(UniversalTagNumber.IA5String, tag)}",
            7 => $"IP address of {Convert.ToHexString(subtree.ReadOctetString(tag))}",
            var other => $"name of kind {other}",
        };
    }
}
