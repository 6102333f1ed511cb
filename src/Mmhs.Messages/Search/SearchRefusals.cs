namespace Mmhs.Messages.Search;

/// <summary>Why a search is not understood, codes <c>SRCH-</c>.</summary>
public static class SearchRefusals
{
    public static RefusalKind Empty { get; } = new("SRCH-001", "Write what to look for.", "q");

    public static RefusalKind TooLong { get; } =
        new("SRCH-002", $"A search has {SearchReader.MaxLength} characters and {SearchReader.MaxTerms} terms at most.", "q");

    public static RefusalKind<string> NoDate { get; } =
        new("SRCH-003", "\"{0}\" is no date. Write 2026-11-24 or a DTG such as 240900ZNOV26.", "q");

    public static RefusalKind<string, string> UnknownField { get; } =
        new(
            "SRCH-004",
            "\"{0}:{1}\" cannot be looked for. Known are subject, from, text, sic, id, precedence, label, has:file, after and before; put other words with a colon in quotes.",
            "q"
        );
}
