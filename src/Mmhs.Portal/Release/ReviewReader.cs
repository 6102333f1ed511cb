using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>Opens drafts on their way for those who decide on them: releasers of the role, reviewers of a stage, the duty officer for what is late.</summary>
public sealed class ReviewReader(PortalRecords records, LabelAccess gate, IApprovals approvals, TimeProvider time)
{
    /// <summary>Opens the current version and remembers that the actor saw it; null when there is none he may see.</summary>
    public async Task<OpenVersion?> OpenAsync(Actor actor, Guid draftId, CancellationToken cancellationToken)
    {
        if (await LookAsync(actor, draftId, null, cancellationToken) is { } open)
            return open;
        await DenyAsync(actor, draftId, cancellationToken);
        return null;
    }

    /// <summary>Asks again for a page that stands open: a version other than the one on it is not seen before the actor goes over to it.</summary>
    public Task<OpenVersion?> RefreshAsync(Actor actor, Guid draftId, int standing, CancellationToken cancellationToken) =>
        LookAsync(actor, draftId, standing, cancellationToken);

    private async Task<OpenVersion?> LookAsync(Actor actor, Guid draftId, int? standing, CancellationToken cancellationToken)
    {
        var authority = await approvals.AuthorityAsync(cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        if (await FindAsync(work.Context, actor, draftId, cancellationToken) is not { } found)
            return null;
        var (draft, version, row) = found;
        var look = await work.Context.VersionViews.SingleOrDefaultAsync(
            l => l.PersonId == actor.PersonId && l.DraftId == draftId,
            cancellationToken
        );
        int? before =
            look is not { } seen ? null
            : seen.Version < version.Number ? seen.Version
            : seen.Before;
        if (standing is null || standing == version.Number)
        {
            if (look is null)
                work.Context.VersionViews.Add(look = new VersionViewRow { PersonId = actor.PersonId, DraftId = draftId });
            if (look.Version < version.Number && look.Version > 0)
                look.Before = look.Version;
            (look.Version, look.At) = (version.Number, time.GetUtcNow());
        }

        var history = await work
            .Context.Decisions.AsNoTracking()
            .Where(d => d.DraftId == draftId)
            .OrderBy(d => d.Id)
            .ToListAsync(cancellationToken);
        var heard = await work.Context.HeardAsync(gate, actor, history.Select(d => (d.DraftId, d.Version)), cancellationToken);
        foreach (var said in history.Where(d => !heard.Contains((d.DraftId, d.Version))))
            Withhold(said);
        var mine = history.Where(d => d.Version == version.Number && d.Kind == DecisionKind.Concurred).ToList();
        var concurrences = mine.Select(d => StatementCodec.ReadConcurrence(d.Concurrence!)).ToImmutableArray();
        var stages = await work
            .Context.Stages.AsNoTracking()
            .Include(s => s.Role)
                .ThenInclude(r => r.Organisation)
            .Where(s => s.DraftId == draftId && s.Version == version.Number)
            .OrderBy(s => s.Number)
            .ToListAsync(cancellationToken);
        var leaves =
            draft.State != DraftState.Releasing
                ? null
                : await (
                    from release in work.Context.Releases
                    where release.DraftId == draftId && release.Version == version.Number
                    join entry in work.Context.Outbox.Where(OutboxRow.IsUnsigned) on release.Id equals entry.ReleaseId
                    orderby entry.Id
                    select (DateTimeOffset?)entry.DueAt
                ).FirstOrDefaultAsync(cancellationToken);
        await RememberAsync(work, cancellationToken);
        return new OpenVersion(version, draft.State, draft.Revision)
        {
            Stages =
            [
                .. stages.Select(stage => new StageView(
                    stage.Name,
                    stage.State,
                    stage.RoleId,
                    stage.Role.Address,
                    $"{stage.Role.Organisation.Name} {stage.Role.Name}",
                    [
                        .. mine.Where(d => d.Stage == stage.Name)
                            .Select(d => d.OnBehalfOf is null ? d.ByName : $"{d.ByName} for {d.OnBehalfOf}"),
                    ],
                    MayDecide(actor, stage, version, authority, concurrences)
                )
                {
                    Needed = stage.Needed,
                    Count = stage.Concurred,
                    DueAt = stage.DueAt,
                    Escalation = stage.Escalation,
                    TakenBy = stage.TakenBy,
                    TakenByName = stage.TakenByName,
                }),
            ],
            History = [.. history.Select(DecisionView.Of)],
            Concurrences = concurrences,
            Rule = row.Rule,
            DrafterName = row.LastEditorName.Length > 0 ? row.LastEditorName : row.LastEditor,
            PrecedenceBy = row.PrecedenceBy,
            SeenBefore = before,
            TakenBy = draft.TakenBy,
            TakenByName = draft.TakenByName,
            DueAt = draft.DueAt,
            HeldUntil = draft.HeldUntil,
            HeldReason = draft.HeldReason,
            HeldBy = draft.HeldBy,
            LeavesAt = leaves,
            IsReleaser = actor.Function.MayRelease() && draft.RoleId == actor.RoleId,
        };
    }

    /// <summary>The content of any version of a draft the actor may see, for a comparison; null when there is none.</summary>
    public async Task<MessageContent?> ContentAsync(Actor actor, Guid draftId, int number, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        if (await FindAsync(context, actor, draftId, cancellationToken) is not { } found)
        {
            await DenyAsync(actor, draftId, cancellationToken);
            return null;
        }
        var row = await context
            .Versions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.DraftId == draftId && v.Number == number, cancellationToken);
        if (row is null)
            return null;
        var content = row.Read().Content;
        if (gate.MaySee(content.Label, actor))
            return content;
        await records.DenyAsync(actor, "version", draftId, cancellationToken);
        return null;
    }

