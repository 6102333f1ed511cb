using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Records.Track;
using Mmhs.Signing;

namespace Mmhs.Portal.Release;

/// <summary>Everything a releaser does. Each act is authorised here again, and what it approves is bound to the hash shown.</summary>
public sealed class ReleaseDesk(
    PortalRecords records,
    LabelAccess gate,
    ReviewReader reader,
    DraftDesk drafts,
    PreFlightDesk preFlight,
    ISigningService signing,
    ProofDesk proofs,
    IOptions<PrecedenceTable> precedences,
    OutboxSignal outbox,
    TimeProvider time
)
{
    /// <summary>Where a wrong password is shown.</summary>
    public const string PasswordField = "release-password";

    /// <summary>How long what a dialog shows may be said yes to.</summary>
    public static readonly TimeSpan DialogLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The current version of a draft; null when there is none the actor may see.</summary>
    public Task<OpenVersion?> OpenAsync(Actor actor, Guid draftId, CancellationToken cancellationToken) =>
        reader.OpenAsync(actor, draftId, cancellationToken);

    /// <summary>What the system fills in, fixed when the release dialog opens.</summary>
    public SystemFilled Prepare(OpenVersion open) => SystemFilled.For(open.Version.Content, time.GetUtcNow(), NewToken());

    /// <summary>What the actor would say yes to.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="shown">The version as he was shown it.</param>
    /// <param name="filled">What the dialog showed.</param>
    /// <param name="breakGlass">Why he releases alone; null: he does not.</param>
    /// <param name="minimizeConsidered">Whether he states that the MINIMIZE in force was considered.</param>
    public ApprovalStatement Statement(
        Actor actor,
        OpenVersion shown,
        SystemFilled filled,
        string? breakGlass = null,
        bool minimizeConsidered = false
    ) =>
        new(
            shown.Version.DraftId,
            shown.Version.Number,
            shown.Version.ContentHash,
            filled,
            actor.Name,
            actor.Mailbox,
            actor.Role.Address,
            Messages.Release.Statement.Moment(time.GetUtcNow())
        )
        {
            Drafter = shown.Version.LastEditor,
            OnBehalfOf = actor.OnBehalfOf,
            BreakGlass = breakGlass,
            MinimizeConsidered = minimizeConsidered,
        };

    /// <summary>Approves exactly this version with exactly these values by the password typed again, and lets it go.</summary>
    public Task<Outcome> ReleaseAsync(
        Actor actor,
        OpenVersion shown,
        SystemFilled filled,
        string password,
        CancellationToken cancellationToken
    )
    {
        var statement = Statement(actor, shown, filled);
        return ReleaseAsync(actor, shown.Revision, statement, new GivenApproval(statement, null, password), cancellationToken);
    }

    /// <summary>Approves what the statement says by a yes as a page got it: a passkey's, or the password typed again.</summary>
    public async Task<Outcome> ReleaseAsync(
        Actor actor,
        int revision,
        ApprovalStatement statement,
        GivenApproval said,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayRelease())
            return await RefusedAsync(actor, statement, CommonRefusals.NotPermitted, cancellationToken);
        if (said.Proof is { } given)
            return await ReleaseAsync(actor, revision, statement, given, cancellationToken);
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, said.Password, PasswordField, cancellationToken);
        return proof is null
            ? await RefusedAsync(actor, statement, why!, cancellationToken)
            : await ReleaseAsync(actor, revision, statement, proof, cancellationToken);
    }

    /// <summary>Approves what the statement says, proven as the signing service will want it, and lets it go.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="revision">Of the draft as it was shown.</param>
    /// <param name="statement">What he says yes to.</param>
    /// <param name="proof">That it is his.</param>
    public async Task<Outcome> ReleaseAsync(
        Actor actor,
        int revision,
        ApprovalStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayRelease())
            return await RefusedAsync(actor, statement, CommonRefusals.NotPermitted, cancellationToken);
        var now = time.GetUtcNow();
        if (
            statement.Releaser != actor.Name
            || statement.ReleaserMailbox != actor.Mailbox
            || statement.Role != actor.Role.Address
            || statement.OnBehalfOf != actor.OnBehalfOf
            || (now - statement.At).Duration() > DialogLifetime
            || (now - statement.Filled.Date).Duration() > DialogLifetime
        )
            return await RefusedAsync(
                actor,
                statement,
                new("REL-025", "What you were shown is too old or not yours. Open the release dialog again."),
                cancellationToken
            );
        if (statement.BreakGlass is { Length: > ReviewDesk.MaxWords })
            return await RefusedAsync(
                actor,
                statement,
                new("REL-023", $"The reason is longer than {ReviewDesk.MaxWords} characters.", "break-glass-reason"),
                cancellationToken
            );

        var unproven = await proofs.ObjectionAsync(actor, statement, proof, cancellationToken);
        if (unproven is not null && unproven.Code != ProofDesk.NotProvenCode)
            return await RefusedAsync(actor, statement, unproven, cancellationToken);
        var holds = unproven is null;
        var authority = await signing.AuthorityAsync(cancellationToken);
        if (await FormAsync(actor, statement, cancellationToken) is not { } form)
            return await RefusedAsync(actor, statement, CommonRefusals.NotFound, cancellationToken);
        if (await drafts.CheckAsync(actor, statement.DraftId, form, cancellationToken) is ComposeResult.Incomplete incomplete)
            return Outcome.Refused(incomplete.Refusals);
        var looked = await preFlight.LookAsync(
            actor,
            statement.DraftId,
            form,
            PreFlightMoment.Release,
            statement.MinimizeAnswer,
            [],
            cancellationToken
        );
        if (PreFlight.Stops(looked) is { IsEmpty: false } stops)
        {
            await records.AuditAsync(Refused(actor, statement, stops[0]), cancellationToken);
            return Outcome.Refused(stops);
        }
        var label = await gate.NumberAsync(form.Label!, cancellationToken);

        await using var work = await records.BeginAsync(cancellationToken);
        if (
            await reader.FindAsync(work.Context, actor, statement.DraftId, cancellationToken) is not var (draft, version, row)
            || draft.RoleId != actor.RoleId
        )
            return await RefusedAsync(work, actor, statement, CommonRefusals.NotFound, cancellationToken);
        if (Misplaced(draft, statement, revision, actor) is { } misplaced)
            return await RefusedAsync(work, actor, statement, misplaced, cancellationToken);
        var concurrences = await ConcurrencesAsync(work.Context, statement.DraftId, statement.Version, cancellationToken);
        var decision = ReleaseRules.Decide(
            new(version, new(statement, proof), concurrences),
            authority,
            (said, _) => said != (Statement)statement || holds,
            gate.Policies,
            now
        );
        if (decision is ReleaseDecision.Refused { Reason: var reason })
            return await RefusedAsync(work, actor, statement, reason, cancellationToken);
        var setAside =
            statement.BreakGlass is not null
            && looked.Any(item =>
                item is { Severity: PreFlightSeverity.Warn, Code: Minimize.NotConsideredCode or Minimize.TooLargeCode }
            );
        if (
            !await CommitReleaseAsync(
                work,
                actor,
                draft,
                row,
                ((ReleaseDecision.Granted)decision).Message,
                label,
                setAside,
                now,
                cancellationToken
            )
        )
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        outbox.Signal();
        return Outcome.Done;
    }

    /// <summary>Takes a release back before it leaves; nothing of it was signed.</summary>
    public Task<Outcome> UndoAsync(Actor actor, Guid draftId, CancellationToken cancellationToken) =>
        UndoAsync(actor, draftId, null, cancellationToken);

    /// <summary>The same for one that is followed: exactly this release, and no later one of its draft.</summary>
    public async Task<Outcome> CallBackAsync(Actor actor, Guid releaseId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var draft = await context
            .Releases.Where(release => release.Id == releaseId)
            .Select(release => (Guid?)release.DraftId)
            .SingleOrDefaultAsync(cancellationToken);
        return draft is null && actor.Function.MayRelease()
            ? Outcome.Refused(CommonRefusals.NotFound)
            : await UndoAsync(actor, draft ?? releaseId, releaseId, cancellationToken);
    }

    private async Task<Outcome> UndoAsync(Actor actor, Guid draftId, Guid? releaseId, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayRelease())
        {
            await records.AuditAsync(
                Event(
                    AuditTypes.ReleaseUndone,
                    AuditOutcome.Denied,
                    actor,
                    draftId,
                    null,
                    new() { ["code"] = CommonRefusals.NotPermitted.Code }
                ),
                cancellationToken
            );
            return Outcome.Refused(CommonRefusals.NotPermitted);
        }
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (
            await reader.FindAsync(work.Context, actor, draftId, cancellationToken) is not var (draft, version, _)
            || draft.RoleId != actor.RoleId
        )
        {
            await work.DenyAsync(actor, "undo", draftId, cancellationToken);
            return Outcome.Refused(CommonRefusals.NotFound);
        }
        var release = await work.Context.Releases.SingleOrDefaultAsync(
            r => r.DraftId == draftId && r.Version == draft.Version,
            cancellationToken
        );
        // never claimed: nobody has begun to sign it, and with the entry gone nobody will
        var taken =
            release is null || draft.State != DraftState.Releasing || (releaseId is { } asked && asked != release.Id)
                ? 0
                : await work
                    .Context.Outbox.Where(OutboxRow.IsUnsigned)
                    .Where(o => o.ReleaseId == release.Id && o.DueAt > now)
                    .ExecuteDeleteAsync(cancellationToken);
        if (taken != 1)
            return Outcome.Refused(
                new Refusal("REL-026", "It has left already, or was never released: there is nothing to undo.")
            );
        await work.Context.Tracking.Where(t => t.ReleaseId == release!.Id).ExecuteDeleteAsync(cancellationToken);
        await work
            .Context.Supersessions.Where(s => s.By == release!.MessageId && s.RoleId == release.RoleId)
            .ExecuteDeleteAsync(cancellationToken);
        await work.Context.BreakGlass.Where(b => b.ReleaseId == release!.Id).ExecuteDeleteAsync(cancellationToken);
        await work.Context.Releases.Where(r => r.Id == release!.Id).ExecuteDeleteAsync(cancellationToken);
        var stages = await ReviewDesk.StagesAsync(work.Context, draft, cancellationToken);
        if (stages.All(stage => stage.State == StageState.Passed))
            ReviewStart.AwaitRelease(draft, precedences.Value, now);
        else
        {
            draft.State = DraftState.InReview;
            foreach (var stage in stages.Where(stage => stage.State == StageState.Ended))
                stage.State = stage.OpenedAt is null ? StageState.Waiting : StageState.Open;
        }
        draft.UpdatedAt = now;
        draft.Revision++;
        work.Context.Decisions.Add(DraftDecisions.Decision(actor, draft, DecisionKind.Undone, now, null, null));
        work.Audit(
            Event(
                AuditTypes.ReleaseUndone,
                AuditOutcome.Ok,
                actor,
                version.DraftId,
                MessageId.Parse(release!.MessageId),
                new() { ["version"] = version.Number, ["release"] = release.Id.ToString("D") }
            )
        );
        await work.DraftChangedAsync(ChangeTopic.Drafts, draft, cancellationToken);
        work.Changed(ChangeTopic.Tracking, draft.RoleId);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    private static Refusal? Misplaced(DraftRow draft, ApprovalStatement statement, int revision, Actor actor)
    {
        if (draft.Version != statement.Version)
            return new("REV-010", $"The message is in version {draft.Version} now. Look at what changed and decide on that.");
        var lawful = statement.BreakGlass is null
            ? draft.State == DraftState.ReadyForRelease
            : draft.State.MayBecome(DraftState.Releasing) && draft.State != DraftState.ReleaseFailed;
        if (!lawful)
            return ReviewDesk.NoLongerAwaiting(draft);
        if (draft.Revision != revision)
            return CommonRefusals.ChangedMeanwhile;
        return draft.TakenBy is { } taken && taken != actor.Name
            ? new("REV-017", $"{draft.TakenByName} takes care of this. Take it over first.")
            : null;
    }

    internal static async Task<ImmutableArray<Concurrence>> ConcurrencesAsync(
        PortalContext context,
        Guid draftId,
        int version,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await context
                    .Decisions.AsNoTracking()
                    .Where(d => d.DraftId == draftId && d.Version == version && d.Kind == DecisionKind.Concurred)
                    .OrderBy(d => d.Id)
                    .Select(d => d.Concurrence!)
                    .ToListAsync(cancellationToken)
            ).Select(StatementCodec.ReadConcurrence),
        ];

    private async Task<bool> CommitReleaseAsync(
        PortalWork work,
        Actor actor,
        DraftRow draft,
        VersionRow row,
        ReleasedMessage released,
        int label,
        bool setAside,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var version = released.Version;
        var content = version.Content;
        var statement = released.Approval.Statement;
        await ReviewStart.EndAsync(work.Context, draft.Id, cancellationToken);
        draft.State = DraftState.Releasing;
        draft.TakenBy = draft.TakenByName = null;
        draft.DueAt = null;
        draft.UpdatedAt = now;
        draft.Revision++;
        var leaves = now + precedences.Value.Of(content.GoverningPrecedence).Grace;
        // MMHS §3.4.10: held here, unsigned, so that it can be called back until its time
        if (content.Optional.DeferUntil is { } defer && defer.At > leaves)
            leaves = defer.At;
        var release = new ReleaseRow
        {
            Id = Guid.CreateVersion7(now),
            DraftId = version.DraftId,
            Version = version.Number,
            RoleId = actor.RoleId,
            MessageId = released.Filled.MessageId.Value,
            Drafter = version.LastEditor,
            DrafterName = row.LastEditorName,
            Releaser = actor.Name,
            ReleaserName = actor.DisplayName,
            OnBehalfOf = actor.OnBehalfOfName,
            ByOnePerson =
                string.Equals(version.LastEditor, actor.Name, StringComparison.OrdinalIgnoreCase)
                || statement.BreakGlass is not null,
            ReleasedAt = now,
            LeavesAt = leaves,
            Approval = StatementCodec.Write(released.Approval),
            Subject = content.Subject,
            LabelId = label,
            Urgency = (short)content.GoverningPrecedence,
            Dtg = released.Filled.Dtg.At,
        };
        work.Context.Releases.Add(release);
        work.Context.Outbox.Add(
            new OutboxRow
            {
                ReleaseId = release.Id,
                Work = OutboxWork.Sign,
                Urgency = (short)content.GoverningPrecedence,
                DueAt = leaves,
                LeasedUntil = DateTimeOffset.UnixEpoch,
            }
        );
        Track(work.Context, release, released);
        foreach (var old in content.Optional.Supersedes)
            work.Context.Supersessions.Add(
                new()
                {
                    RoleId = actor.RoleId,
                    Obsolete = old.Value,
                    By = release.MessageId,
                    FromAddress = content.From.Address.ToString().ToLowerInvariant(),
                }
            );
        work.Context.Decisions.Add(
            DraftDecisions.Decision(
                actor,
                draft,
                statement.BreakGlass is null ? DecisionKind.Released : DecisionKind.ReleasedAlone,
                now,
                null,
                statement.BreakGlass ?? (statement.MinimizeConsidered ? Minimize.Statement : null)
            )
        );
        work.Audit(
            Event(
                AuditTypes.Release,
                AuditOutcome.Ok,
                actor,
                version.DraftId,
                released.Filled.MessageId,
                new()
                {
                    ["version"] = version.Number,
                    ["contentHash"] = version.ContentHash,
                    ["approval"] = statement.Digest(),
                    ["method"] = released.Approval.Proof.Method.ToWord(),
                    ["drafter"] = version.LastEditor,
                    ["onBehalfOf"] = actor.OnBehalfOf,
                    ["release"] = release.Id.ToString("D"),
                    ["leaves"] = leaves,
                    ["deferredUntil"] = content.Optional.DeferUntil?.At,
                    ["minimizeConsidered"] = statement.MinimizeConsidered,
                }
            )
        );
        if (statement.BreakGlass is { } reason)
        {
            work.Context.BreakGlass.Add(
                new BreakGlassRow
                {
                    ReleaseId = release.Id,
                    OrganisationId = actor.OrganisationId,
                    By = actor.Name,
                    ByName = actor.DisplayName,
                    Reason = reason,
                    At = now,
                    SetAsideMinimize = setAside,
                }
            );
            work.Audit(
                Event(
                    AuditTypes.BreakGlass,
                    AuditOutcome.Ok,
                    actor,
                    version.DraftId,
                    released.Filled.MessageId,
                    new()
                    {
                        ["release"] = release.Id.ToString("D"),
                        ["reasonLength"] = reason.Length,
                        ["minimizeSetAside"] = setAside,
                    }
                )
            );
        }
        await work.DraftChangedAsync(ChangeTopic.Drafts, draft, cancellationToken);
        work.Changed(ChangeTopic.Tracking, draft.RoleId);
        return await work.TryCommitAsync(cancellationToken);
    }

    private static void Track(PortalContext context, ReleaseRow release, ReleasedMessage released)
    {
        var content = released.Version.Content;
        foreach (var (copy, envelope) in CopyPlan.Of(content).Zip(released.Filled.EnvelopeIds))
        foreach (var recipient in copy.Recipients)
            context.Tracking.Add(
                new TrackingRow
                {
                    ReleaseId = release.Id,
                    EnvelopeId = envelope.Value,
                    Address = recipient.Address.ToString(),
                    DisplayName = recipient.DisplayName,
                    AddressedAs =
                        !copy.IsOpen ? ReceivedAs.Blind
                        : content.To.Contains(recipient) ? ReceivedAs.Action
                        : ReceivedAs.Information,
                    State = TrackingState.Outbox,
                    Reports = content.ReportsFor(recipient.Address),
                    Receipt = copy.AsksReceipt ? ReceiptState.Awaited : ReceiptState.NotRequested,
                }
            );
    }

    private async Task<DraftForm?> FormAsync(Actor actor, ApprovalStatement statement, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var row = await context
            .Versions.AsNoTracking()
            .Where(v =>
                v.DraftId == statement.DraftId
                && v.Number == statement.Version
                && context.Drafts.Any(d => d.Id == v.DraftId && d.RoleId == actor.RoleId)
            )
            .SingleOrDefaultAsync(cancellationToken);
        return row?.Read().Content is { } content && gate.MaySee(content.Label, actor)
            ? OptionalFieldRules.AtRelease(content.ToForm(), time.GetUtcNow())
            : null;
    }

    private static async Task<Outcome> RefusedAsync(
        PortalWork work,
        Actor actor,
        ApprovalStatement statement,
        Refusal reason,
        CancellationToken cancellationToken
    )
    {
        work.Context.ChangeTracker.Clear();
        work.Audit(Refused(actor, statement, reason));
        await work.CommitAsync(cancellationToken);
        return Outcome.Refused(reason);
    }

    private async Task<Outcome> RefusedAsync(
        Actor actor,
        ApprovalStatement statement,
        Refusal reason,
        CancellationToken cancellationToken
    )
    {
        await records.AuditAsync(Refused(actor, statement, reason), cancellationToken);
        return Outcome.Refused(reason);
    }

    private static AuditEvent Refused(Actor actor, ApprovalStatement statement, Refusal reason) =>
        Event(
            statement.BreakGlass is null ? AuditTypes.Release : AuditTypes.BreakGlass,
            AuditOutcome.Denied,
            actor,
            statement.DraftId,
            null,
            new() { ["version"] = statement.Version, ["code"] = reason.Code }
        );

    private static AuditEvent Event(
        string type,
        AuditOutcome outcome,
        Actor actor,
        Guid draftId,
        MessageId? messageId,
        CanonicalObject data
    ) => new(type, outcome, actor.Name, actor.Role.Address.ToString(), messageId?.Value, null, draftId.ToString("D"), data);

    // Crockford's alphabet: no letter that is read as a digit over a radio
    private static string NewToken() => RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16);
}
