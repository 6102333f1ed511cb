using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
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
        if (!actor.Function.MayDraft())
            return await DeniedAsync(actor, draftId, cancellationToken);
        var name = wish.Name.Trim();
        if (Objection(wish) is { } wrong)
            return Outcome.Refused(wrong);
        if (await drafts.OpenAsync(actor, draftId, cancellationToken) is not { } draft)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (await answered.TemplateAsync(actor, draftId, cancellationToken) is { } answers)
            return Outcome.Refused(answers);
        var form = draft.Form with { Dtg = null, Attachments = [], Optional = draft.Form.Optional.Lasting };
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (
            await Visible(work.Context, actor)
                .AnyAsync(template => template.Name == name && template.Id != wish.Replaces, cancellationToken)
        )
            return Outcome.Refused(NameTaken);
        var row = wish.Replaces is { } old
            ? await Visible(work.Context, actor).SingleOrDefaultAsync(template => template.Id == old, cancellationToken)
            : new TemplateRow
            {
                Id = Guid.CreateVersion7(now),
                OrganisationId = actor.OrganisationId,
                CreatedBy = actor.Name,
                CreatedAt = now,
            };
        if (row is null || (wish.Replaces is not null && !MaySee(row, actor)))
            return await HiddenAsync(work, actor, wish.Replaces!.Value, cancellationToken);
        (row.Form, row.LabelId) = (FormCodec.Write(form), label);
        Write(row, actor, wish, now);
        if (wish.Replaces is null)
            work.Context.Templates.Add(row);
        work.Audit(
            Event(
                AuditTypes.TemplateSaved,
                AuditOutcome.Ok,
                actor,
                row.Id,
                new()
                {
                    ["draft"] = draftId.ToString("D"),
                    ["locked"] = row.LockedFields,
                    ["required"] = row.RequiredFields,
                }
            )
        );
        work.Changed(ChangeTopic.Drafts);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Changes name, circle and terms of a template; its content is changed by saving a draft in its place.</summary>
    /// <param name="seen">When it was changed last, as the page showed it.</param>
    public async Task<Outcome> ChangeAsync(
        Actor actor,
        Guid id,
        DateTimeOffset seen,
        TemplateRequest wish,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayDraft())
            return await DeniedAsync(actor, id, cancellationToken);
        var name = wish.Name.Trim();
        if (Objection(wish) is { } wrong)
            return Outcome.Refused(wrong);
        await using var work = await records.BeginAsync(cancellationToken);
        if (
            await Visible(work.Context, actor).SingleOrDefaultAsync(template => template.Id == id, cancellationToken)
                is not { } row
            || !MaySee(row, actor)
        )
            return await HiddenAsync(work, actor, id, cancellationToken);
        if (row.ChangedAt != seen)
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        if (
            await Visible(work.Context, actor).AnyAsync(template => template.Name == name && template.Id != id, cancellationToken)
        )
            return Outcome.Refused(NameTaken);
        Write(row, actor, wish, time.GetUtcNow());
        work.Audit(
            Event(
                AuditTypes.TemplateSaved,
                AuditOutcome.Ok,
                actor,
                row.Id,
                new()
                {
                    ["changed"] = true,
                    ["locked"] = row.LockedFields,
                    ["required"] = row.RequiredFields,
                }
            )
        );
        work.Changed(ChangeTopic.Drafts);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    private static Refusal NameTaken { get; } =
        new(
            "TPL-002",
            "There is a template of this name already. Choose another name, or put this one in its place.",
            "template-name"
        );

    private static Refusal? Objection(TemplateRequest wish)
    {
        var name = wish.Name.Trim();
        if (name.Length is 0 or > MaxName || !HiddenCharacters.IsPlainLine(name))
            return new("TPL-001", $"Give the template a name of at most {MaxName} characters.", "template-name");
        return wish.Locked.Union(wish.Required).All(FormFields.Exists) && wish.Locked.All(Keeps)
            ? null
            : new("TPL-003", "A field chosen cannot be locked or required. Load the page again.", "template-name");
    }

    private static void Write(TemplateRow row, Actor actor, TemplateRequest wish, DateTimeOffset now)
    {
        row.RoleId = wish.WholeOrganisation ? null : actor.RoleId;
        row.Name = wish.Name.Trim();
        row.LockedFields = TemplateConstraints.Names(wish.Locked);
        row.RequiredFields = TemplateConstraints.Names(wish.Required);
        (row.ChangedBy, row.ChangedAt) = (actor.Name, now);
    }

    private bool MaySee(TemplateRow row, Actor actor) => gate.MaySee(FormCodec.Read(row.Form).Label, row.ChangedBy, actor);

    /// <summary>Takes a template away; drafts begun from it keep its terms.</summary>
    public async Task<Outcome> RemoveAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(actor, id, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        if (found is null)
            return await HiddenAsync(work, actor, id, cancellationToken);
        if (await work.Context.Templates.SingleOrDefaultAsync(template => template.Id == id, cancellationToken) is not { } row)
            return Outcome.Done;
        work.Context.Templates.Remove(row);
        work.Audit(Event(AuditTypes.TemplateRemoved, AuditOutcome.Ok, actor, id, new()));
        work.Changed(ChangeTopic.Drafts);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Begins a draft from a template; what the template locks is locked in the draft from now on.</summary>
    public async Task<BegunDraft> BeginAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, id, cancellationToken) is { } line)
            return await drafts.BeginAsync(actor, line, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        await HiddenAsync(work, actor, id, cancellationToken);
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
            row.CreatedAt,
            row.ChangedAt,
            FormCodec.Read(row.Form),
            TemplateConstraints.Fields(row.LockedFields),
            TemplateConstraints.Fields(row.RequiredFields)
        );

    private static async Task<Outcome> HiddenAsync(PortalWork work, Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (await work.Context.Templates.AnyAsync(template => template.Id == id, cancellationToken))
            await work.DenyAsync(actor, "template", id, cancellationToken);
        return Outcome.Refused(CommonRefusals.NotFound);
    }

    private async Task<Outcome> DeniedAsync(Actor actor, Guid about, CancellationToken cancellationToken)
    {
        await records.AuditAsync(
            Event(
                AuditTypes.TemplateSaved,
                AuditOutcome.Denied,
                actor,
                about,
                new() { ["code"] = CommonRefusals.NotPermitted.Code }
            ),
            cancellationToken
        );
        return Outcome.Refused(CommonRefusals.NotPermitted);
    }

    private static AuditEvent Event(string type, AuditOutcome outcome, Actor actor, Guid about, CanonicalObject data) =>
        new(type, outcome, actor.Name, actor.Role.Address.ToString(), null, null, about.ToString("D"), data);
}
