using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Track;

/// <summary>A report nobody asked for, as the operator sees it.</summary>
/// <param name="Reporter">The system that says so; empty where it did not name itself.</param>
/// <param name="Words">What it says.</param>
/// <param name="Role">Name of the role it came to.</param>
public sealed record UnmatchedReport(long Id, DateTimeOffset ReceivedAt, string Reporter, string Words, string Role);

/// <summary>What came back and belongs to nothing we sent: an operator looks at it, finds out why, and puts it away.</summary>
public sealed class UnmatchedReportDesk(PortalRecords records, TimeProvider time)
{
    /// <summary>Those of the operator's organisation that nobody put away, latest first.</summary>
    public async Task<IReadOnlyList<UnmatchedReport>> ListAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Operator)
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from stray in context.UnmatchedReports
            where stray.SettledAt == null
            join role in context.Roles on stray.RoleId equals role.Id
            where role.OrganisationId == actor.OrganisationId
            orderby stray.Id descending
            select new UnmatchedReport(stray.Id, stray.ReceivedAt, stray.Reporter, stray.Words, role.Name)
        )
            .AsNoTracking()
            .Take(take)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Puts one away; it stays in the records.</summary>
    public Task<Outcome> SettleAsync(Actor actor, long id, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.ReportPutAway, actor) { Facts = new() { ["report"] = id } };
        return actor.Function != RoleFunction.Operator
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(
                act,
                async work =>
                {
                    var now = time.GetUtcNow();
                    var settled = await work
                        .Context.UnmatchedReports.Where(stray =>
                            stray.Id == id
                            && stray.SettledAt == null
                            && work.Context.Roles.Any(role =>
                                role.Id == stray.RoleId && role.OrganisationId == actor.OrganisationId
                            )
                        )
                        .ExecuteUpdateAsync(
                            set =>
                                set.SetProperty(stray => stray.SettledAt, now).SetProperty(stray => stray.SettledBy, actor.Name),
                            cancellationToken
                        );
                    work.Changed(ChangeTopic.Tracking);
                    return settled == 0 ? CommonRefusals.NotFound : (Refusal?)null;
                },
                cancellationToken
            );
    }
}
