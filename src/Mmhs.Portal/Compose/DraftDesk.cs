using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Compose;

/// <summary>A draft as its page has it.</summary>
/// <param name="Id">The draft.</param>
/// <param name="Revision">Given back with the next change.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Form">What is written.</param>
/// <param name="LastEditor">Who wrote last.</param>
/// <param name="UpdatedAt">When.</param>
/// <param name="ReturnReason">Why it came back; null when it did not, or when the actor is not cleared for the version it was said of.</param>
/// <param name="ReturnedBy">Who returned it; null when nobody did.</param>
/// <param name="Version">Number of its latest version, 0 before the first.</param>
/// <param name="Lock">Who writes in it now; null when nobody does.</param>
/// <param name="Terms">What the template it came from holds fast; null when it came from none.</param>
public sealed record OpenDraft(
    Guid Id,
    int Revision,
    DraftState State,
    DraftForm Form,
    string LastEditor,
    DateTimeOffset UpdatedAt,
    string? ReturnReason,
    string? ReturnedBy,
    int Version = 0,
    DraftLock? Lock = null,
    TemplateConstraints? Terms = null
);

/// <summary>Saved, with the new revision; or refused.</summary>
public sealed record SaveOutcome(int Revision, ImmutableArray<Refusal> Refusals);

