using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Search;
using Mmhs.Records.Deliver;
using Npgsql;
using NpgsqlTypes;

namespace Mmhs.Records.Search;

/// <summary>What can be searched of one message received.</summary>
/// <param name="Id">Key of its inbox entry.</param>
/// <param name="RoleId">Whose inbox.</param>
/// <param name="LabelId">Its label.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="From">Its originator.</param>
/// <param name="Facts">As <see cref="SearchFacts"/> writes them.</param>
/// <param name="Text">Its text.</param>
public sealed record SearchEntry(
    long Id,
    int RoleId,
    int LabelId,
    string Subject,
    string From,
    IEnumerable<string> Facts,
    string Text
);

/// <summary>The words of what was received. Role and label are part of every question, so neither a hit nor a count tells of what the reader may not see (design §6).</summary>
/// <remarks>
/// SQLite: one FTS5 table without content, whose first column holds role and label as words, read in the order of its rows. PostgreSQL: a row with a
/// tsvector beside role and label. Both are asked with words made here; nothing a person typed reaches a query language.
/// </remarks>
public static class InboxSearch
{
    /// <summary>Of the text, in characters; what stands later is not found by its words.</summary>
    public const int MaxText = 128 * 1024;

    /// <summary>Adds entries and says of each that it is there, inside the caller's transaction. One that is there already is not added twice.</summary>
    public static async Task AddAsync(
        PortalContext context,
        IReadOnlyCollection<SearchEntry> entries,
        CancellationToken cancellationToken
    )
    {
        foreach (var entry in entries)
        {
            // the mark first: who finds it set has nothing to add
            if (
                await context
                    .Inbox.Where(row => row.Id == entry.Id && !row.Indexed)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Indexed, true), cancellationToken)
                    .ConfigureAwait(false) == 0
            )
                continue;
            var (subject, from, facts, text) = (
                Words(entry.Subject),
                Words(entry.From),
                string.Join(' ', entry.Facts),
                Words(entry.Text)
            );
            if (context.Database.IsNpgsql())
                await context
                    .Database.ExecuteSqlAsync(
                        $"""
                        INSERT INTO inbox_words (id, role_id, label_id, words) VALUES ({entry.Id}, {entry.RoleId}, {entry.LabelId},
                            setweight(to_tsvector('simple', {subject}), 'A') || setweight(to_tsvector('simple', {from}), 'B')
                            || setweight(to_tsvector('simple', {facts}), 'C') || setweight(to_tsvector('simple', {text}), 'D'))
                        """,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            else
                await context
                    .Database.ExecuteSqlAsync(
                        $"INSERT INTO inbox_words (rowid, rights, subject, sender, facts, body) VALUES ({entry.Id}, {Rights(entry.RoleId, entry.LabelId)}, {subject}, {from}, {facts}, {text})",
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        }
    }

