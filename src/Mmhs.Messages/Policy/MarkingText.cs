namespace Mmhs.Messages.Policy;

/// <summary>Builds the words of a marking: policy, classification, the tags in the order of the SPIF, privacy mark.</summary>
internal sealed class MarkingText(SecurityPolicy policy, SecurityLabel label, MarkingCode place, string? language)
{
    private readonly Classification? _classification = policy.Find(label.Classification);

    public string Write()
    {
        var classification = ClassificationPhrase();
        var segments = Segments().ToList();
        if (classification.Length == 0 && segments.Count == 0)
            return "";

        var whole = policy.Marking.QualifierAt(place, language);
        List<string> parts = [PolicyPhrase(), classification, .. segments, PrivacyMarkPhrase()];
        return whole?.Prefix + string.Join(whole?.Separator ?? " ", parts.Where(part => part.Length > 0)) + whole?.Suffix;
    }

    /// <summary>The phrase of one thing: its own words for the place, its name, or nothing.</summary>
    internal static string PhraseOf(string name, MarkingRules rules, MarkingCode place, string? language)
    {
        var fitting = rules.At(place, language).ToList();
        if (fitting.Exists(data => data.Codes.Contains(MarkingCode.NoMarkingDisplay)))
            return "";

        // a phrase that replaces the policy's name is not a phrase for the thing itself, which keeps its name
        var own = fitting.Find(data => data.Phrase is not null && !data.Codes.Contains(MarkingCode.ReplacePolicy));
        if (own is null && fitting.Exists(data => data.Codes.Contains(MarkingCode.NoNameDisplay)))
            return "";

        var qualifier = rules.QualifierAt(place, language);
        return qualifier?.Prefix + (own?.Phrase ?? name) + qualifier?.Suffix;
    }

    private string PolicyPhrase()
    {
        // the first in this order wins, so a classification's COSMOS beats a context's ALLIANCE
        IEnumerable<MarkingRules> inOrder =
        [
            policy.NameMarking,
            policy.Marking,
            .. _classification is null ? [] : new[] { _classification.Marking },
            .. Selected().Select(value => value.Marking),
        ];
        return inOrder
                .SelectMany(rules => rules.At(place, language))
                .FirstOrDefault(data => data.Phrase is not null && data.Codes.Contains(MarkingCode.ReplacePolicy))
                ?.Phrase
            ?? PhraseOf(policy.Name, policy.NameMarking, place, language);
    }

    private string ClassificationPhrase()
    {
        if (_classification is null)
            return "";
        var suppressed = Selected()
            .Select(value => value.Marking)
            .Prepend(policy.Marking)
            .SelectMany(rules => rules.At(place, language))
            .Any(data => data.Codes.Contains(MarkingCode.SuppressClassName));
        return suppressed ? "" : PhraseOf(_classification.Name, _classification.Marking, place, language);
    }

    private IEnumerable<string> Segments()
    {
        foreach (var set in policy.TagSets)
        foreach (var tag in set.Tags)
        {
            var phrases = SelectedOf(set, tag)
                .Select(value => PhraseOf(value.Name, value.Marking, place, language))
                .Where(phrase => phrase.Length > 0)
                .ToList();
            if (phrases.Count == 0)
                continue;
            var qualifier = tag.Marking.QualifierAt(place, language);
            yield return qualifier?.Prefix + string.Join(qualifier?.Separator ?? "/", phrases) + qualifier?.Suffix;
        }
    }

    private string PrivacyMarkPhrase()
    {
        if (label.PrivacyMark is null)
            return "";
        return policy.PrivacyMarks?.Find(label.PrivacyMark) is { } mark
            ? PhraseOf(mark.Name, mark.Marking, place, language)
            : label.PrivacyMark;
    }

    private IEnumerable<TagCategory> Selected() =>
        policy.TagSets.SelectMany(set => set.Tags.SelectMany(tag => SelectedOf(set, tag)));

    private IEnumerable<TagCategory> SelectedOf(TagSet set, Tag tag) =>
        tag.Values.Where(value => label.Categories.Contains(new Category(set.Id, tag.Kind, value.Value)));
}
