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
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>A template as a list shows it.</summary>
public sealed record TemplateLine(TemplateRow Template, DraftForm Form, ImmutableHashSet<string> Locked, ImmutableHashSet<string> Required);

/// <summary>What a drafter wants of a template.</summary>
/// <param name="Name">1 to 120 characters, one of its kind in its circle.</param>
/// <param name="WholeOrganisation">For every role of the organisation; otherwise for this one.</param>
/// <param name="Locked">Fields that keep the template's value.</param>
/// <param name="Required">Fields that may not be left empty.</param>
/// <param name="Replaces">The template this one takes the place of; null: a new one.</param>
public sealed record TemplateWish(string Name, bool WholeOrganisation, ImmutableHashSet<string> Locked, ImmutableHashSet<string> Required, Guid? Replaces = null);

/// <summary>Forms to begin from. Kept and used by drafters; each sees those of his role and of his organisation whose label he may see, and those without one as <see cref="DraftSight"/> says.</summary>
public sealed class TemplateDesk(PortalRecords records, LabelGate gate, DraftDesk drafts, AnsweredLabels answered, ChangeFeed changes, TimeProvider time)
{
    public const int MaxName = 120;

    /// <summary>A template keeps neither a time nor files.</summary>
    public static bool Keeps(string field) => FormFields.Exists(field) && field is not (FormFields.Dtg or FormFields.Attachments)
        && field is not (FurtherParts.DeferUntil or FurtherParts.LatestDelivery or FurtherParts.ReplyBy or FurtherParts.Expires or FurtherParts.InReplyTo or FurtherParts.Thread
            or FurtherParts.CrossReferences or FurtherParts.Supersedes or FurtherParts.Acp127MessageIdentifier);

