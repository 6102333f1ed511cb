using Microsoft.EntityFrameworkCore;
using Mmhs.Hosting;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Signing.Client;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Audit;

/// <summary>What became of both trails.</summary>
/// <param name="Reports">Of the portal's records and of the relay's.</param>
/// <param name="Findings">What the signing service refused to attest, since it is not what it attested before; empty when nothing.</param>
/// <param name="Faults">Why the signing service cannot attest or cannot tell, with nothing said against the trail; empty when nothing.</param>
public sealed record TrailVerification(
    IReadOnlyList<AuditReport> Reports,
    IReadOnlyList<string> Findings,
    IReadOnlyList<string> Faults
)
{
    public AuditVerdict Verdict =>
        Findings.Count > 0 || Reports.Any(report => report.Verdict == AuditVerdict.Violated) ? AuditVerdict.Violated
        : Faults.Count > 0 || Reports.Any(report => report.Verdict == AuditVerdict.Incomplete) ? AuditVerdict.Incomplete
        : AuditVerdict.Whole;
}

/// <summary>What the auditor reads: the trails of portal and relay as one, by message, submission, person and time. Each search is itself audited.</summary>
public sealed class AuditDesk(
    PortalRecords records,
    IDbContextFactory<RelayContext> relay,
    CheckpointWorker checkpoints,
    ICheckpoints signing,
    TrustFolders trust
)
{
    /// <summary>A page of both trails together, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntryRow>> SearchAsync(
        Actor actor,
        AuditSearch search,
        AuditPageKey? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayAudit())
            return [];
        await RecordAsync(
            actor,
            "search",
            search.MessageId ?? search.EnvelopeId ?? search.Address ?? search.Actor,
            cancellationToken
        );
        await using var portal = await records.ReadAsync(cancellationToken);
        await using var queue = await relay.CreateDbContextAsync(cancellationToken);
        var scope = await ScopeAsync(portal, actor, cancellationToken);
        var found = await portal.Page(search, scope, after, take).ToListAsync(cancellationToken);
        found.AddRange(await queue.Page(search, scope, after, take).ToListAsync(cancellationToken));
        return
        [
            .. found
                .OrderByDescending(entry => entry.At)
                .ThenByDescending(entry => entry.Seq)
                .ThenByDescending(entry => entry.Stream, StringComparer.Ordinal)
                .Take(take),
        ];
    }

    /// <summary>Everything both trails know of one message, oldest first.</summary>
    /// <param name="messageId">Without angle brackets.</param>
    public async Task<IReadOnlyList<AuditEntryRow>> StoryAsync(Actor actor, string messageId, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayAudit())
            return [];
        await RecordAsync(actor, "story", messageId, cancellationToken);
        await using var portal = await records.ReadAsync(cancellationToken);
        await using var queue = await relay.CreateDbContextAsync(cancellationToken);
        var release = await portal.Releases.AsNoTracking().SingleOrDefaultAsync(r => r.MessageId == messageId, cancellationToken);
        string[] correlations = release is null ? [] : [release.DraftId.ToString("D")];
        var envelopes = release is null
            ? []
            : await portal
                .Tracking.Where(t => t.ReleaseId == release.Id)
                .Select(t => t.EnvelopeId)
                .Distinct()
                .ToListAsync(cancellationToken);
        var scope = await ScopeAsync(portal, actor, cancellationToken);
        var story = await portal
            .Story(scope, messageId, correlations, envelopes)
            .Where(e => e.EventType != AuditTypes.AuditQuery)
            .ToListAsync(cancellationToken);
        story.AddRange(await queue.Story(scope, messageId, correlations, envelopes).ToListAsync(cancellationToken));
        return
        [
            .. story.OrderBy(entry => entry.At).ThenBy(entry => entry.Stream, StringComparer.Ordinal).ThenBy(entry => entry.Seq),
        ];
    }

    /// <summary>Attests what is new and holds both trails against themselves, their signatures and what the signing service remembers; null when the actor may not.</summary>
    public async Task<TrailVerification?> VerifyAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayAudit())
            return null;
        await RecordAsync(actor, "verify", null, cancellationToken);
        await checkpoints.AttestAsync(1, cancellationToken);
        var roots = trust.For(TrustPurpose.Checkpoint);
        var verifier = new AuditVerifier(
            (text, signature, at, keyId) => CheckpointSignature.Check(roots, text, signature, at, keyId)
        );
        var attested = await signing.AttestedAsync(cancellationToken); // before the snapshots: what it remembers must be in them
        await using var portal = await records.ReadAsync(cancellationToken);
        await using var queue = await relay.CreateDbContextAsync(cancellationToken);
        var ofPortal = attested.Streams.ToLookup(stream => stream.IsOfPortal);
        return new(
            [
                await verifier.VerifyAsync(portal, null, [.. ofPortal[true]], cancellationToken),
                await verifier.VerifyAsync(queue, null, [.. ofPortal[false]], cancellationToken),
            ],
            checkpoints.Refusals,
            checkpoints.Faults
        );
    }

    // an auditor is his organisation's: what others of this portal did among themselves is theirs
    private static async Task<AuditScope> ScopeAsync(PortalContext portal, Actor actor, CancellationToken cancellationToken)
    {
        var organisations = await portal
            .Organisations.AsNoTracking()
            .Select(organisation => new { organisation.Id, organisation.Domain })
            .ToListAsync(cancellationToken);
        return new(
            organisations.Single(one => one.Id == actor.OrganisationId).Domain,
            [.. organisations.Where(one => one.Id != actor.OrganisationId).Select(one => one.Domain)]
        );
    }

    private Task RecordAsync(Actor actor, string what, string? about, CancellationToken cancellationToken) =>
        records.AuditAsync(
            new Act(AuditTypes.AuditQuery, actor)
            {
                Facts = new() { ["what"] = what, ["about"] = about },
            }.Done(),
            cancellationToken
        );
}
