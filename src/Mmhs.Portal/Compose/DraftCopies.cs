using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>A draft was begun, or why not.</summary>
/// <param name="Id">The new draft; null when it was refused.</param>
/// <param name="Refusals">Empty when it was begun.</param>
public sealed record BegunDraft(Guid? Id, ImmutableArray<Refusal> Refusals)
{
    public static BegunDraft Refused(Refusal reason) => new(null, [reason]);
}

/// <summary>A new message from an old one.</summary>
public sealed partial class DraftDesk
{
    /// <summary>Begins a draft with everything of another message of the role but its DTG: a copy is a new message with a time of its own.</summary>
    /// <param name="actor">Who copies; the draft becomes his.</param>
    /// <param name="source">The draft, also one that was released.</param>
    /// <param name="version">Which version of it; 0: the form as it stands.</param>
    /// <param name="cancellationToken">Ends it before anything was written.</param>
    public async Task<BegunDraft> CopyAsync(Actor actor, Guid source, int version, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft())
            return BegunDraft.Refused(
                (
                    await records.RefuseAsync(
                        new Act(AuditTypes.DraftCopied, actor, source),
                        CommonRefusals.NotPermitted,
                        cancellationToken
                    )
                ).Refusals[0]
            );
        await using var context = await records.ReadAsync(cancellationToken);
        if (await records.FindDraftAsync(context, gate, actor, source, cancellationToken) is not { } old)
            return BegunDraft.Refused(CommonRefusals.NotFound);
        var form = FormCodec.Read(old.Form);
        if (version != 0)
        {
            var row = await context
                .Versions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.DraftId == source && v.Number == version, cancellationToken);
            if (row is null)
                return BegunDraft.Refused(CommonRefusals.NotFound);
            form = row.Read().Content.ToForm();
        }
        form = form with { Dtg = null, Optional = form.Optional.Lasting };
        if (!gate.MaySee(form.Label, old.LastEditor, actor))
        {
            await records.DenyAsync(actor, "version", source, cancellationToken);
            return BegunDraft.Refused(CommonRefusals.NotFound);
        }
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        var wanted = form.Attachments.Select(file => file.Sha256).ToList();
        var octets = await context
            .Attachments.AsNoTracking()
            .Where(a => a.DraftId == source && wanted.Contains(a.Sha256))
            .ToListAsync(cancellationToken);

        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var draft = NewRow(actor, now);
        Write(draft, form, label, actor, now);
        draft.Revision = 0;
        // Whose words they are does not change by copying them.
        draft.Writers = WriterNames.With(old, actor.Name);
        // The way round a locked field, or under the label of what is answered, does not lead over a copy.
        draft.OriginLabelId = old.OriginLabelId;
        (draft.TemplateId, draft.TemplateName, draft.LockedFields, draft.RequiredFields) = (
            old.TemplateId,
            old.TemplateName,
            old.LockedFields,
            old.RequiredFields
        );
        work.Context.Drafts.Add(draft);
        foreach (var file in octets)
            work.Context.Attachments.Add(
                new AttachmentRow
                {
                    DraftId = draft.Id,
                    Sha256 = file.Sha256,
                    Octets = file.Octets,
                }
            );
        work.Audit(Created(actor, draft.Id));
        work.Audit(
            new Act(AuditTypes.DraftCopied, actor, draft.Id)
            {
                Facts = new()
                {
                    ["from"] = source.ToString("D"),
                    ["version"] = version,
                    ["attachments"] = octets.Count,
                },
            }.Done()
        );
        work.Changed(ChangeTopic.Drafts, actor.RoleId);
        await work.CommitAsync(cancellationToken);
        return new(draft.Id, []);
    }

    /// <summary>Begins a draft that answers a received message or hands it on, with the files its form names; it stays bound to the label of that message.</summary>
    internal async Task<BegunDraft> BeginAsync(
        Actor actor,
        SecurityLabel origin,
        DraftForm form,
        IReadOnlyList<(Attachment File, byte[] Octets)> files,
        CanonicalObject said,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayDraft() || actor.RoleEnded)
            return BegunDraft.Refused(CommonRefusals.NotPermitted);
        if (files.Sum(file => file.Octets.LongLength) > limits.MaxAttachmentOctets)
            return BegunDraft.Refused(
                ComposeRefusals.AttachmentsTooLarge.Of(files.Sum(file => file.Octets.LongLength), limits.MaxAttachmentOctets)
            );
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        var from = await gate.NumberAsync(origin, cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var draft = NewRow(actor, now);
        Write(draft, form with { Attachments = [.. files.Select(file => file.File)] }, label, actor, now);
        draft.Revision = 0;
        draft.OriginLabelId = from;
        work.Context.Drafts.Add(draft);
        foreach (var (file, octets) in files)
            work.Context.Attachments.Add(
                new AttachmentRow
                {
                    DraftId = draft.Id,
                    Sha256 = file.Sha256,
                    Octets = octets,
                }
            );
        work.Audit(Created(actor, draft.Id, said));
        work.Changed(ChangeTopic.Drafts, actor.RoleId);
        await work.CommitAsync(cancellationToken);
        return new(draft.Id, []);
    }

    /// <summary>Begins a draft from a template; <see cref="TemplateDesk"/> has found it for the actor.</summary>
    internal async Task<BegunDraft> BeginAsync(Actor actor, TemplateLine template, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft())
            return BegunDraft.Refused(CommonRefusals.NotPermitted);
        int? label = template.Form.Label is null ? null : await gate.NumberAsync(template.Form.Label, cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var draft = NewRow(actor, now);
        Write(draft, template.Form, label, actor, now);
        draft.Revision = 0;
        // the words of a template are its authors', whoever begins from it
        draft.Writers = WriterNames.Write(
            ImmutableArray.Create(template.CreatedBy).With(template.ChangedBy).With(actor.Name).Where(name => name.Length > 0)
        );
        (draft.TemplateId, draft.TemplateName, draft.LockedFields, draft.RequiredFields) = (
            template.Id,
            template.Name,
            TemplateConstraints.Names(template.Locked),
            TemplateConstraints.Names(template.Required)
        );
        work.Context.Drafts.Add(draft);
        work.Audit(Created(actor, draft.Id, new() { ["template"] = template.Id.ToString("D") }));
        work.Changed(ChangeTopic.Drafts, actor.RoleId);
        await work.CommitAsync(cancellationToken);
        return new(draft.Id, []);
    }
}
