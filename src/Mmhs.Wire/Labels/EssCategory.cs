using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Org.BouncyCastle.Asn1;

namespace Mmhs.Wire.Labels;

/// <summary>The syntaxes of security categories we understand, all under one arc.</summary>
/// <remarks>
/// <c>SEQUENCE { tagName OID, BIT STRING or SET OF INTEGER }</c>; bit 0 is the highest bit of the first octet.
/// Source: ACP 145; RFC 2634 §3.2 for the frame around it.
/// </remarks>
internal static class EssCategory
{
    private const string Arc = "2.16.840.1.101.2.1.8.3.";

    public static string? TypeOf(TagKind kind) =>
        kind switch
        {
            TagKind.Restrictive => Arc + "0",
            TagKind.EnumeratedPermissive => Arc + "1",
            TagKind.Permissive => Arc + "2",
            TagKind.InformativeBits or TagKind.InformativeValues => Arc + "3",
            TagKind.EnumeratedRestrictive => Arc + "4",
            TagKind.Unknown => null,
        };

    /// <summary>The kind a category type and the form of its value mean; null for a type not under our arc.</summary>
    public static TagKind? KindOf(string type, bool isBits) =>
        !type.StartsWith(Arc, StringComparison.Ordinal)
            ? null
            : type[Arc.Length..] switch
            {
                "0" when isBits => TagKind.Restrictive,
                "1" when !isBits => TagKind.EnumeratedPermissive,
                "2" when isBits => TagKind.Permissive,
                "3" => isBits ? TagKind.InformativeBits : TagKind.InformativeValues,
                "4" when !isBits => TagKind.EnumeratedRestrictive,
                "0" or "1" or "2" or "4" => throw new EssLabelException(
                    "A security category has numbers where bits belong, or bits where numbers belong."
                ),
                _ => null,
            };

    public static Asn1EncodableVector Encode(ImmutableSortedSet<Category> categories)
    {
        var encoded = new Asn1EncodableVector();
        foreach (
            var tag in categories
                .Where(category => category.Kind != TagKind.Unknown)
                .GroupBy(category => (category.TagSetId, category.Kind))
        )
        {
            var values = tag.Select(category => category.Value);
            Asn1Encodable attributes = tag.Key.Kind is TagKind.Restrictive or TagKind.Permissive or TagKind.InformativeBits
                ? ToBits([.. values])
                : DerSet.FromVector(Asn1EncodableVector.FromEnumerable(values.Select(value => DerInteger.ValueOf(value))));
            encoded.Add(Frame(TypeOf(tag.Key.Kind)!, new DerSequence(new DerObjectIdentifier(tag.Key.TagSetId), attributes)));
        }
        foreach (var unknown in categories.Where(category => category.Kind == TagKind.Unknown))
            encoded.Add(
                Frame(
                    unknown.TagSetId,
                    Asn1Object.FromByteArray(
                        Convert.FromBase64String(
                            unknown.Raw
                                ?? throw new ArgumentException("A category of unknown kind has no octets.", nameof(categories))
                        )
                    )
                )
            );
        return encoded;
    }

    // RFC 2634 §3.2: type [0] IMPLICIT, value [1] EXPLICIT
    private static DerSequence Frame(string type, Asn1Encodable value) =>
        new(new DerTaggedObject(false, 0, new DerObjectIdentifier(type)), new DerTaggedObject(true, 1, value));

    // X.690 §11.2.2: a named bit list has no trailing zero bits in DER
    private static DerBitString ToBits(IReadOnlyCollection<long> bits)
    {
        var highest = bits.Max();
        if (bits.Min() < 0 || highest >= EssLabelCodec.MaxBits)
            throw new ArgumentException("A bit number is not from 0 to 65535.", nameof(bits));
        var octets = new byte[(highest / 8) + 1];
        foreach (var bit in bits)
            octets[bit / 8] |= (byte)(0x80 >> (int)(bit % 8));
        return new(octets, 7 - (int)(highest % 8));
    }
}
