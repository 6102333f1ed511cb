using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Records;
using Mmhs.Records.Lists;
using Mmhs.Records.Release;
using Mmhs.Records.Submit;

namespace Mmhs.Portal.Track;

/// <summary>A released message with what is known of every addressee.</summary>
/// <param name="Release">The release.</param>
/// <param name="Label">Its label.</param>
/// <param name="State">Where its draft stands.</param>
/// <param name="Addressees">Action first, then information, then blind.</param>
/// <param name="Reports">Every report about them, oldest first.</param>
public sealed record TrackedMessage(
    SentMessage Release,
    SecurityLabel Label,
    DraftState State,
    IReadOnlyList<TrackedAddressee> Addressees,
    IReadOnlyList<TrackedReport> Reports
)
{
    /// <summary>Message-ID of the own message that takes its place; null: none.</summary>
    public string? ObsoletedBy { get; init; }

    /// <summary>Why copies are still in the outbox, by envelope identifier; one that was not tried yet, or waits for nothing, is absent.</summary>
    public IReadOnlyDictionary<string, OutboxWait> Waiting { get; init; } = new Dictionary<string, OutboxWait>();

    /// <summary>When it leaves, while it waits unsigned and can be called back; null: it is on its way, or gone.</summary>
    public DateTimeOffset? LeavesAt { get; init; }

    /// <summary>The actor may call it back.</summary>
    public bool MayCallBack { get; init; }

    /// <summary>When it should be with every addressee; null: no time is set for its precedence.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>Why a copy could not leave, and when it is tried again.</summary>
public sealed record OutboxWait(string Reason, DateTimeOffset NextAt);

/// <summary>One line of the sent list: the release, and how its addressees stand together.</summary>
public sealed record SentLine(SentMessage Release, int Addressees, int Delivered, int Failed, int Late)
{
    /// <summary>Addressees past the time for its precedence, with no word of their arrival.</summary>
    public int Overdue { get; init; }

    /// <summary>Addressees it has left for, of whom nobody was asked to say that it arrived.</summary>
    public int Unreported { get; init; }

    /// <summary>When it leaves, while it waits unsigned and can be called back; null: it is on its way, or gone.</summary>
    public DateTimeOffset? LeavesAt { get; init; }
}

/// <summary>What became of what the role released.</summary>
public sealed class TrackingDesk(
    PortalRecords records,
    LabelAccess gate,
    IOptions<PrecedenceTable> precedences,
    TimeProvider time
)
{
    public async Task<IReadOnlyList<SentLine>> PageAsync(Actor actor, long? before, int take, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayFollowSent())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var roles = await RolesAsync(context, actor, cancellationToken);
        var page = await roles.ListAsync(
            readable.Count,
            role => context.Releases.Page(role, readable, before, take),
            cancellationToken
        );
        page = [.. page.OrderByDescending(release => release.Number).Take(take)];
        var ids = page.Select(release => release.Id).ToList();
        var states = await context
            .Tracking.AsNoTracking()
            .Where(t => ids.Contains(t.ReleaseId))
            .Select(t => new
            {
                t.ReleaseId,
                t.State,
                t.Reports,
            })
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var byRelease = states.ToLookup(t => t.ReleaseId);
        var waiting = await context
            .Outbox.AsNoTracking()
            .Where(OutboxRow.IsUnsigned)
            .Where(entry => ids.Contains(entry.ReleaseId) && entry.DueAt > now)
            .ToDictionaryAsync(entry => entry.ReleaseId, entry => entry.DueAt, cancellationToken);
        return
        [
            .. page.Select(release =>
            {
                var all = byRelease[release.Id].ToList();
                return new SentLine(
                    SentMessage.Of(release),
                    all.Count,
                    all.Count(t => t.State == TrackingState.Delivered),
                    all.Count(t => t.State == TrackingState.Failed),
                    all.Count(t => t.State == TrackingState.Delayed)
                )
                {
                    Unreported = all.Count(t => t.State.IsUnreported(t.Reports)),
                    LeavesAt = waiting.TryGetValue(release.Id, out var leaves) ? leaves : null,
                    Overdue = all.Count(t =>
                        Objectives.IsOverdue(
                            t.State,
                            t.Reports,
                            Objectives.DueAt(precedences.Value, release.Urgency, release.LeavesAt, null),
                            now
                        )
                    ),
                };
            }),
        ];
    }

    /// <summary>Null when there is none the actor may see.</summary>
    public async Task<TrackedMessage?> OpenAsync(Actor actor, Guid releaseId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var release = await context.Releases.AsNoTracking().SingleOrDefaultAsync(r => r.Id == releaseId, cancellationToken);
        if (release is null)
            return null;
        var isTheirs =
            (actor.Function.MayFollowSent() && (await RolesAsync(context, actor, cancellationToken)).Contains(release.RoleId))
            || await BreakGlassDesk.LooksAtAsync(context, actor, releaseId, cancellationToken);
        if (!isTheirs || await gate.FindAsync(release.LabelId, actor, cancellationToken) is not { } label)
        {
            await records.AuditAsync(Denials.Of(actor, "sent", releaseId.ToString("D"), release.MessageId), cancellationToken);
            return null;
        }
        var state = await context
            .Drafts.AsNoTracking()
            .Where(d => d.Id == release.DraftId)
            .Select(d => d.State)
            .SingleAsync(cancellationToken);
        var addressees = await context
            .Tracking.AsNoTracking()
            .Where(t => t.ReleaseId == releaseId)
            .OrderBy(t => t.AddressedAs)
            .ThenBy(t => t.Id)
            .ToListAsync(cancellationToken);
        var ids = addressees.Select(t => t.Id).ToList();
        var reports = await context
            .TrackingEvents.AsNoTracking()
            .Where(e => ids.Contains(e.TrackingId))
            .OrderBy(e => e.Id)
            .ToListAsync(cancellationToken);
        var by = await context
            .Supersessions.Where(s =>
                s.RoleId == release.RoleId
                && s.Obsolete == release.MessageId
                // only the role itself takes back what the role sent
                && context.Roles.Any(role => role.Id == release.RoleId && role.Address == s.FromAddress)
            )
            .OrderByDescending(s => s.Id)
            .Select(s => s.By)
            .FirstOrDefaultAsync(cancellationToken);
        var version = await context
            .Versions.AsNoTracking()
            .Where(v => v.DraftId == release.DraftId && v.Number == release.Version)
            .SingleAsync(cancellationToken);
        var latest = version.ReadIfWhole()?.Content.Optional.LatestDelivery?.At;
        var waits = await context
            .Outbox.AsNoTracking()
            .Where(entry => entry.ReleaseId == releaseId)
            .Where(OutboxRow.Waits)
            .Select(entry => new
            {
                entry.EnvelopeId,
                entry.LastReply,
                entry.DueAt,
            })
            .ToListAsync(cancellationToken);
        // before it is signed there are no copies, and what keeps it keeps all
        var waiting = addressees
            .Where(t => t.State == TrackingState.Outbox)
            .Select(t => t.EnvelopeId)
            .Distinct()
            .Select(envelope =>
                (envelope, Wait: waits.FirstOrDefault(wait => wait.EnvelopeId is null || wait.EnvelopeId == envelope))
            )
            .Where(one => one.Wait is not null)
            .ToDictionary(one => one.envelope, one => new OutboxWait(one.Wait!.LastReply!, one.Wait.DueAt));
        var now = time.GetUtcNow();
        var leaves = await context
            .Outbox.AsNoTracking()
            .Where(OutboxRow.IsUnsigned)
            .Where(entry => entry.ReleaseId == releaseId && entry.DueAt > now)
            .Select(entry => (DateTimeOffset?)entry.DueAt)
            .SingleOrDefaultAsync(cancellationToken);
        return new(
            SentMessage.Of(release),
            label,
            state,
            [.. addressees.Select(TrackedAddressee.Of)],
            [.. reports.Select(TrackedReport.Of)]
        )
        {
            LeavesAt = leaves,
            MayCallBack = leaves is not null && actor.Function.MayRelease() && actor.RoleId == release.RoleId,
            Waiting = waiting,
            ObsoletedBy = by,
            DueAt = Objectives.DueAt(precedences.Value, release.Urgency, release.LeavesAt, latest),
        };
    }

    /// <summary>A report as it came in, octet for octet; null when there is none the actor may see. Audited like a reading.</summary>
    public async Task<byte[]?> ReportAsync(Actor actor, Guid releaseId, long reportId, CancellationToken cancellationToken)
    {
        if (await OpenAsync(actor, releaseId, cancellationToken) is not { } message)
            return null;
        if (message.Reports.FirstOrDefault(report => report.Id == reportId) is not { StoredMessageId: { } stored })
            return null;
        await using var context = await records.ReadAsync(cancellationToken);
        var octets = await context
            .StoredMessages.AsNoTracking()
            .Where(s => s.Id == stored)
            .Select(s => s.Octets)
            .SingleOrDefaultAsync(cancellationToken);
        if (octets is not null)
            await records.AuditAsync(
                new Act(AuditTypes.MessageRead, actor, stored)
                {
                    MessageId = message.Release.MessageId,
                    Facts = new() { ["how"] = "report" },
                }.Done(),
                cancellationToken
            );
        return octets;
    }

    private static async Task<IReadOnlyList<int>> RolesAsync(
        PortalContext context,
        Actor actor,
        CancellationToken cancellationToken
    ) =>
        actor.Function.CoversOrganisation()
            ? await context
                .Roles.Where(role => role.OrganisationId == actor.OrganisationId)
                .Select(role => role.Id)
                .ToListAsync(cancellationToken)
            : [actor.RoleId];
}
