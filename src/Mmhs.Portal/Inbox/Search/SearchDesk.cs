using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Messages.Search;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Search;

namespace Mmhs.Portal.Inbox.Search;

/// <summary>A page of hits.</summary>
/// <param name="Lines">Latest arrival first.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
/// <param name="Refusal">Why nothing was looked for; null when it was.</param>
public sealed record SearchPageOf(IReadOnlyList<InboxLine> Lines, long? Next, Refusal? Refusal)
{
    public static SearchPageOf Refused(Refusal why) => new([], null, why);
}

/// <summary>Looks through what the role received, or all the organisation did for those who watch it; under the reader's labels, like every list.</summary>
public sealed class SearchDesk(PortalRecords records, LabelAccess gate, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="actor">Who asks.</param>
    /// <param name="text">As typed; see <see cref="SearchReader"/>.</param>
    /// <param name="before">What the page before gave as next; null for the first page.</param>
    /// <param name="take">1 to 500.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SearchPageOf> FindAsync(
        Actor actor,
        string? text,
        long? before,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReadInbox())
        {
            await records.AuditAsync(Denials.Of(actor, "search", null), cancellationToken);
            return SearchPageOf.Refused(CommonRefusals.NotPermitted);
        }
        var (query, refusal) = SearchReader.Read(text);
        if (query is null)
            return SearchPageOf.Refused(refusal!);
        var labels = await LabelsAsync(actor, query, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        context.Database.SetCommandTimeout(Longest);
        var watches = actor.Function.CoversOrganisation();
        var roles = await context
            .Roles.AsNoTracking()
            .Where(role => watches ? role.OrganisationId == actor.OrganisationId : role.Id == actor.RoleId)
            .Select(role => new { role.Id, role.Name })
            .ToDictionaryAsync(role => role.Id, role => role.Name, cancellationToken);
        var (first, end) = await SpanAsync(context, query, cancellationToken);
        if (before is { } last && last < end)
            end = last;
        // who searches is looked at too: by how many terms, never by which
        if (before is null)
            await records.AuditAsync(
                new Act(AuditTypes.MessagesSearched, actor) { Facts = new() { ["terms"] = query.Terms.Length } }.Done(),
                cancellationToken
            );
        var ids = await InboxSearch.FindAsync(
            context,
            query,
            [.. roles.Keys],
            labels,
            (first, end == long.MaxValue ? null : end),
            take,
            cancellationToken
        );
        var rows = await context
            .Inbox.AsNoTracking()
            .Where(entry => ids.Contains(entry.Id) && entry.RemovedAt == null)
            .ToListAsync(cancellationToken);
        var lines = new List<InboxLine>();
        foreach (var entry in rows.OrderByDescending(entry => entry.Id))
            if (
                roles.TryGetValue(entry.RoleId, out var role)
                && await gate.FindAsync(entry.LabelId, actor, cancellationToken) is { } label
            )
                lines.Add(new(ReceivedMessage.Of(entry), role, gate.MarkingOf(label)));
        return new(lines, ids.Count == take ? ids[^1] : null, null);
    }

    private async Task<IReadOnlyList<int>> LabelsAsync(Actor actor, SearchQuery query, CancellationToken cancellationToken)
    {
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        if (query.Label.IsEmpty)
            return readable;
        var narrowed = new List<int>();
        foreach (var number in readable)
            if (
                await gate.FindAsync(number, actor, cancellationToken) is { } label
                && SearchText.Of(gate.MarkingOf(label).Text).ToHashSet(StringComparer.Ordinal).IsSupersetOf(query.Label)
            )
                narrowed.Add(number);
        return narrowed;
    }

    // Keys grow with arrival, so a span of time is a span of keys.
    private async Task<(long First, long End)> SpanAsync(
        PortalContext context,
        SearchQuery query,
        CancellationToken cancellationToken
    )
    {
        if (query.From > time.GetUtcNow())
            return (long.MaxValue, long.MaxValue);
        return (
            query.From is { } from ? await FirstSinceAsync(from) : 0,
            query.Until is { } until ? await FirstSinceAsync(until) : long.MaxValue
        );

        async Task<long> FirstSinceAsync(DateTimeOffset moment) =>
            await context
                .Inbox.Where(entry => entry.ReceivedAt >= moment)
                .OrderBy(entry => entry.ReceivedAt)
                .ThenBy(entry => entry.Id)
                .Select(entry => (long?)entry.Id)
                .FirstOrDefaultAsync(cancellationToken)
            ?? long.MaxValue;
    }
}
