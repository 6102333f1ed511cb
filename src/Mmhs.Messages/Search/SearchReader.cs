using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Search;

/// <summary>Reads what a person typed into the search field.</summary>
/// <remarks>
/// Words are all wanted. <c>"words together"</c>, <c>begin*</c>, <c>-unwanted</c>; <c>subject:</c> <c>from:</c> <c>text:</c> <c>sic:</c> <c>id:</c>
/// <c>precedence:</c> <c>label:</c> <c>has:file</c> <c>after:</c> <c>before:</c> say where. What cannot be understood is refused and never dropped.
/// </remarks>
public static class SearchReader
{
    public const int MaxLength = 200;
    public const int MaxTerms = 12;

    /// <summary>What was asked, or why it cannot be.</summary>
    public static (SearchQuery? Query, Refusal? Refusal) Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return (null, SearchRefusals.Empty);
        if (text.Length > MaxLength)
            return (null, SearchRefusals.TooLong);
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        var label = ImmutableArray.CreateBuilder<string>();
        DateTimeOffset? from = null,
            until = null;
        foreach (var (excluded, field, value) in Pieces(text))
        {
            switch (field)
            {
                case "label" when !excluded:
                    label.AddRange(SearchText.Of(value));
                    break;
                case "after" or "before" when !excluded:
                    if (Moment(value) is not { } moment)
                        return (null, SearchRefusals.NoDate.Of(value));
                    if (field == "after")
                        from = moment;
                    else
                        until = moment;
                    break;
                default:
                    var (term, refusal) = Term(excluded, field, value);
                    if (refusal is not null)
                        return (null, refusal);
                    if (term is not null)
                        terms.Add(term);
                    break;
            }
        }
        if (terms.Count > MaxTerms)
            return (null, SearchRefusals.TooLong);
        if (terms.Count == 0 && label.Count == 0 && from is null && until is null)
            return (null, SearchRefusals.Empty);
        return (new(terms.ToImmutable(), label.ToImmutable(), from, until), null);
    }

    private static (SearchTerm?, Refusal?) Term(bool excluded, string? field, string value)
    {
        var prefix = value.EndsWith('*');
        switch (field)
        {
            case "sic":
                var code = SearchFacts.Sic(value);
                return code.Length == 3 ? (null, Unclear(field, value)) : (new(SearchField.Fact, [code], prefix, excluded), null);
            case "id":
                var id = value.Trim().TrimStart('<').TrimEnd('>');
                return id.Length == 0
                    ? (null, Unclear(field, value))
                    : (new(SearchField.Fact, [SearchFacts.Id(id)], false, excluded), null);
            case "has":
                return value.Equals("file", StringComparison.OrdinalIgnoreCase)
                    ? (new(SearchField.Fact, [SearchFacts.HasFile], false, excluded), null)
                    : (null, Unclear(field, value));
            case "precedence":
                return PrecedenceOf(value) is { } precedence
                    ? (new(SearchField.Fact, [SearchFacts.Precedence((int)precedence)], false, excluded), null)
                    : (null, Unclear(field, value));
            case null or "subject" or "from" or "text":
                var words = SearchText.Of(value).ToImmutableArray();
                if (words.IsEmpty)
                    return (null, field is null ? null : Unclear(field, value));
                var where = field switch
                {
                    "subject" => SearchField.Subject,
                    "from" => SearchField.From,
                    "text" => SearchField.Text,
                    _ => SearchField.Anywhere,
                };
                return (new(where, words, prefix, excluded), null);
            default:
                return (null, Unclear(field, value));
        }
    }

    private static Refusal Unclear(string field, string value) => SearchRefusals.UnknownField.Of(field, value);

    // minus, field, colon, then a quoted text or what stands up to the next blank
    private static IEnumerable<(bool Excluded, string? Field, string Value)> Pieces(string text)
    {
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                yield break;
            var excluded = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (excluded)
                at++;
            string? field = null;
            var end = at;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
                end++;
            if (end > at && end < text.Length && text[end] == ':')
            {
                field = text[at..end].ToLowerInvariant();
                at = end + 1;
            }
            string value;
            if (at < text.Length && text[at] == '"')
            {
                var close = text.IndexOf('"', at + 1);
                if (close < 0)
                    close = text.Length;
                value = text[(at + 1)..close];
                at = Math.Min(close + 1, text.Length);
                if (at < text.Length && text[at] == '*')
                {
                    value += '*';
                    at++;
                }
            }
            else
            {
                end = at;
                while (end < text.Length && !char.IsWhiteSpace(text[end]))
                    end++;
                value = text[at..end];
                at = end;
            }
            yield return (excluded, field, value);
        }
    }

    private static Precedence? PrecedenceOf(string value)
    {
        foreach (var precedence in Enum.GetValues<Precedence>())
            if (precedence.ToWord().Equals(value, StringComparison.OrdinalIgnoreCase))
                return precedence;
        return null;
    }

    private static DateTimeOffset? Moment(string value)
    {
        if (DateTime.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new DateTimeOffset(day, TimeSpan.Zero);
        return DateTimeGroup.TryParse(value, out var dtg) ? dtg.At : null;
    }
}
