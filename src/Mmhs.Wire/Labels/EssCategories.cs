using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Org.BouncyCastle.Asn1;

namespace Mmhs.Wire.Labels;

/// <summary>Reads the security categories of a label.</summary>
internal sealed class EssCategories
{
    private const int MaxValuesPerTag = 65_536;

    private readonly ImmutableSortedSet<Category>.Builder _values = ImmutableSortedSet.CreateBuilder<Category>();

    private EssCategories() { }

    public ImmutableSortedSet<Category> Values => _values.ToImmutable();

    public static EssCategories Read(Asn1Set set)
    {
        var categories = new EssCategories();
        foreach (var element in set)
            categories.Add(element);
        return categories;
    }

    private void Add(Asn1Encodable element)
    {
        if (
            element.ToAsn1Object() is not Asn1Sequence { Count: 2 } category
            || category[0].ToAsn1Object() is not Asn1TaggedObject typeTag
            || !typeTag.HasContextTag(0)
            || category[1].ToAsn1Object() is not Asn1TaggedObject valueTag
            || !valueTag.HasContextTag(1)
            || !valueTag.IsExplicit()
        )
            throw new EssLabelException("A security category is not a type [0] and a value [1].");

        var type = DerObjectIdentifier.GetTagged(typeTag, false).Id;
        var value = valueTag.GetExplicitBaseObject().ToAsn1Object();
        if (EssCategory.KindOf(type, IsBits(value)) is not { } kind)
        {
            Keep(type, value);
            return;
        }
        if (value is not Asn1Sequence { Count: 2 } tag || tag[0].ToAsn1Object() is not DerObjectIdentifier tagSet)
            throw new EssLabelException("A security category does not name its tag set.");

        var numbers = tag[1].ToAsn1Object() switch
        {
            DerBitString bits => Bits(bits),
            Asn1Set list => Numbers(list),
            _ => throw new EssLabelException("The values of a security category are neither bits nor numbers."),
        };
        foreach (var number in numbers)
            _values.Add(new(tagSet.Id, kind, number));

        // nobody holds one of no values: a permissive tag without any must not read as one that imposes nothing
        if (numbers.Count == 0 && kind.IsPermissive())
            Keep(type, value);
    }

    private void Keep(string type, Asn1Object value) =>
        _values.Add(new(type, TagKind.Unknown, 0, Convert.ToBase64String(value.GetEncoded(Asn1Encodable.Der))));

    private static bool IsBits(Asn1Object value) =>
        value is Asn1Sequence { Count: 2 } tag && tag[1].ToAsn1Object() is DerBitString;

    private static List<long> Bits(DerBitString bits)
    {
        var octets = bits.GetBytes();
        List<long> set = [];
        for (var bit = 0; bit < octets.Length * 8; bit++)
        {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) == 0)
                continue; // trailing zeros mean nothing
            if (bit >= EssLabelCodec.MaxBits)
                throw new EssLabelException("A bit map has a bit above 65535.");
            set.Add(bit);
        }
        return set;
    }

    private static List<long> Numbers(Asn1Set list)
    {
        if (list.Count > MaxValuesPerTag)
            throw new EssLabelException("A security category has more than 65536 values.");
        List<long> numbers = [];
        foreach (var element in list)
        {
            if (element.ToAsn1Object() is not DerInteger integer || !integer.TryGetLongValueExact(out var number) || number < 0)
                throw new EssLabelException("A value of a security category is not a number from 0 to 9223372036854775807.");
            numbers.Add(number);
        }
        return numbers;
    }
}
