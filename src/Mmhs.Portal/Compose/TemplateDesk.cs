using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>A template as a list shows it.</summary>
/// <param name="IsWholeOrganisation">For every role of the organisation; otherwise for one.</param>
/// <param name="Locked">Fields that keep its value.</param>
/// <param name="Required">Fields that may not be left empty.</param>
public sealed record TemplateLine(
    Guid Id,
    string Name,
    bool IsWholeOrganisation,
    string CreatedBy,
    string ChangedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DraftForm Form,
    ImmutableHashSet<string> Locked,
    ImmutableHashSet<string> Required
);

/// <summary>What a drafter wants of a template.</summary>
/// <param name="Name">1 to 120 characters, one of its kind in its circle.</param>
/// <param name="WholeOrganisation">For every role of the organisation; otherwise for this one.</param>
/// <param name="Locked">Fields that keep the template's value.</param>
/// <param name="Required">Fields that may not be left empty.</param>
/// <param name="Replaces">The template this one takes the place of; null: a new one.</param>
public sealed record TemplateRequest(
    string Name,
    bool WholeOrganisation,
    ImmutableHashSet<string> Locked,
    ImmutableHashSet<string> Required,
    Guid? Replaces = null
);

/// <summary>Forms to begin from. Kept and used by drafters; each sees those of his role and of his organisation whose label he may see, and those without one as <see cref="DraftVisibility"/> says.</summary>
public sealed class TemplateDesk(
    PortalRecords records,
    LabelAccess gate,
    DraftDesk drafts,
    AnswerLabelRule answered,
    TimeProvider time
)
{
    public const int MaxName = 120;

    /// <summary>A template keeps neither a time nor files.</summary>
    public static bool Keeps(string field) =>
        FormFields.Exists(field)
        && field is not (FormFields.Dtg or FormFields.Attachments)
        && field
            is not (
                OptionalParts.DeferUntil
                or OptionalParts.LatestDelivery
                or OptionalParts.ReplyBy
                or OptionalParts.Expires
                or OptionalParts.InReplyTo
                or OptionalParts.Thread
                or OptionalParts.CrossReferences
                or OptionalParts.Supersedes
                or OptionalParts.Acp127MessageIdentifier
            );

    public async Task<IReadOnlyList<TemplateLine>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft())
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var rows = await Visible(context, actor).AsNoTracking().OrderBy(template => template.Name).ToListAsync(cancellationToken);
        return [.. rows.Where(row => MaySee(row, actor)).Select(Line)];
    }

    /// <summary>Makes a template of a draft as it is saved.</summary>
    public async Task<Outcome> SaveAsync(Actor actor, Guid draftId, TemplateRequest wish, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.TemplateSaved, actor, wish.Replaces ?? draftId);
        if (!actor.Function.MayDraft())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        if (Objection(wish) is { } wrong)
            return Outcome.Refused(wrong);
        if (await drafts.OpenAsync(actor, draftId, cancellationToken) is not { } draft)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (await answered.TemplateAsync(actor, draftId, cancellationToken) is { } answers)
            return await records.RefuseAsync(act, answers, cancellationToken);
        var form = draft.Form with { Dtg = null, Attachments = [], Optional = draft.Form.Optional.Lasting };
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        return await records.RunAsync(
            act,
            async work =>
            {
                var now = time.GetUtcNow();
                if (await IsTakenAsync(work.Context, actor, wish.Name.Trim(), wish.Replaces, cancellationToken))
                    return DraftRefusals.TemplateNameTaken;
                var row = wish.Replaces is { } old
                    ? await SeenAsync(work.Context, actor, old, cancellationToken)
                    : new TemplateRow
                    {
                        Id = Guid.CreateVersion7(now),
                        OrganisationId = actor.OrganisationId,
                        CreatedBy = actor.Name,
                        CreatedAt = now,
                    };
                if (row is null)
                    return CommonRefusals.NotFound;
                (row.Form, row.LabelId) = (FormCodec.Write(form), label);
                if (wish.Replaces is null)
                    work.Context.Templates.Add(row);
                act.About = row.Id.ToString("D");
                act.Facts["draft"] = draftId.ToString("D");
                Write(work, act, row, wish, now);
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>Changes name, circle and terms of a template; its content is changed by saving a draft in its place.</summary>
    /// <param name="actor">Who changes it.</param>
    /// <param name="id">The template.</param>
    /// <param name="seen">When it was changed last, as the page showed it.</param>
    /// <param name="wish">What it shall be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome> ChangeAsync(
        Actor actor,
        Guid id,
        DateTimeOffset seen,
        TemplateRequest wish,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.TemplateSaved, actor, id);
        if (!actor.Function.MayDraft())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        if (Objection(wish) is { } wrong)
            return Outcome.Refused(wrong);
        return await records.RunAsync(
            act,
            async work =>
            {
                if (await SeenAsync(work.Context, actor, id, cancellationToken) is not { } row)
                    return CommonRefusals.NotFound;
                if (row.ChangedAt != seen)
                    return CommonRefusals.ChangedMeanwhile;
                if (await IsTakenAsync(work.Context, actor, wish.Name.Trim(), id, cancellationToken))
                    return DraftRefusals.TemplateNameTaken;
                act.Facts["changed"] = true;
                Write(work, act, row, wish, time.GetUtcNow());
                return null;
            },
            cancellationToken
        );
    }

    private static Refusal? Objection(TemplateRequest wish)
    {
        var name = wish.Name.Trim();
        if (name.Length is 0 or > MaxName || !HiddenCharacters.IsPlainLine(name))
            return DraftRefusals.TemplateName.Of(MaxName);
        return wish.Locked.Union(wish.Required).All(FormFields.Exists) && wish.Locked.All(Keeps)
            ? null
            : DraftRefusals.TemplateField;
    }

    private static Task<bool> IsTakenAsync(
        PortalContext context,
        Actor actor,
        string name,
        Guid? except,
        CancellationToken cancellationToken
    ) => Visible(context, actor).AnyAsync(template => template.Name == name && template.Id != except, cancellationToken);

    private async Task<TemplateRow?> SeenAsync(
        PortalContext context,
        Actor actor,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        await Visible(context, actor).SingleOrDefaultAsync(template => template.Id == id, cancellationToken) is { } row
        && MaySee(row, actor)
            ? row
            : null;

    private static void Write(PortalWork work, Act act, TemplateRow row, TemplateRequest wish, DateTimeOffset now)
    {
        row.RoleId = wish.WholeOrganisation ? null : act.Actor.RoleId;
        row.Name = wish.Name.Trim();
        row.LockedFields = TemplateConstraints.Names(wish.Locked);
        row.RequiredFields = TemplateConstraints.Names(wish.Required);
        (row.ChangedBy, row.ChangedAt) = (act.Actor.Name, now);
        (act.Facts["locked"], act.Facts["required"]) = (row.LockedFields, row.RequiredFields);
        work.Changed(ChangeTopic.Drafts);
    }

    private bool MaySee(TemplateRow row, Actor actor) => gate.MaySee(FormCodec.Read(row.Form).Label, row.ChangedBy, actor);

    /// <summary>Takes a template away; drafts begun from it keep its terms.</summary>
    public async Task<Outcome> RemoveAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft())
            return await HiddenAsync(actor, id, cancellationToken);
        return await records.RunAsync(
            new(AuditTypes.TemplateRemoved, actor, id),
            async work =>
            {
                if (await SeenAsync(work.Context, actor, id, cancellationToken) is not { } row)
                    return CommonRefusals.NotFound;
                work.Context.Templates.Remove(row);
                work.Changed(ChangeTopic.Drafts);
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>Begins a draft from a template; what the template locks is locked in the draft from now on.</summary>
    public async Task<BegunDraft> BeginAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, id, cancellationToken) is { } line)
            return await drafts.BeginAsync(actor, line, cancellationToken);
        await HiddenAsync(actor, id, cancellationToken);
        return BegunDraft.Refused(actor.Function.MayDraft() ? CommonRefusals.NotFound : CommonRefusals.NotPermitted);
    }

    private async Task<TemplateLine?> FindAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(actor, cancellationToken)).FirstOrDefault(line => line.Id == id);

    private static IQueryable<TemplateRow> Visible(PortalContext context, Actor actor) =>
        context.Templates.Where(template =>
            template.OrganisationId == actor.OrganisationId && (template.RoleId == null || template.RoleId == actor.RoleId)
        );

    private static TemplateLine Line(TemplateRow row) =>
        new(
            row.Id,
            row.Name,
            row.RoleId is null,
            row.CreatedBy,
            row.ChangedBy,
            row.CreatedAt,
            row.ChangedAt,
            FormCodec.Read(row.Form),
            TemplateConstraints.Fields(row.LockedFields),
            TemplateConstraints.Fields(row.RequiredFields)
        );

    // who asks for one that is there and not for him leaves a trace
    private async Task<Outcome> HiddenAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        if (await context.Templates.AnyAsync(template => template.Id == id, cancellationToken))
            await records.DenyAsync(actor, "template", id, cancellationToken);
        return Outcome.Refused(CommonRefusals.NotFound);
    }
}
