using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox;

/// <summary>Finds the messages another one names: what it answers, refers to, makes obsolete or is made obsolete by.</summary>
public sealed class RelatedMessages(PortalRecords records, LabelAccess gate)
{
    // a thread longer than this is shown by its identifiers alone
    private const int Most = 50;

    /// <summary>Every identifier a message names, once, what it answers first.</summary>
    public static IReadOnlyList<string> NamedIn(MessageReading reading, string? obsoletedBy) =>
        [
            .. new[] { reading.InReplyTo, obsoletedBy }
                .OfType<string>()
                .Concat(reading.References)
                .Concat(reading.Supersedes)
                .Distinct(StringComparer.Ordinal)
                .Take(Most),
        ];

    /// <summary>Where they can be opened, by Message-ID: in the inbox of the role or among what it sent. Those the actor may not see are absent.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> FindAsync(
        Actor actor,
        int roleId,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return found;
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        if (actor.Function.MayFollowSent())
            foreach (
                var sent in await context
                    .Releases.AsNoTracking()
                    .Where(r => r.RoleId == roleId && ids.Contains(r.MessageId) && readable.Contains(r.LabelId))
                    .Select(r => new { r.MessageId, r.Id })
                    .ToListAsync(cancellationToken)
            )
                found[sent.MessageId] = $"/sent/{sent.Id}";
        foreach (
            var received in await context
                .Inbox.AsNoTracking()
                .Where(i => i.RoleId == roleId && ids.Contains(i.MessageId) && readable.Contains(i.LabelId))
                .Select(i => new { i.MessageId, i.Id })
                .ToListAsync(cancellationToken)
        )
            found[received.MessageId] = $"/inbox/{received.Id}";
        return found;
    }
}
