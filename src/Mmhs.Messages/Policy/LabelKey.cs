using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mmhs.Messages.Policy;

/// <summary>The canonical text of a label, which the database keeps and compares.</summary>
/// <remarks>
/// <c>policy;classification;privacy mark;tag;tag…</c>, for example <c>1.3.6.1.4.1.32473.10.1;4;-;1.3.6.1.4.1.32473.10.1.1:r=1,2</c>.
/// Absent members are <c>-</c>; a privacy mark is <c>=</c> and its percent-encoded text; a tag is <c>id:kind=values</c>, tags and values in
/// ascending order. Not a wire form: no standard knows it.
/// </remarks>
internal static class LabelKey
{
    private const int MaxLength = 1 << 20;

    public static string Write(SecurityLabel label)
    {
        var key = new StringBuilder(label.PolicyId).Append(';');
        if (label.Classification is { } classification)
            key.Append(CultureInfo.InvariantCulture, $"{classification}");
        else
            key.Append('-');
        key.Append(';').Append(label.PrivacyMark is null ? "-" : "=" + Uri.EscapeDataString(label.PrivacyMark));

        Category? previous = null;
        foreach (var category in label.Categories)
        {
            if (previous is not null && previous.TagSetId == category.TagSetId && previous.Kind == category.Kind)
                key.Append(',');
            else
                key.Append(';').Append(category.TagSetId).Append(':').Append(LetterOf(category.Kind)).Append('=');
            if (category.Kind == TagKind.Unknown)
                key.Append(category.Raw);
            else
                key.Append(CultureInfo.InvariantCulture, $"{category.Value}");
            previous = category;
        }
        return key.ToString();
    }

    public static bool TryRead([NotNullWhen(true)] string? key, [NotNullWhen(true)] out SecurityLabel? label)
    {
        label = null;
        if (key is null || key.Length > MaxLength)
            return false;
        var members = key.Split(';');
        if (members.Length < 3 || !ObjectIdentifiers.IsValid(members[0]))
            return false;

        int? classification = null;
        if (members[1] != "-")
        {
            if (!int.TryParse(members[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            classification = number;
        }

        string? mark = null;
        if (members[2].StartsWith('='))
            mark = Uri.UnescapeDataString(members[2][1..]);
        else if (members[2] != "-")
            return false;

        var categories = ImmutableSortedSet.CreateBuilder<Category>();
        foreach (var tag in members.AsSpan(3))
            if (!TryReadTag(tag, categories))
                return false;

        var read = new SecurityLabel(members[0], classification, mark, categories.ToImmutable());
        if (Write(read) != key)
            return false; // one label, one key: another spelling of the same is not one of ours
        label = read;
        return true;
    }

    private static bool TryReadTag(string tag, ImmutableSortedSet<Category>.Builder categories)
    {
        var colon = tag.IndexOf(':', StringComparison.Ordinal);
        var equals = tag.IndexOf('=', StringComparison.Ordinal);
        if (colon < 0 || equals < colon || !ObjectIdentifiers.IsValid(tag[..colon]))
            return false;
        if (KindOf(tag[(colon + 1)..equals]) is not { } kind)
            return false;
        foreach (var value in tag[(equals + 1)..].Split(','))
        {
            if (kind == TagKind.Unknown && Base64.IsValid(value))
                categories.Add(new Category(tag[..colon], kind, 0, value));
            else if (kind != TagKind.Unknown && TryNumber(value, out var number))
                categories.Add(new Category(tag[..colon], kind, number));
            else
                return false;
        }
        return true;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string LetterOf(TagKind kind) =>
        kind switch
        {
            TagKind.Restrictive => "r",
            TagKind.EnumeratedPermissive => "ep",
            TagKind.Permissive => "p",
            TagKind.InformativeBits => "ib",
            TagKind.EnumeratedRestrictive => "er",
            TagKind.InformativeValues => "iv",
            TagKind.Unknown => "u",
        };

    private static TagKind? KindOf(string letter) =>
        letter switch
        {
            "r" => TagKind.Restrictive,
            "ep" => TagKind.EnumeratedPermissive,
            "p" => TagKind.Permissive,
            "ib" => TagKind.InformativeBits,
            "er" => TagKind.EnumeratedRestrictive,
            "iv" => TagKind.InformativeValues,
            "u" => TagKind.Unknown,
            _ => null,
        };
}
