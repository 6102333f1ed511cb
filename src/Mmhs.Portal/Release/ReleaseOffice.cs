using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Submit;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Release;
using Mmhs.Records.Submit;
using Mmhs.Records.Track;
using Mmhs.Signing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Release;

/// <summary>A version as its releaser sees it.</summary>
/// <param name="Version">The version, with its content hash.</param>
/// <param name="State">Where the draft stands.</param>
/// <param name="Revision">Of the draft, given back with the decision.</param>
public sealed record OpenVersion(MessageVersion Version, DraftState State, int Revision);

/// <summary>Everything a releaser does. Each act is authorised here again, and what it approves is bound to the hash shown.</summary>
public sealed class ReleaseOffice(
    PortalRecords records, LabelGate gate, DraftDesk drafts, ISigningService signing, PasswordGate passwords, OutboxSignal outbox, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Longest reason for a return, in characters.</summary>
    public const int MaxReason = 2000;

    /// <summary>What awaits the viewer's role, most urgent first.</summary>
    public async Task<IReadOnlyList<DraftRow>> QueueAsync(Viewer viewer, int take, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayRelease()) return [];
        var readable = await gate.ReadableAsync(viewer, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.Drafts.ReleaseQueue(viewer.RoleId, readable, take).ToListAsync(cancellationToken);
    }

    /// <summary>The current version of a draft; null when there is none the viewer may see.</summary>
    public async Task<OpenVersion?> OpenAsync(Viewer viewer, Guid draftId, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayRelease()) return null;
        await using var context = await records.ReadAsync(cancellationToken);
        var found = await (
            from draft in context.Drafts
            where draft.Id == draftId && draft.RoleId == viewer.RoleId && draft.Version > 0
            join version in context.Versions on new { DraftId = draft.Id, Number = draft.Version } equals new { version.DraftId, version.Number }
            select new { draft.State, draft.Revision, Row = version })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        var read = VersionReader.Read(found.Row, viewer.Role);
        return gate.MaySee(read.Content.Label, viewer) ? new OpenVersion(read, found.State, found.Revision) : null;
    }

    /// <summary>What the system fills in, fixed when the release dialog opens.</summary>
    public SystemFilled Prepare(OpenVersion open) => SystemFilled.For(open.Version.Content, time.GetUtcNow(), NewToken());

    /// <summary>Approves exactly this version with exactly these values, and lets it go.</summary>
    public async Task<Outcome> ReleaseAsync(Viewer viewer, OpenVersion shown, SystemFilled filled, string password, CancellationToken cancellationToken)
    {
        var version = shown.Version;
        if (!viewer.Function.MayRelease()) return await RefusedAsync(viewer, version, CommonRefusals.NotPermitted, cancellationToken);
        switch (await passwords.CheckAsync(viewer.PersonId, password, cancellationToken))
        {
            case PasswordGate.Answer.Right:
                break;
            case PasswordGate.Answer.Wrong:
                return await RefusedAsync(viewer, version, new("REL-020", "This is not your password. Nothing was released; try again.", "release-password"), cancellationToken);
            case PasswordGate.Answer.LockedOut:
                return await RefusedAsync(viewer, version, new("REL-021", "Too many wrong passwords: your account is locked for five minutes. Nothing was released.", "release-password"), cancellationToken);
        }

        if (await FormAsync(viewer, version, cancellationToken) is not { } form) return Outcome.Refused(CommonRefusals.NotFound);
        if (await drafts.CheckAsync(viewer, form, cancellationToken) is ComposeResult.Incomplete incomplete) return Outcome.Refused(incomplete.Refusals);

        var now = time.GetUtcNow();
        var statement = new ApprovalStatement(
            version.DraftId, version.Number, version.ContentHash, filled, viewer.Name, viewer.Mailbox, viewer.Role.Address,
            DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()));
        var parameters = await signing.ProofParametersAsync(viewer.Name, cancellationToken);
        var proof = ScramProof.Create(password, parameters.Salt, parameters.Iterations, statement.ToBytes());
        var approval = new Approval(statement, ApprovalMethod.PasswordProof, proof);

        var right = new ReleaseRight(viewer.Role.Address, Precedence.Override, Precedence.Override, viewer.Clearances);
        var decision = ReleaseDesk.Decide(version, approval, proofHolds: true, new Releaser(viewer.Name, viewer.Mailbox, [right]), gate.Policies, now);
        if (decision is ReleaseDecision.Refused { Reason: var reason }) return await RefusedAsync(viewer, version, reason, cancellationToken);
        return await LetGoAsync(viewer, shown, ((ReleaseDecision.Granted)decision).Message, cancellationToken);
    }

    /// <summary>Sends a version back to its drafter with a reason; the draft can be changed and submitted again.</summary>
    public async Task<Outcome> ReturnAsync(Viewer viewer, OpenVersion shown, string reason, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayRelease()) return Outcome.Refused(CommonRefusals.NotPermitted);
        var words = reason.Trim();
        if (words.Length == 0) return Outcome.Refused(new Refusal("REL-022", "Say why, so that the drafter can mend it.", "return-reason"));
        if (words.Length > MaxReason) return Outcome.Refused(new Refusal("REL-023", $"The reason has {words.Length} characters; {MaxReason} is the most.", "return-reason"));
        await using var work = await records.BeginAsync(cancellationToken);
        var draft = await work.Context.Drafts.SingleOrDefaultAsync(d => d.Id == shown.Version.DraftId && d.RoleId == viewer.RoleId, cancellationToken);
        if (draft is null) return Outcome.Refused(CommonRefusals.NotFound);
        if (draft.Version != shown.Version.Number || draft.Revision != shown.Revision || !draft.State.MayBecome(DraftState.Returned))
            return Outcome.Refused(NoLongerAwaiting(draft));
        draft.State = DraftState.Returned;
        draft.ReturnReason = words;
        draft.ReturnedBy = viewer.DisplayName;
        draft.UpdatedAt = time.GetUtcNow();
        draft.Revision++;
        work.Audit(Event(AuditTypes.DraftReturned, AuditOutcome.Ok, viewer, shown.Version, null, new() { ["version"] = shown.Version.Number, ["reasonLength"] = words.Length }));
        await work.CommitAsync(cancellationToken);
        changes.Publish(Change.Drafts);
        return Outcome.Done;
    }

    private async Task<Outcome> LetGoAsync(Viewer viewer, OpenVersion shown, ReleasedMessage released, CancellationToken cancellationToken)
    {
        var version = released.Version;
        var content = version.Content;
        var now = time.GetUtcNow();
        var label = await gate.NumberAsync(content.Label, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        var draft = await work.Context.Drafts.SingleOrDefaultAsync(d => d.Id == version.DraftId && d.RoleId == viewer.RoleId, cancellationToken);
        if (draft is null) return Outcome.Refused(CommonRefusals.NotFound);
        if (draft.Version != version.Number || draft.Revision != shown.Revision || !draft.State.MayBecome(DraftState.Releasing))
            return Outcome.Refused(NoLongerAwaiting(draft));
        draft.State = DraftState.Releasing;
        draft.UpdatedAt = now;
        draft.Revision++;

        var release = new ReleaseRow
        {
            Id = Guid.CreateVersion7(now),
            DraftId = version.DraftId,
            Version = version.Number,
            RoleId = viewer.RoleId,
            MessageId = released.Filled.MessageId.Value,
            Drafter = version.LastEditor,
            Releaser = viewer.Name,
            ReleasedAt = now,
            Approval = ApprovalJson.Write(released.Approval),
            Subject = content.Subject,
            LabelId = label,
            Urgency = (short)content.GoverningPrecedence,
            Dtg = released.Filled.Dtg.At,
        };
        work.Context.Releases.Add(release);
        work.Context.Outbox.Add(new OutboxRow
        {
            ReleaseId = release.Id,
            Work = OutboxWork.Sign,
            Urgency = (short)content.GoverningPrecedence,
            DueAt = now,
            LeasedUntil = DateTimeOffset.UnixEpoch,
        });
        Track(work.Context, release, released);
        work.Audit(Event(AuditTypes.Release, AuditOutcome.Ok, viewer, version, released.Filled.MessageId, new()
        {
            ["version"] = version.Number,
            ["contentHash"] = version.ContentHash,
            ["approval"] = released.Approval.Statement.Digest(),
            ["method"] = "password-proof",
            ["drafter"] = version.LastEditor,
            ["release"] = release.Id.ToString("D"),
        }));
        try
        {
            await work.CommitAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        }
        changes.Publish(Change.Drafts);
        changes.Publish(Change.Tracking);
        outbox.Ring();
        return Outcome.Done;
    }

    private static void Track(PortalContext context, ReleaseRow release, ReleasedMessage released)
    {
        var content = released.Version.Content;
        foreach (var (copy, envelope) in CopyPlan.Of(content).Zip(released.Filled.EnvelopeIds))
            foreach (var recipient in copy.Recipients)
                context.Tracking.Add(new TrackingRow
                {
                    ReleaseId = release.Id,
                    EnvelopeId = envelope.Value,
                    Address = recipient.Address.ToString(),
                    DisplayName = recipient.DisplayName,
                    AddressedAs = !copy.IsOpen ? ReceivedAs.Blind : content.To.Contains(recipient) ? ReceivedAs.Action : ReceivedAs.Information,
                    State = TrackingState.Outbox,
                });
    }

    private async Task<DraftForm?> FormAsync(Viewer viewer, MessageVersion version, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var row = await context.Versions.AsNoTracking()
            .Where(v => v.DraftId == version.DraftId && v.Number == version.Number && context.Drafts.Any(d => d.Id == v.DraftId && d.RoleId == viewer.RoleId))
            .SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : DraftFormJson.Read(row.Form);
    }

    private async Task<Outcome> RefusedAsync(Viewer viewer, MessageVersion version, Refusal reason, CancellationToken cancellationToken)
    {
        await records.AuditAsync(Event(AuditTypes.Release, AuditOutcome.Denied, viewer, version, null, new() { ["version"] = version.Number, ["code"] = reason.Code }), cancellationToken);
        return Outcome.Refused(reason);
    }

    private static Refusal NoLongerAwaiting(DraftRow draft) =>
        new("REL-009", $"This version no longer awaits a decision: the draft is {draft.State.ToWord()} in version {draft.Version}. Open the queue again.");

    private static AuditEvent Event(string type, AuditOutcome outcome, Viewer viewer, MessageVersion version, MessageId? messageId, CanonicalObject data) =>
        new(type, outcome, viewer.Name, viewer.Role.Address.ToString(), messageId?.Value, null, version.DraftId.ToString("D"), data);

    // Crockford's alphabet: no letter that is read as a digit over a radio
    private static string NewToken() => RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16);
}
