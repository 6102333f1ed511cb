using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;

namespace Mmhs.Records.Audit;

/// <summary>What an auditor looks for; null members ask nothing.</summary>
/// <param name="MessageId">Without angle brackets.</param>
/// <param name="EnvelopeId">The ENVID of a submission.</param>
/// <param name="Actor">Sign-in name, service or peer, as it was written.</param>
/// <param name="Address">Who is named as originator, recipient or role: <c>local@domain</c>, or <c>@domain</c>; capital letters count as small ones.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Not after.</param>
/// <param name="WithQueries">Whether looks at the trail itself are found too.</param>
public sealed record AuditSearch(
    string? MessageId,
    string? EnvelopeId,
    string? Actor,
    string? Address,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    bool WithQueries
)
{
    /// <summary>Everything but looks at the trail itself.</summary>
    public static AuditSearch All { get; } = new(null, null, null, null, null, null, false);
}

/// <summary>Whose entries are seen: those that name <paramref name="Domain"/>, and those that name none of <paramref name="Others"/>.</summary>
/// <param name="Domain">Mail domain of the auditor's organisation.</param>
/// <param name="Others">Mail domains of the other organisations of this portal.</param>
public sealed record AuditScope(string Domain, IReadOnlyList<string> Others);

/// <summary>Where a page of the audit search goes on: below this moment, then sequence number, then stream, which together are no other entry's.</summary>
public sealed record AuditPageKey(DateTimeOffset At, long Seq, string Stream);

/// <summary>Searches of the audit trail, each answered by an index (see the plans in the tests of this room).</summary>
public static class AuditQueries
{
    /// <summary>A page, newest first.</summary>
    /// <param name="context">One database.</param>
    /// <param name="search">What is looked for.</param>
    /// <param name="scope">Whose entries; null for everybody's.</param>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    /// <param name="take">1 to 500.</param>
    /// <exception cref="ArgumentException">The address searched for is none.</exception>
    public static IQueryable<AuditEntryRow> Page(
        this IAuditedContext context,
        AuditSearch search,
        AuditScope? scope,
        AuditPageKey? after,
        int take
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 500);
        if (search.Address is not null && search is { MessageId: null, EnvelopeId: null, Actor: null })
            return context.ByAddress(search, scope, after, take);
        var entries = context.AuditEntries.AsNoTracking();
        if (search.MessageId is { } messageId)
            entries = entries.Where(e => e.MessageId == messageId);
        if (search.EnvelopeId is { } envelopeId)
            entries = entries.Where(e => e.EnvelopeId == envelopeId);
        if (search.Actor is { } actor)
            entries = entries.Where(e => e.Actor == actor);
        if (search.Address is { } address)
        {
            var name = NameOf(address);
            entries = entries.Where(e =>
                context.AuditAddresses.Any(a => a.Stream == e.Stream && a.Seq == e.Seq && a.Name == name)
            );
        }
        if (search.From is { } from)
            entries = entries.Where(e => e.At >= from);
        if (search.Until is { } until)
            entries = entries.Where(e => e.At <= until);
        if (after is { At: var at, Seq: var seq, Stream: var stream })
            entries = entries.Where(e =>
                e.At <= at && (e.At < at || e.Seq < seq || (e.Seq == seq && string.Compare(e.Stream, stream) < 0))
            );
        return context
            .Seen(entries, search, scope)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Seq)
            .ThenByDescending(e => e.Stream)
            .Take(take);
    }

    // the walk goes over the names, each with its entry; any other order would have to sort all entries of a much named address
    private static IQueryable<AuditEntryRow> ByAddress(
        this IAuditedContext context,
        AuditSearch search,
        AuditScope? scope,
        AuditPageKey? after,
        int take
    )
    {
        var name = NameOf(search.Address!);
        var names = context.AuditAddresses.AsNoTracking().Where(a => a.Name == name);
        if (search.From is { } from)
            names = names.Where(a => a.At >= from);
        if (search.Until is { } until)
            names = names.Where(a => a.At <= until);
        if (after is { At: var at, Seq: var seq, Stream: var stream })
            names = names.Where(a =>
                a.At <= at && (a.At < at || a.Seq < seq || (a.Seq == seq && string.Compare(a.Stream, stream) < 0))
            );
        var seen = context.Seen(context.AuditEntries.AsNoTracking(), search, scope);
        return (
            from a in names
            join e in seen on new { a.Stream, a.Seq } equals new { e.Stream, e.Seq }
            orderby a.At descending, a.Seq descending, a.Stream descending
            select e
        ).Take(take);
    }

    private static IQueryable<AuditEntryRow> Seen(
        this IAuditedContext context,
        IQueryable<AuditEntryRow> entries,
        AuditSearch search,
        AuditScope? scope
    )
    {
        if (!search.WithQueries)
            entries = entries.Where(e => e.EventType != AuditTypes.AuditQuery);
        return context.Of(entries, scope);
    }

    private static IQueryable<AuditEntryRow> Of(
        this IAuditedContext context,
        IQueryable<AuditEntryRow> entries,
        AuditScope? scope
    )
    {
        if (scope is null || scope.Others.Count == 0)
            return entries;
        var own = "@" + scope.Domain.ToLowerInvariant();
        var others = scope.Others.Select(domain => "@" + domain.ToLowerInvariant()).ToList();
        return entries.Where(e =>
            context.AuditAddresses.Any(a => a.Stream == e.Stream && a.Seq == e.Seq && a.Name == own)
            || !context.AuditAddresses.Any(a => a.Stream == e.Stream && a.Seq == e.Seq && others.Contains(a.Name))
        );
    }

    private static string NameOf(string address) =>
        AuditAddresses.Normal(address) ?? throw new ArgumentException("It is no address and no @domain.", nameof(address));

    /// <summary>Everything about one message, oldest first: its own entries and those of its draft, which had no identifier yet.</summary>
    /// <param name="context">One database.</param>
    /// <param name="scope">Whose entries; null for everybody's.</param>
    /// <param name="messageId">Without angle brackets.</param>
    /// <param name="correlations">Draft and release the message came from; empty for a message from elsewhere.</param>
    /// <param name="envelopeIds">The submissions of the message.</param>
    public static IQueryable<AuditEntryRow> Story(
        this IAuditedContext context,
        AuditScope? scope,
        string messageId,
        IReadOnlyList<string> correlations,
        IReadOnlyList<string> envelopeIds
    )
    {
        var entries = context.Of(context.AuditEntries.AsNoTracking(), scope);
        return entries
            .Where(e => e.MessageId == messageId)
            .Union(entries.Where(e => correlations.Contains(e.Correlation!)))
            .Union(entries.Where(e => envelopeIds.Contains(e.EnvelopeId!)))
            .OrderBy(e => e.At)
            .ThenBy(e => e.Seq);
    }
}
