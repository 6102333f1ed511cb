using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Audit;

/// <summary>What an auditor looks for; null members ask nothing.</summary>
public sealed record AuditSearch(string? MessageId, string? EnvelopeId, string? Actor, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Where a page of the audit search goes on: below this moment, then sequence number, then stream, which together are no other entry's.</summary>
public sealed record AuditPageKey(DateTimeOffset At, long Seq, string Stream);

/// <summary>Searches of the audit trail, each answered by an index (see the plans in the tests of this room).</summary>
public static class AuditQueries
{
    /// <summary>A page, newest first.</summary>
    /// <param name="entries">The entries of one database.</param>
    /// <param name="search">What is looked for.</param>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    /// <param name="take">1 to 500.</param>
    public static IQueryable<AuditEntryRow> Page(this IQueryable<AuditEntryRow> entries, AuditSearch search, AuditPageKey? after, int take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 500);
        if (search.MessageId is { } messageId) entries = entries.Where(e => e.MessageId == messageId);
        if (search.EnvelopeId is { } envelopeId) entries = entries.Where(e => e.EnvelopeId == envelopeId);
        if (search.Actor is { } actor) entries = entries.Where(e => e.Actor == actor);
        if (search.From is { } from) entries = entries.Where(e => e.At >= from);
        if (search.Until is { } until) entries = entries.Where(e => e.At <= until);
        if (after is { At: var at, Seq: var seq, Stream: var stream })
            entries = entries.Where(e => e.At <= at && (e.At < at || e.Seq < seq || (e.Seq == seq && string.Compare(e.Stream, stream) < 0)));
        return entries.AsNoTracking().OrderByDescending(e => e.At).ThenByDescending(e => e.Seq).ThenByDescending(e => e.Stream).Take(take);
    }

    /// <summary>Everything about one message, oldest first: its own entries and those of its draft, which had no identifier yet.</summary>
    /// <param name="entries">The entries of one database.</param>
    /// <param name="messageId">Without angle brackets.</param>
    /// <param name="correlations">Draft and release the message came from; empty for a message from elsewhere.</param>
    /// <param name="envelopeIds">The submissions of the message.</param>
    public static IQueryable<AuditEntryRow> Story(
        this IQueryable<AuditEntryRow> entries, string messageId, IReadOnlyList<string> correlations, IReadOnlyList<string> envelopeIds) =>
        entries.AsNoTracking().Where(e => e.MessageId == messageId)
            .Union(entries.AsNoTracking().Where(e => correlations.Contains(e.Correlation!)))
            .Union(entries.AsNoTracking().Where(e => envelopeIds.Contains(e.EnvelopeId!)))
            .OrderBy(e => e.At).ThenBy(e => e.Seq);
}
