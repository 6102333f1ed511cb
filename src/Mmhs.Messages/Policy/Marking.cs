using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Mmhs.Messages.Policy;

/// <summary>What people read in place of a label: the words, and the colours that repeat them.</summary>
/// <param name="Text">Empty where the policy wants no marking.</param>
/// <param name="Background">A colour of <see cref="Colours"/>; null where the policy has none for the classification.</param>
/// <param name="Foreground">Black or white, whichever is read better; null with <paramref name="Background"/>.</param>
public sealed record Marking(string Text, string? Background, string? Foreground)
{
    private const int MostKnown = 2000;
    private static readonly ConditionalWeakTable<
        SecurityPolicy,
        ConcurrentDictionary<(SecurityLabel, MarkingCode, string?), Marking>
    > Known = [];

    /// <summary>The marking of a label at a place.</summary>
    /// <remarks>
    /// What the policy does not know is not in the words: validate first (<see cref="LabelRules"/>) and say so beside the marking.
    /// Source: Open XML SPIF, marking data and qualifiers; ADatP-4774.1.
    /// </remarks>
    /// <param name="policy">The policy of the label.</param>
    /// <param name="label">The label.</param>
    /// <param name="place">A place; the treatments among the codes are no places.</param>
    /// <param name="language">RFC 5646 tag; null for the policy's own language.</param>
    public static Marking Of(
        SecurityPolicy policy,
        SecurityLabel label,
        MarkingCode place = MarkingCode.PageTop,
        string? language = null
    )
    {
        language ??= policy.Language;
        // the same few labels are marked all day; beyond a bound, which only strangers' labels could reach, nothing more is kept
        var known = Known.GetOrCreateValue(policy);
        if (known.TryGetValue((label, place, language), out var marking))
            return marking;
        marking = Made(policy, label, place, language);
        if (known.Count < MostKnown)
            known.TryAdd((label, place, language), marking);
        return marking;
    }

    private static Marking Made(SecurityPolicy policy, SecurityLabel label, MarkingCode place, string? language)
    {
        var background = policy.Find(label.Classification)?.Colour;
        return new(
            new MarkingText(policy, label, place, language).Write(),
            background,
            background is null ? null : Colours.ForegroundOn(background)
        );
    }

    /// <summary>The abbreviation of the classification in parentheses, as before a paragraph: <c>(S)</c>; empty where nothing is to be marked.</summary>
    public static string Portion(SecurityPolicy policy, SecurityLabel label, string? language = null)
    {
        if (policy.Find(label.Classification) is not { } classification)
            return "";
        var phrase = MarkingText.PhraseOf(
            classification.Name,
            classification.Marking,
            MarkingCode.PortionMarking,
            language ?? policy.Language
        );
        return phrase.Length == 0 ? "" : $"({phrase})";
    }
}
