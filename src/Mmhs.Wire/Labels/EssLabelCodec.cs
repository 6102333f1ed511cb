using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Mmhs.Messages.Policy;
using Org.BouncyCastle.Asn1;

namespace Mmhs.Wire.Labels;

/// <summary>ESSSecurityLabel, the label inside a signature.</summary>
/// <remarks>
/// Read in BER, members in any order and each at most once, as published samples have them; written in DER, as a signed attribute must be.
/// Categories in the tag syntaxes of ACP 145 are understood, others are kept as they came. Source: RFC 2634 §3.2; MMHS §4.2.5.
/// </remarks>
public static class EssLabelCodec
{
    /// <summary>Highest number of bits of a bit map that is read or written; the standards name no limit.</summary>
    public const int MaxBits = 65_536;

    /// <summary>In octets; what is longer is refused unread.</summary>
    public const int MaxLength = 256 << 10;

    private const int MaxClassification = 256; // RFC 2634 §3.2: ub-integer-options
    private const int MaxPrintableMark = 128; // RFC 2634 §3.2: ub-privacy-mark-length
    private const int MaxCategories = 64; // RFC 2634 §3.2: ub-security-categories

    /// <summary>The attribute type id-aa-securityLabel (RFC 2634 §3.2).</summary>
    public const string AttributeType = "1.2.840.113549.1.9.16.2.2";

    /// <summary>Gives the DER of a label.</summary>
    /// <exception cref="ArgumentException">The label has no such form: a number out of range, an empty privacy mark, more than 64 categories.</exception>
    public static byte[] Encode(SecurityLabel label)
    {
        if (!ObjectIdentifiers.IsValid(label.PolicyId))
            throw new ArgumentException("The policy of the label is no object identifier.", nameof(label));
        if (label.Classification is < 0 or > MaxClassification)
            throw new ArgumentException("The classification is not from 0 to 256.", nameof(label));
        if (label.PrivacyMark is "")
            throw new ArgumentException("The privacy mark is empty; leave it out instead.", nameof(label));

        var members = new Asn1EncodableVector { new DerObjectIdentifier(label.PolicyId) };
        if (label.Classification is { } classification)
            members.Add(DerInteger.ValueOf(classification));
        if (label.PrivacyMark is { } mark)
            members.Add(IsPrintable(mark) ? new DerPrintableString(mark) : new DerUtf8String(mark));
        var categories = EssCategory.Encode(label.Categories);
        if (categories.Count > MaxCategories)
            throw new ArgumentException("The label has more than 64 categories.", nameof(label));
        if (categories.Count > 0)
            members.Add(DerSet.FromVector(categories));
        return DerSet.FromVector(members).GetEncoded(Asn1Encodable.Der); // X.690 §10.3: a SET in the order of its tags
    }

    /// <summary>Reads a label; never throws, whatever the octets.</summary>
    /// <param name="octets">The whole encoding and nothing after it.</param>
    /// <param name="label">The label; null on failure.</param>
    /// <param name="problem">What was found instead; null on success.</param>
    public static bool TryDecode(
        ReadOnlyMemory<byte> octets,
        [NotNullWhen(true)] out SecurityLabel? label,
        [NotNullWhen(false)] out string? problem
    )
    {
        label = null;
        if (octets.Length > MaxLength)
        {
            problem = $"The label has {octets.Length} octets, at most {MaxLength} are read.";
            return false;
        }
        try
        {
            label = Decode(octets.ToArray());
            problem = null;
            return true;
        }
        catch (EssLabelException refusal)
        {
            problem = refusal.Message;
        }
        catch (Exception refusal)
            when (refusal
                    is IOException
                        or ArgumentException
                        or InvalidOperationException
                        or OverflowException
                        or FormatException
                        or IndexOutOfRangeException
                        or InvalidCastException
                        or NullReferenceException
            )
        {
            // the library reports bad octets with whatever came to hand
            problem = "The octets are not well-formed ASN.1.";
        }
        return false;
    }

    private static SecurityLabel Decode(byte[] octets)
    {
        using var stream = new Asn1InputStream(octets);
        if (stream.ReadObject() is not Asn1Set set)
            throw new EssLabelException("The label is not a SET.");
        if (stream.ReadObject() is not null)
            throw new EssLabelException("There are octets after the label.");

        string? policy = null,
            mark = null;
        int? classification = null;
        EssCategories? categories = null;
        foreach (var member in set)
        {
            switch (member.ToAsn1Object())
            {
                case DerObjectIdentifier id when policy is null:
                    policy = id.Id;
                    break;
                case DerInteger number when classification is null:
                    if (!number.TryGetIntValueExact(out var value) || value is < 0 or > MaxClassification)
                        throw new EssLabelException("The classification is not from 0 to 256.");
                    classification = value;
                    break;
                case DerPrintableString printable when mark is null:
                    mark = printable.GetString();
                    if (mark.Length is 0 or > MaxPrintableMark)
                        throw new EssLabelException("The privacy mark has no or more than 128 characters.");
                    break;
                case DerUtf8String utf8 when mark is null:
                    mark = utf8.GetString();
                    if (mark.Length == 0)
                        throw new EssLabelException("The privacy mark is empty.");
                    break;
                case Asn1Set members when categories is null:
                    if (members.Count is 0 or > MaxCategories)
                        throw new EssLabelException("There are no or more than 64 security categories.");
                    categories = EssCategories.Read(members);
                    break;
                case var other:
                    throw new EssLabelException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The label has a second or an unknown member ({other.GetType().Name})."
                        )
                    );
            }
        }
        if (policy is null)
            throw new EssLabelException("The label names no policy.");
        return new(policy, classification, mark, categories?.Values ?? []);
    }

    private static bool IsPrintable(string mark) => mark.Length <= MaxPrintableMark && DerPrintableString.IsPrintableString(mark);
}