    /// <summary>Writes down that somebody asked for a message on its way that he may not see; not where there is none.</summary>
    internal async Task DenyAsync(Actor actor, Guid draftId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        if (await context.Drafts.AnyAsync(draft => draft.Id == draftId && draft.Version > 0, cancellationToken))
            await records.DenyAsync(actor, "review", draftId, cancellationToken);
    }

    /// <summary>The draft with its current version, if the actor may see it; to be asked again by every act, in its own transaction.</summary>
    internal async Task<(DraftRow Draft, MessageVersion Version, VersionRow Row)?> FindAsync(
        PortalContext context,
        Actor actor,
        Guid draftId,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MaySeeQueue())
            return null;
        var draft = await context
            .Drafts.Include(d => d.Role)
                .ThenInclude(r => r.Organisation)
            .SingleOrDefaultAsync(d => d.Id == draftId && d.Version > 0, cancellationToken);
        if (draft is null)
            return null;
        var stages = await context
            .Stages.AsNoTracking()
            .Where(s => s.DraftId == draftId && s.Version == draft.Version)
            .Select(s => new { s.RoleId, s.Escalation })
            .ToListAsync(cancellationToken);
        var concerned =
            actor.Function == RoleFunction.DutyOfficer
                ? draft.Role.OrganisationId == actor.OrganisationId
                    && (draft.Escalation == Escalation.DutyOfficer || stages.Any(s => s.Escalation == Escalation.DutyOfficer))
                : draft.RoleId == actor.RoleId || stages.Any(s => s.RoleId == actor.RoleId);
        if (!concerned)
            return null;
        var row = await context
            .Versions.AsNoTracking()
            .SingleAsync(v => v.DraftId == draftId && v.Number == draft.Version, cancellationToken);
        var version = row.Read();
        return gate.MaySee(version.Content.Label, actor) ? (draft, version, row) : null;
    }

    // What was said of a version stays under its label; that something was decided is no secret to those who see the message.
    private static void Withhold(DecisionRow decision)
    {
        if (decision.Words is not null)
            decision.Words = VersionText.Withheld;
        decision.Reason = null;
    }

    // Two pages of one person opened at once both write his first look down; the second finds it there, which is as good.
    private static async Task RememberAsync(PortalWork work, CancellationToken cancellationToken)
    {
        try
        {
            await work.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // what was read is shown all the same
        }
    }

    private static bool MayDecide(
        Actor actor,
        StageRow stage,
        MessageVersion version,
        Authority authority,
        ImmutableArray<Concurrence> concurrences
    ) =>
        actor.Function.MayReview()
        && stage.State == StageState.Open
        && stage.RoleId == actor.RoleId
        && authority.Book.Find(actor.OnBehalfOf ?? actor.Name) is { } duty
        && duty.Reviews.Contains(EmailAddress.Parse(stage.Role.Address))
        && authority.Book.PolicyOf(version.Content.From.Address.Domain) is var policy
        && !version.IsWrittenBy(actor.Name, policy)
        && !(actor.OnBehalfOf is { } principal && version.IsWrittenBy(principal, policy))
        && !concurrences.Any(one =>
            one.Statement.Stage == stage.Name
            && (
                Same(one.Statement.Reviewer, actor.Name)
                || Same(one.Statement.OnBehalfOf ?? one.Statement.Reviewer, actor.OnBehalfOf ?? actor.Name)
            )
        );

    private static bool Same(string? name, string? other) =>
        name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
