using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>Where a phrase of a marking goes, or how it is to be treated (SPIF marking codes).</summary>
public enum MarkingCode : byte
{
    PageTop,
    PageBottom,

    /// <summary>Serves both <see cref="PageTop"/> and <see cref="PageBottom"/>.</summary>
    PageTopBottom,
    DocumentStart,
    DocumentEnd,
    FirstLineOfText,
    LastLineOfText,
    Subject,
    XHeader,
    PortionMarking,
    InputTitle,
    WaterMark,

    /// <summary>A treatment, as the rest: the name is never shown in place of a missing phrase.</summary>
    NoNameDisplay,

    /// <summary>Shown when composing only.</summary>
    NoMarkingDisplay,

    /// <summary>The classification's name is left out of the marking.</summary>
    SuppressClassName,

    /// <summary>The phrase stands in the place of the policy's name.</summary>
    ReplacePolicy,
}

/// <summary>A phrase for some places and one language.</summary>
/// <param name="Phrase">Null: the name of the thing marked.</param>
/// <param name="Language">RFC 5646 tag; null for every language.</param>
/// <param name="Codes">Places and treatments, at least one.</param>
public sealed record MarkingData(string? Phrase, string? Language, ImmutableArray<MarkingCode> Codes)
{
    /// <summary>A phrase whose codes name no place serves every place.</summary>
    public bool Serves(MarkingCode place)
    {
        var namesAPlace = false;
        foreach (var code in Codes)
        {
            if (code.Serves(place))
                return true;
            namesAPlace |= code < MarkingCode.NoNameDisplay;
        }
        return !namesAPlace;
    }
}

/// <summary>What stands before, between and after values.</summary>
/// <param name="Code">The place it is for; null for every place.</param>
/// <param name="Language">RFC 5646 tag; null for every language.</param>
/// <param name="Prefix">Used literally, blanks included.</param>
/// <param name="Suffix">Used literally, blanks included.</param>
/// <param name="Separator">Null: the default of the place it is used in.</param>
public sealed record MarkingQualifier(MarkingCode? Code, string? Language, string Prefix, string Suffix, string? Separator);

/// <summary>All that a policy says about how one of its things is marked.</summary>
public sealed record MarkingRules(ImmutableArray<MarkingData> Data, ImmutableArray<MarkingQualifier> Qualifiers)
{
    public static MarkingRules None { get; } = new([], []);

    /// <summary>The data that apply at a place in a language: the exact language first, then its primary subtag, then none.</summary>
    public IEnumerable<MarkingData> At(MarkingCode place, string? language) =>
        from data in Data
        where data.Serves(place)
        let rank = Rank(data.Language, language)
        where rank is not null
        orderby rank
        select data;

    /// <summary>The qualifier for a place in a language: one for this place before one for every place; null when there is none.</summary>
    public MarkingQualifier? QualifierAt(MarkingCode place, string? language) =>
        (
            from qualifier in Qualifiers
            where qualifier.Code is not { } code || code.Serves(place)
            let rank = Rank(qualifier.Language, language)
            where rank is not null
            orderby qualifier.Code is null, rank
            select qualifier
        ).FirstOrDefault();

    private static int? Rank(string? offered, string? wanted)
    {
        if (offered is null)
            return 2;
        if (wanted is null)
            return null;
        if (Names.Same(offered, wanted))
            return 0;
        return Names.Same(Primary(offered), Primary(wanted)) ? 1 : null;
    }

    private static string Primary(string language) => language.Split('-')[0];
}

internal static class MarkingCodes
{
    public static bool Serves(this MarkingCode code, MarkingCode place) =>
        code == place
        || (code == MarkingCode.PageTopBottom && place is MarkingCode.PageTop or MarkingCode.PageBottom)
        || (place == MarkingCode.PageTopBottom && code is MarkingCode.PageTop or MarkingCode.PageBottom);
}