    public async Task<IReadOnlyList<TemplateLine>> ListAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayDraft()) return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var rows = await Visible(context, viewer).AsNoTracking().OrderBy(template => template.Name).ToListAsync(cancellationToken);
        return [.. rows.Where(row => MaySee(row, viewer)).Select(Line)];
    }

    /// <summary>Makes a template of a draft as it is saved.</summary>
    public async Task<Outcome> SaveAsync(Viewer viewer, Guid draftId, TemplateWish wish, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayDraft()) return await DeniedAsync(viewer, draftId, cancellationToken);
        var name = wish.Name.Trim();
        if (Objection(wish) is { } wrong) return Outcome.Refused(wrong);
        if (await drafts.OpenAsync(viewer, draftId, cancellationToken) is not { } draft) return Outcome.Refused(CommonRefusals.NotFound);
        if (await answered.OriginAsync(viewer, draftId, draft.Form.Label, cancellationToken) is { } lowered) return Outcome.Refused(lowered);
        var form = draft.Form with { Dtg = null, Attachments = [], Further = draft.Form.Further.Lasting };
        int? label = form.Label is null ? null : await gate.NumberAsync(form.Label, cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (await Visible(work.Context, viewer).AnyAsync(template => template.Name == name && template.Id != wish.Replaces, cancellationToken)) return Outcome.Refused(NameTaken);
        var row = wish.Replaces is { } old
            ? await Visible(work.Context, viewer).SingleOrDefaultAsync(template => template.Id == old, cancellationToken)
            : new TemplateRow { Id = Guid.CreateVersion7(now), OrganisationId = viewer.OrganisationId, CreatedBy = viewer.Name, CreatedAt = now };
        if (row is null || (wish.Replaces is not null && !MaySee(row, viewer))) return await HiddenAsync(work, viewer, wish.Replaces!.Value, cancellationToken);
        (row.Form, row.LabelId) = (DraftFormJson.Write(form), label);
        Write(row, viewer, wish, now);
        if (wish.Replaces is null) work.Context.Templates.Add(row);
        work.Audit(Event(AuditTypes.TemplateSaved, AuditOutcome.Ok, viewer, row.Id, new() { ["draft"] = draftId.ToString("D"), ["locked"] = row.LockedFields, ["required"] = row.RequiredFields }));
        await work.CommitAsync(cancellationToken);
        changes.Publish(Change.Drafts);
        return Outcome.Done;
    }

    /// <summary>Changes name, circle and terms of a template; its content is changed by saving a draft in its place.</summary>
    /// <param name="seen">When it was changed last, as the page showed it.</param>
    public async Task<Outcome> ChangeAsync(Viewer viewer, Guid id, DateTimeOffset seen, TemplateWish wish, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayDraft()) return await DeniedAsync(viewer, id, cancellationToken);
        var name = wish.Name.Trim();
        if (Objection(wish) is { } wrong) return Outcome.Refused(wrong);
        await using var work = await records.BeginAsync(cancellationToken);
        if (await Visible(work.Context, viewer).SingleOrDefaultAsync(template => template.Id == id, cancellationToken) is not { } row || !MaySee(row, viewer)) return await HiddenAsync(work, viewer, id, cancellationToken);
        if (row.ChangedAt != seen) return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        if (await Visible(work.Context, viewer).AnyAsync(template => template.Name == name && template.Id != id, cancellationToken)) return Outcome.Refused(NameTaken);
        Write(row, viewer, wish, time.GetUtcNow());
        work.Audit(Event(AuditTypes.TemplateSaved, AuditOutcome.Ok, viewer, row.Id, new() { ["changed"] = true, ["locked"] = row.LockedFields, ["required"] = row.RequiredFields }));
        await work.CommitAsync(cancellationToken);
        changes.Publish(Change.Drafts);
        return Outcome.Done;
    }

    private static Refusal NameTaken { get; } = new("TPL-002", "There is a template of this name already. Choose another name, or put this one in its place.", "template-name");

    private static Refusal? Objection(TemplateWish wish)
    {
        var name = wish.Name.Trim();
        if (name.Length is 0 or > MaxName || !HiddenCharacters.IsPlainLine(name)) return new("TPL-001", $"Give the template a name of at most {MaxName} characters.", "template-name");
        return wish.Locked.Union(wish.Required).All(FormFields.Exists) && wish.Locked.All(Keeps)
            ? null
            : new("TPL-003", "A field chosen cannot be locked or required. Load the page again.", "template-name");
    }

    private static void Write(TemplateRow row, Viewer viewer, TemplateWish wish, DateTimeOffset now)
    {
        row.RoleId = wish.WholeOrganisation ? null : viewer.RoleId;
        row.Name = wish.Name.Trim();
        row.LockedFields = DraftTerms.Names(wish.Locked);
        row.RequiredFields = DraftTerms.Names(wish.Required);
        (row.ChangedBy, row.ChangedAt) = (viewer.Name, now);
    }

    private bool MaySee(TemplateRow row, Viewer viewer) => gate.MaySee(DraftFormJson.Read(row.Form).Label, row.ChangedBy, viewer);

    /// <summary>Takes a template away; drafts begun from it keep its terms.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(viewer, id, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        if (found is null) return await HiddenAsync(work, viewer, id, cancellationToken);
        if (await work.Context.Templates.SingleOrDefaultAsync(template => template.Id == id, cancellationToken) is not { } row) return Outcome.Done;
        work.Context.Templates.Remove(row);
        work.Audit(Event(AuditTypes.TemplateRemoved, AuditOutcome.Ok, viewer, id, new()));
        await work.CommitAsync(cancellationToken);
        changes.Publish(Change.Drafts);
        return Outcome.Done;
    }

    /// <summary>Begins a draft from a template; what the template locks is locked in the draft from now on.</summary>
    public async Task<BegunDraft> BeginAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(viewer, id, cancellationToken) is { } line) return await drafts.BeginAsync(viewer, line, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        await HiddenAsync(work, viewer, id, cancellationToken);
        return BegunDraft.Refused(viewer.Function.MayDraft() ? CommonRefusals.NotFound : CommonRefusals.NotPermitted);
    }

    private async Task<TemplateLine?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        (await ListAsync(viewer, cancellationToken)).FirstOrDefault(line => line.Template.Id == id);

    private static IQueryable<TemplateRow> Visible(PortalContext context, Viewer viewer) =>
        context.Templates.Where(template => template.OrganisationId == viewer.OrganisationId && (template.RoleId == null || template.RoleId == viewer.RoleId));

    private static TemplateLine Line(TemplateRow row) =>
        new(row, DraftFormJson.Read(row.Form), DraftTerms.Fields(row.LockedFields), DraftTerms.Fields(row.RequiredFields));

    private static async Task<Outcome> HiddenAsync(PortalWork work, Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (await work.Context.Templates.AnyAsync(template => template.Id == id, cancellationToken)) await work.DenyAsync(viewer, "template", id, cancellationToken);
        return Outcome.Refused(CommonRefusals.NotFound);
    }

    private async Task<Outcome> DeniedAsync(Viewer viewer, Guid about, CancellationToken cancellationToken)
    {
        await records.AuditAsync(Event(AuditTypes.TemplateSaved, AuditOutcome.Denied, viewer, about, new() { ["code"] = CommonRefusals.NotPermitted.Code }), cancellationToken);
        return Outcome.Refused(CommonRefusals.NotPermitted);
    }

    private static AuditEvent Event(string type, AuditOutcome outcome, Viewer viewer, Guid about, CanonicalObject data) =>
        new(type, outcome, viewer.Name, viewer.Role.Address.ToString(), null, null, about.ToString("D"), data);
}
