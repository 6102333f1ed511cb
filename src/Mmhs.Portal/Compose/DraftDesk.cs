using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
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
using Mmhs.Signing;

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
    ISigningService signing,
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
        work.Audit(Event(AuditTypes.DraftCreated, actor, draft.Id, new()));
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
            return new(
                revision,
                [new Refusal("CMP-020", "You are not cleared for this label. Choose one you may read yourself.", "label")]
            );
        if (form.Text.Length > limits.MaxTextCharacters)
            return new(
                revision,
                [
                    new Refusal(
                        "CMP-015",
                        $"The text is longer than {limits.MaxTextCharacters} characters and was not saved. Attach it as a file.",
                        "text"
                    ),
                ]
            );
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (await work.FindDraftAsync(gate, actor, id, cancellationToken) is not { } row)
            return new(revision, [CommonRefusals.NotFound]);
        if (!row.State.IsEditable())
            return new(
                row.Revision,
                [new Refusal("CMP-021", $"This draft is {row.State.ToWord()} and can no longer be changed.")]
            );
        if (DraftLock.Objection(row, actor, now) is { } locked)
            return new(row.Revision, [locked]);
        if (row.Revision != revision)
            return new(row.Revision, [CommonRefusals.ChangedMeanwhile]);
        if (TemplateConstraints.Of(row)?.Objections(FormCodec.Read(row.Form), form) is { IsEmpty: false } fixedFields)
            return new(row.Revision, fixedFields);
        // Without a label nobody could tell any longer who may see the text.
        if (row.LabelId is not null && label is null)
            return new(
                row.Revision,
                [new Refusal("CMP-023", "A draft that has a label keeps one. Choose another label instead of none.", "label")]
            );
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
        await using var work = await records.BeginAsync(cancellationToken);
        if (!actor.Function.MayDraft())
        {
            await work.DenyAsync(actor, "draft", id, cancellationToken);
            return null;
        }
        var row = await work.FindDraftAsync(gate, actor, id, cancellationToken);
        if (row is null || !row.State.IsEditable() || DraftLock.Objection(row, actor, time.GetUtcNow()) is not null)
            return null;
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
    public async Task<ComposeResult> CheckAsync(Actor actor, Guid? draftId, DraftForm form, CancellationToken cancellationToken)
    {
        form = FormCodec.Normal(form);
        var now = time.GetUtcNow();
        var outside = new List<Refusal>();
        if (form.Label is { } label)
        {
            if (gate.Policies.Find(label.PolicyId) is not { } policy)
                outside.Add(new("LBL-001", "The policy of this label is not in force here. Choose a label again.", "label"));
            else
                outside.AddRange(
                    LabelRules
                        .Validate(policy, label, now, creating: true)
                        .Where(finding => finding.IsError)
                        .Select(finding => new Refusal("LBL-" + finding.Code, finding.Text, "label"))
                );
            if (!gate.MaySee(label, actor))
                outside.Add(new("CMP-020", "You are not cleared for this label. Choose one you may read yourself.", "label"));
        }
        if (actor.RoleEnded)
            outside.Add(
                new("DIR-005", $"{actor.RoleName} was closed; nothing is sent from it any more. Write from another role.")
            );
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
            await CheckAsync(actor, id, form, cancellationToken) is ComposeResult.Incomplete incomplete
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
        form = FormCodec.Normal(form);
        if (!actor.Function.MayDraft())
            return await DeniedAsync(AuditTypes.DraftSubmitted, actor, id, CommonRefusals.NotPermitted, cancellationToken);
        var check = await CheckAsync(actor, id, form, cancellationToken);
        if (check is ComposeResult.Incomplete incomplete)
            return Outcome.Refused(incomplete.Refusals);
        if (
            PreFlight.Stops(
                await preFlight.LookAsync(actor, id, form, PreFlightMoment.Submit, MinimizeAnswer.None, [], cancellationToken)
            ) is
            { IsEmpty: false } stops
        )
            return Outcome.Refused(stops);
        var content = ((ComposeResult.Complete)check).Content;
        var label = await gate.NumberAsync(content.Label, cancellationToken);
        var authority = await signing.AuthorityAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (await work.FindDraftAsync(gate, actor, id, cancellationToken) is not { } row)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (!row.State.IsEditable())
            return Outcome.Refused(new Refusal("CMP-021", $"This draft is {row.State.ToWord()} and can no longer be submitted."));
        if (row.Revision != revision)
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        if (DraftLock.Objection(row, actor, now) is { } locked)
            return Outcome.Refused(locked);
        if (
            TemplateConstraints.Of(row) is { } terms
            && terms.Objections(FormCodec.Read(row.Form), form).Concat(terms.Missing(form)).ToImmutableArray()
                is { IsEmpty: false } broken
        )
            return Outcome.Refused(broken);
        if (await MissingOctetsAsync(work.Context, id, content, cancellationToken) is { } missing)
            return Outcome.Refused(missing);

        // who sends it in unchanged has not written it: the one whose words these are does not release them
        var (editor, editorName) =
            FormCodec.Write(form) == row.Form ? (row.LastEditor, row.LastEditorName) : (actor.Name, actor.DisplayName);
        Write(row, form, label, actor, now);
        (row.LastEditor, row.LastEditorName) = (editor, editorName);
        row.LockedBy = row.LockedByName = null;
        row.LockedSince = row.LockedUntil = null;
        row.Version++;
        row.SubmittedAt = now;
        row.ReturnReason = null;
        row.ReturnedBy = null;
        var version = new MessageVersion(id, row.Version, content, editor, now);
        work.Context.Versions.Add(
            VersionRow.Of(
                version,
                label,
                editorName,
                StagePlan.For(content, authority.Book.PolicyOf(actor.Role.Address.Domain), gate.Policies).Rule
            )
        );
        if (await start.BeginAsync(work, row, version, label, authority, now, cancellationToken) is { } cannot)
            return Outcome.Refused(cannot);
        work.Context.Decisions.Add(DraftDecisions.Decision(actor, row, DecisionKind.Submitted, now, null, null));
        work.Audit(
            Event(
                AuditTypes.DraftSubmitted,
                actor,
                id,
                new()
                {
                    ["version"] = version.Number,
                    ["contentHash"] = version.ContentHash,
                    ["label"] = content.Label.ToKey(),
                    ["precedence"] = (int)content.GoverningPrecedence,
                }
            )
        );
        await work.DraftChangedAsync(ChangeTopic.Drafts, row, cancellationToken);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    /// <summary>Takes a draft back for good; it stays readable in the records.</summary>
    public async Task<Outcome> WithdrawAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft())
            return await DeniedAsync(AuditTypes.DraftWithdrawn, actor, id, CommonRefusals.NotPermitted, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        if (await work.FindDraftAsync(gate, actor, id, cancellationToken) is not { } row)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (!row.State.MayBecome(DraftState.Withdrawn))
            return Outcome.Refused(new Refusal("CMP-022", $"This draft is {row.State.ToWord()} and can no longer be withdrawn."));
        await ReviewStart.EndAsync(work.Context, id, cancellationToken);
        row.State = DraftState.Withdrawn;
        row.UpdatedAt = time.GetUtcNow();
        work.Context.Decisions.Add(DraftDecisions.Decision(actor, row, DecisionKind.Withdrawn, row.UpdatedAt, null, null));
        row.Revision++;
        work.Audit(Event(AuditTypes.DraftWithdrawn, actor, id, new()));
        await work.DraftChangedAsync(ChangeTopic.Drafts, row, cancellationToken);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    private static DraftRow NewRow(Actor actor, DateTimeOffset now)
    {
        var draft = new DraftRow
        {
            Id = Guid.CreateVersion7(now),
            RoleId = actor.RoleId,
            State = DraftState.Draft,
            Form = FormCodec.Write(new DraftForm()),
            Urgency = -1,
            LastEditor = actor.Name,
            LastEditorName = actor.DisplayName,
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
            ? new Refusal(
                "CMP-018",
                $"The file {missing.Name} did not arrive completely. Remove it and attach it again.",
                "attachments"
            )
            : null;
    }

    private static void Write(DraftRow row, DraftForm form, int? label, Actor editor, DateTimeOffset now)
    {
        row.Form = FormCodec.Write(form);
        row.Subject = Characters.Cut(form.Subject, ComposeRules.MaxSubjectCharacters);
        row.LabelId = label;
        row.Urgency = (short?)(form.To.IsEmpty ? form.InformationPrecedence : form.ActionPrecedence) ?? -1;
        row.LastEditor = editor.Name;
        row.LastEditorName = editor.DisplayName;
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

    private static AuditEvent Event(string type, Actor actor, Guid draft, Messages.Canonical.CanonicalObject data) =>
        new(type, AuditOutcome.Ok, actor.Name, actor.Role.Address.ToString(), null, null, draft.ToString("D"), data);
}