    /// <summary>Keys of a page of hits, latest arrival first.</summary>
    /// <param name="context">The records.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="roles">Whose inboxes; none finds nothing.</param>
    /// <param name="labels">The labels the reader may see, narrowed by the query; none finds nothing.</param>
    /// <param name="span">First key wanted, and the first one no longer wanted: null for the first page without an end.</param>
    /// <param name="take">1 to 500.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<long>> FindAsync(
        PortalContext context,
        SearchQuery query,
        IReadOnlyList<int> roles,
        IReadOnlyList<int> labels,
        (long From, long? Before) span,
        int take,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 500);
        if (roles.Count == 0 || labels.Count == 0)
            return [];
        var before = span.Before ?? long.MaxValue;
        var found = context.Database.IsNpgsql()
            ? query.Terms.IsEmpty
                ? context.Database.SqlQueryRaw<long>(
                    "SELECT id AS \"Value\" FROM inbox_words WHERE role_id = ANY(@roles) AND label_id = ANY(@labels) AND id >= @from AND id < @before ORDER BY id DESC LIMIT @take",
                    PostgreSql(null, roles, labels, span.From, before, take)
                )
                : context.Database.SqlQueryRaw<long>(
                    "SELECT id AS \"Value\" FROM inbox_words WHERE words @@ to_tsquery('simple', @asked) AND role_id = ANY(@roles) AND label_id = ANY(@labels) AND id >= @from AND id < @before ORDER BY id DESC LIMIT @take",
                    PostgreSql(TsQuery(query), roles, labels, span.From, before, take)
                )
            : context.Database.SqlQueryRaw<long>(
                "SELECT rowid AS \"Value\" FROM inbox_words WHERE inbox_words MATCH @asked AND rowid >= @from AND rowid < @before ORDER BY rowid DESC LIMIT @take",
                new SqliteParameter("@asked", Match(query, roles, labels)),
                new SqliteParameter("@from", span.From),
                new SqliteParameter("@before", before),
                new SqliteParameter("@take", take)
            );
        return await found.ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Entries nobody has made searchable yet, oldest first, by the index on them.</summary>
    public static IQueryable<InboxRow> ToIndex(this IQueryable<InboxRow> inbox, int take) =>
        inbox.AsNoTracking().Where(row => !row.Indexed).OrderBy(row => row.Id).Take(take);

    private static object[] PostgreSql(
        string? asked,
        IReadOnlyList<int> roles,
        IReadOnlyList<int> labels,
        long from,
        long before,
        int take
    )
    {
        List<object> parameters =
        [
            new NpgsqlParameter("roles", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = roles.ToArray() },
            new NpgsqlParameter("labels", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = labels.ToArray() },
            new NpgsqlParameter("from", from),
            new NpgsqlParameter("before", before),
            new NpgsqlParameter("take", take),
        ];
        if (asked is not null)
            parameters.Add(new NpgsqlParameter("asked", asked));
        return [.. parameters];
    }

    private static string Rights(int role, int label) => string.Create(CultureInfo.InvariantCulture, $"r{role} l{label}");

    private static string Words(string text) => string.Join(' ', SearchText.Of(Characters.Cut(text, MaxText)));

    // FTS5 §3: every word in quotes, so that none is an operator
    private static string Match(SearchQuery query, IReadOnlyList<int> roles, IReadOnlyList<int> labels)
    {
        var match = new StringBuilder("(rights : (")
            .AppendJoin(" OR ", roles.Select(role => string.Create(CultureInfo.InvariantCulture, $"\"r{role}\"")))
            .Append(")) AND (rights : (")
            .AppendJoin(" OR ", labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"\"l{label}\"")))
            .Append("))");
        foreach (var term in query.Terms.Where(term => !term.IsExcluded))
            match.Append(" AND ").Append(Fts(term));
        var excluded = query.Terms.Where(term => term.IsExcluded).Select(Fts).ToList();
        return excluded.Count == 0 ? match.ToString() : $"({match}) NOT ({string.Join(" OR ", excluded)})";
    }

    private static string Fts(SearchTerm term) =>
        $"({Columns(term.Field)} : \"{string.Join(' ', term.Words)}\"{(term.IsPrefix ? " *" : "")})";

    private static string Columns(SearchField field) =>
        field switch
        {
            SearchField.Anywhere => "{subject sender body}",
            SearchField.Subject => "subject",
            SearchField.From => "sender",
            SearchField.Text => "body",
            SearchField.Fact => "facts",
        };

    private static string TsQuery(SearchQuery query) =>
        string.Join(
            " & ",
            query.Terms.Select(term =>
                (term.IsExcluded ? "!(" : "(")
                + string.Join(
                    " <-> ",
                    term.Words.Select(
                        (word, i) => $"'{word}':{(term.IsPrefix && i == term.Words.Length - 1 ? "*" : "")}{Weights(term.Field)}"
                    )
                )
                + ")"
            )
        );

    private static string Weights(SearchField field) =>
        field switch
        {
            SearchField.Anywhere => "ABD",
            SearchField.Subject => "A",
            SearchField.From => "B",
            SearchField.Text => "D",
            SearchField.Fact => "C",
        };
}