/// <summary>Everything a drafter does with a draft, and what others of the role read of it. Every act is authorised here again, whatever the page let through.</summary>
public sealed partial class DraftDesk(
    PortalRecords records,
    LabelAccess gate,
    AddresseeLookup directory,
    PreFlightDesk preFlight,
    AnswerLabelRule answered,
    ReviewStart start,
    IApprovals approvals,
    ComposeLimits limits,
    TimeProvider time
)
{
    private const int MaxNameCharacters = 120;

    /// <summary>A new, empty draft of the actor's role.</summary>
    public async Task<Guid?> CreateAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft() || actor.RoleEnded)
        {
            await records.AuditAsync(Denials.Of(actor, "new draft", null), cancellationToken);
            return null;
        }
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var draft = NewRow(actor, now);
        work.Context.Drafts.Add(draft);
        work.Audit(Created(actor, draft.Id));
        work.Changed(ChangeTopic.Drafts, actor.RoleId);
        await work.CommitAsync(cancellationToken);
        return draft.Id;
    }

    /// <summary>Null when there is none the actor may see.</summary>
    public async Task<OpenDraft?> OpenAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await records.FindDraftAsync(context, gate, actor, id, cancellationToken) is not { } row
            ? null
            : new OpenDraft(
                row.Id,
                row.Revision,
                row.State,
                FormCodec.Read(row.Form),
                row.LastEditor,
                row.UpdatedAt,
                await context.MayHearAsync(gate, actor, id, row.Version, cancellationToken) ? row.ReturnReason : null,
                row.ReturnedBy,
                row.Version,
                DraftLock.Of(row, time.GetUtcNow()),
                TemplateConstraints.Of(row)
            );
    }

    /// <summary>The drafts of the role in one state, latest change first; those without a label as <see cref="DraftVisibility"/> says. Words of return only under the label they were said under.</summary>
    public async Task<IReadOnlyList<DraftRow>> ListAsync(
        Actor actor,
        DraftState state,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReadDrafts())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var drafts = await context
            .Drafts.InState(actor.RoleId, state, readable, LabelAccess.UnlabelledOf(actor), take)
            .ToListAsync(cancellationToken);
        var heard = await context.HeardAsync(
            gate,
            actor,
            drafts.Where(draft => draft.ReturnReason is not null).Select(draft => (draft.Id, draft.Version)),
            cancellationToken
        );
        foreach (var draft in drafts)
            if (!heard.Contains((draft.Id, draft.Version)))
                draft.ReturnReason = null;
        return drafts;
    }

    /// <summary>Saves the form as it stands, lawful or not; the page calls it by itself while the drafter writes. It keeps the lock, and takes one that is free.</summary>
    public async Task<SaveOutcome> SaveAsync(
        Actor actor,
        Guid id,
        int revision,
        DraftForm form,
        CancellationToken cancellationToken
    )
    {
        form = FormCodec.Normal(form);
        if (!actor.Function.MayDraft())
        {
            await records.DenyAsync(actor, "draft", id, cancellationToken);
            return new(revision, [CommonRefusals.NotPermitted]);
        }
        if (form.Label is { } chosen && !gate.MaySee(chosen, actor))
            return new(revision, [DraftRefusals.LabelNotCleared]);
        if (form.Text.Length > limits.MaxTextCharacters)
            return new(revision, [ComposeRefusals.TextTooLong.Of(form.Text.Length, limits.MaxTextCharacters)]);
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        await using (var work = await records.BeginAsync(cancellationToken))
            if (await work.Context.Drafts.SeenDraftAsync(gate, actor, id, cancellationToken) is { } row)
                return await SaveAsync(work, row, actor, revision, (form, label), cancellationToken);
        await records.DenyAsync(actor, "draft", id, cancellationToken);
        return new(revision, [CommonRefusals.NotFound]);
    }

    private async Task<SaveOutcome> SaveAsync(
        PortalWork work,
        DraftRow row,
        Actor actor,
        int revision,
        (DraftForm Form, int? Label) written,
        CancellationToken cancellationToken
    )
    {
        var (now, (form, label)) = (time.GetUtcNow(), written);
        if (!row.State.IsEditable())
            return new(row.Revision, [DraftRefusals.NotEditable.Of(row.State.ToWord())]);
        if (DraftLock.Objection(row, actor, now) is { } locked)
            return new(row.Revision, [locked]);
        if (row.Revision != revision)
            return new(row.Revision, [CommonRefusals.ChangedMeanwhile]);
        if (TemplateConstraints.Of(row)?.Objections(FormCodec.Read(row.Form), form) is { IsEmpty: false } fixedFields)
            return new(row.Revision, fixedFields);
        // Without a label nobody could tell any longer who may see the text.
        if (row.LabelId is not null && label is null)
            return new(row.Revision, [DraftRefusals.LabelTakenAway]);
        // Before it is kept: from then on everybody cleared for the lower label reads it.
        if (
            form.Label is not null
            && await answered.OriginAsync(actor, row.OriginLabelId, form.Label, cancellationToken) is { } lowered
        )
            return new(row.Revision, [lowered]);
        Write(row, form, label, actor, now);
        Keep(row, actor, now);
        if (!await work.TryCommitAsync(cancellationToken))
            return new(revision, [CommonRefusals.ChangedMeanwhile]);
        return new(row.Revision, []);
    }

    /// <summary>Keeps the octets of a file for a draft; the form names it by what it returns.</summary>
    /// <returns>Null when the actor may not, or the draft can no longer be changed.</returns>
    public async Task<Attachment?> AttachAsync(
        Actor actor,
        Guid id,
        string name,
        string mediaType,
        byte[] octets,
        CancellationToken cancellationToken
    )
    {
        if (octets.LongLength > limits.MaxAttachmentOctets)
            return null;
        if (actor.Function.MayDraft())
            await using (var work = await records.BeginAsync(cancellationToken))
                if (await work.Context.Drafts.SeenDraftAsync(gate, actor, id, cancellationToken) is { } row)
                    return row.State.IsEditable() && DraftLock.Objection(row, actor, time.GetUtcNow()) is null
                        ? await AttachAsync(work, id, name, mediaType, octets, cancellationToken)
                        : null;
        await records.DenyAsync(actor, "draft", id, cancellationToken);
        return null;
    }

    private static async Task<Attachment> AttachAsync(
        PortalWork work,
        Guid id,
        string name,
        string mediaType,
        byte[] octets,
        CancellationToken cancellationToken
    )
    {
        var attachment = new Attachment(
            SafeName(name),
            mediaType,
            octets.LongLength,
            Convert.ToHexStringLower(SHA256.HashData(octets))
        );
        if (!await work.Context.Attachments.AnyAsync(a => a.DraftId == id && a.Sha256 == attachment.Sha256, cancellationToken))
            work.Context.Attachments.Add(
                new AttachmentRow
                {
                    DraftId = id,
                    Sha256 = attachment.Sha256,
                    Octets = octets,
                }
            );
        await work.CommitAsync(cancellationToken);
        return attachment;
    }

    /// <summary>Everything that stands against submitting this form now; empty when nothing does.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="draftId">The draft it is of, for where it came from and for its files; null: of none.</param>
    /// <param name="form">What would go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ComposeResult> CheckAsync(Actor actor, Guid? draftId, DraftForm form, CancellationToken cancellationToken) =>
        CheckNormalAsync(actor, draftId, FormCodec.Normal(form), cancellationToken);

    private async Task<ComposeResult> CheckNormalAsync(
        Actor actor,
        Guid? draftId,
        DraftForm form,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var outside = new List<Refusal>();
        if (form.Label is { } label)
        {
            if (gate.Policies.Find(label.PolicyId) is not { } policy)
                outside.Add(DraftRefusals.PolicyNotInForce);
            else
                outside.AddRange(
                    LabelRules
                        .Validate(policy, label, now, creating: true)
                        .Where(finding => finding.IsError)
                        .Select(finding => new Refusal("LBL-" + finding.Code, finding.Text, "label"))
                );
            if (!gate.MaySee(label, actor))
                outside.Add(DraftRefusals.LabelNotCleared);
        }
        if (actor.RoleEnded)
            outside.Add(DraftRefusals.RoleClosed.Of(actor.RoleName));
        var addressees = form
            .To.Select(m => (m.Address, "to"))
            .Concat(form.Cc.Select(m => (m.Address, "cc")))
            .Concat(form.Bcc.Select(m => (m.Address, "bcc")));
        outside.AddRange(await directory.ObjectionsAsync(form.Label, addressees, cancellationToken));
        outside.AddRange(await answered.ObjectionsAsync(actor, draftId, form, cancellationToken));
        return ComposeRules.Check(form, actor.Role, limits, now, outside);
    }

    /// <summary>Everything worth a look before the form goes, what stops it first; handlers refuse by the same list.</summary>
    public async Task<ImmutableArray<PreFlightItem>> PreFlightAsync(
        Actor actor,
        Guid id,
        DraftForm form,
        PreFlightMoment at,
        MinimizeAnswer answer,
        CancellationToken cancellationToken
    )
    {
        form = FormCodec.Normal(form);
        if (at == PreFlightMoment.Release)
            form = OptionalFieldRules.AtRelease(form, time.GetUtcNow());
        return await preFlight.LookAsync(
            actor,
            id,
            form,
            at,
            answer,
            await CheckNormalAsync(actor, id, form, cancellationToken) is ComposeResult.Incomplete incomplete
                ? incomplete.Refusals
                : [],
            cancellationToken
        );
    }

    /// <summary>Makes a version of the form and puts it into the releaser's queue.</summary>
    public async Task<Outcome> SubmitForReleaseAsync(
        Actor actor,
        Guid id,
        int revision,
        DraftForm form,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.DraftSubmitted, actor, id);
        form = FormCodec.Normal(form);
        if (!actor.Function.MayDraft())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var check = await CheckNormalAsync(actor, id, form, cancellationToken);
        if (check is not ComposeResult.Complete { Content: var content })
            return await records.RefuseAsync(act, ((ComposeResult.Incomplete)check).Refusals, cancellationToken);
        if (
            PreFlight.Stops(
                await preFlight.LookAsync(actor, id, form, PreFlightMoment.Submit, MinimizeAnswer.None, [], cancellationToken)
            ) is
            { IsEmpty: false } stops
        )
            return await records.RefuseAsync(act, stops, cancellationToken);
        var label = await gate.NumberAsync(content.Label, cancellationToken);
        var authority = await approvals.AuthorityAsync(cancellationToken);
        return await records.RunAsync(
            act,
            async work =>
                await work.Context.Drafts.SeenDraftAsync(gate, actor, id, cancellationToken) is { } row
                    ? await SubmitAsync(work, act, row, revision, (form, content, label), authority, cancellationToken)
                    : [CommonRefusals.NotFound],
            cancellationToken
        );
    }

    private async Task<ImmutableArray<Refusal>> SubmitAsync(
        PortalWork work,
        Act act,
        DraftRow row,
        int revision,
        (DraftForm Form, MessageContent Content, int Label) submitted,
        Authority authority,
        CancellationToken cancellationToken
    )
    {
        var (actor, now, (form, content, label)) = (act.Actor, time.GetUtcNow(), submitted);
        if (!row.State.IsEditable())
            return [DraftRefusals.NotEditable.Of(row.State.ToWord())];
        if (row.Revision != revision)
            return [CommonRefusals.ChangedMeanwhile];
        if (DraftLock.Objection(row, actor, now) is { } locked)
            return [locked];
        if (
            TemplateConstraints.Of(row) is { } terms
            && terms.Objections(FormCodec.Read(row.Form), form).Concat(terms.Missing(form)).ToImmutableArray()
                is { IsEmpty: false } broken
        )
            return broken;
        if (await MissingOctetsAsync(work.Context, row.Id, content, cancellationToken) is { } missing)
            return [missing];

        Write(row, form, label, actor, now);
        row.LockedBy = row.LockedByName = null;
        row.LockedSince = row.LockedUntil = null;
        row.Version++;
        row.SubmittedAt = now;
        row.ReturnReason = null;
        row.ReturnedBy = null;
        var version = new MessageVersion(row.Id, row.Version, content, row.LastEditor, now)
        {
            Writers = WriterNames.Read(row.Writers, row.LastEditor),
        };
        work.Context.Versions.Add(
            VersionRow.Of(
                version,
                label,
                row.LastEditorName,
                StagePlan.For(content, authority.Book.PolicyOf(actor.Role.Address.Domain), gate.Policies).Rule
            )
        );
        var cannot = await start.BeginAsync(
            work,
            new(work, row, actor.Decides, now),
            version,
            label,
            authority,
            actor.Name,
            DecisionKind.Submitted,
            null,
            cancellationToken
        );
        if (cannot is not null)
            return [cannot];
        (act.Facts["version"], act.Facts["contentHash"]) = (version.Number, version.ContentHash);
        (act.Facts["label"], act.Facts["precedence"]) = (content.Label.ToKey(), (int)content.GoverningPrecedence);
        return [];
    }

    /// <summary>Takes a draft back for good; it stays readable in the records.</summary>
    public Task<Outcome> WithdrawAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.DraftWithdrawn, actor, id);
        return !actor.Function.MayDraft()
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(
                act,
                async work =>
                {
                    if (await work.Context.Drafts.SeenDraftAsync(gate, actor, id, cancellationToken) is not { } row)
                        return CommonRefusals.NotFound;
                    if (!row.State.MayBecome(DraftState.Withdrawn))
                        return DraftRefusals.NotWithdrawable.Of(row.State.ToWord());
                    await new DraftLifecycle(work, row, actor.Decides, time.GetUtcNow()).WithdrawAsync(null, cancellationToken);
                    await approvals.TakeBackReleaseAsync(row.Id, row.Version, actor.Name, cancellationToken);
                    return null;
                },
                cancellationToken
            );
    }

    private static DraftRow NewRow(Actor actor, DateTimeOffset now)
    {
        var draft = new DraftRow
        {
            Id = Guid.CreateVersion7(now),
            RoleId = actor.RoleId,
            Form = FormCodec.Write(new DraftForm()),
            Urgency = -1,
            LastEditor = actor.Name,
            LastEditorName = actor.DisplayName,
            Writers = actor.Name,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Keep(draft, actor, now);
        return draft;
    }

    private static async Task<Refusal?> MissingOctetsAsync(
        PortalContext context,
        Guid id,
        MessageContent content,
        CancellationToken cancellationToken
    )
    {
        var kept = (
            await context.Attachments.Where(a => a.DraftId == id).Select(a => a.Sha256).ToListAsync(cancellationToken)
        ).ToHashSet();
        return content.Attachments.FirstOrDefault(attachment => !kept.Contains(attachment.Sha256)) is { } missing
            ? DraftRefusals.FileIncomplete.Of(missing.Name)
            : null;
    }

    private static void Write(DraftRow row, DraftForm form, int? label, Actor editor, DateTimeOffset now)
    {
        var text = FormCodec.Write(form);
        // who saves or sends it unchanged has not written it: those whose words these are do not release them
        if (text != row.Form)
        {
            row.Writers = WriterNames.With(row, editor.Name);
            (row.LastEditor, row.LastEditorName) = (editor.Name, editor.DisplayName);
        }
        row.Form = text;
        row.Subject = Characters.Cut(form.Subject, ComposeRules.MaxSubjectCharacters);
        row.LabelId = label;
        row.Urgency = (short?)(form.To.IsEmpty ? form.InformationPrecedence : form.ActionPrecedence) ?? -1;
        row.UpdatedAt = now;
        row.Revision++;
    }

    // A file name from a browser is a hint: no path, no control characters, no more than a header field carries well.
    private static string SafeName(string name)
    {
        var clean = new string([
            .. Path.GetFileName(name.Replace('\\', '/')).Where(c => !char.IsControl(c) && c is not ('"' or '/' or ':')),
        ]).Trim();
        if (clean.Length == 0)
            return "attachment";
        if (clean.Length <= MaxNameCharacters)
            return Characters.WellFormed(clean);
        // what kind of file it is stands at the end, and its reader goes by it
        var kind = Path.GetExtension(clean);
        if (kind.Length > MaxNameCharacters / 4)
            kind = "";
        return Characters.Cut(clean[..^kind.Length], MaxNameCharacters - kind.Length).TrimEnd() + Characters.WellFormed(kind);
    }

    private static AuditEvent Created(Actor actor, Guid draft, CanonicalObject? facts = null) =>
        new Act(AuditTypes.DraftCreated, actor, draft) { Facts = facts ?? new() }.Done();
}
