using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Release;

/// <summary>A release by one person alone, as those who look at it afterwards see it.</summary>
/// <param name="MessageId">Of the message.</param>
/// <param name="Role">The role that sent it.</param>
/// <param name="Urgency">Governing precedence.</param>
public sealed record BreakGlassReport(Guid ReleaseId, string MessageId, string Role, short Urgency)
{
    /// <summary>Sign-in name of who released.</summary>
    public required string By { get; init; }

    /// <summary>What others see of him.</summary>
    public required string ByName { get; init; }

    /// <summary>Why he did it alone.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether a MINIMIZE was set aside by it.</summary>
    public required bool SetAsideMinimize { get; init; }

    /// <summary>Sign-in name of who looked at it; null: nobody yet.</summary>
    public string? ReviewedBy { get; init; }
    public string? ReviewedByName { get; init; }
    public DateTimeOffset? ReviewedAt { get; init; }
    public bool? Justified { get; init; }

    /// <summary>What was found.</summary>
    public string? Finding { get; init; }

    /// <summary>What the message is about and to whom it went; null: the actor is not cleared for its label.</summary>
    public BreakGlassMessage? Message { get; init; }

    /// <summary>The actor is not cleared for the message: what was said of it is withheld, and he does not judge it.</summary>
    public bool IsWithheld => Message is null;
}

/// <summary>As much of a message released alone as it takes to judge that.</summary>
/// <param name="Subject">Empty when it has none.</param>
/// <param name="Marking">Its label.</param>
/// <param name="Addressees">Action first, then information, then blind.</param>
public sealed record BreakGlassMessage(string Subject, LabelDisplay Marking, IReadOnlyList<BreakGlassAddressee> Addressees);

/// <summary>Whom it went to, and what as.</summary>
public sealed record BreakGlassAddressee(string Address, string? Name, ReceivedAs As);

/// <summary>What was released by break-glass: security officer and duty officer see it at once, the security officer says whether it was justified.</summary>
public sealed class BreakGlassDesk(PortalRecords records, LabelAccess gate, TimeProvider time)
{
    public static bool MaySee(RoleFunction function) =>
        function is RoleFunction.SecurityOfficer or RoleFunction.DutyOfficer or RoleFunction.Auditor;

    /// <summary>Reports of the organisation, those not looked at first.</summary>
    public async Task<IReadOnlyList<BreakGlassReport>> ListAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Function))
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var reports = await (
            from report in context.BreakGlass
            where report.OrganisationId == actor.OrganisationId
            join release in context.Releases on report.ReleaseId equals release.Id
            join role in context.Roles on release.RoleId equals role.Id
            orderby report.ReviewedAt != null, report.At descending
            select new
            {
                Report = new BreakGlassReport(report.ReleaseId, release.MessageId, role.Name, release.Urgency)
                {
                    By = report.By,
                    ByName = report.ByName,
                    Reason = report.Reason,
                    At = report.At,
                    SetAsideMinimize = report.SetAsideMinimize,
                    ReviewedBy = report.ReviewedBy,
                    ReviewedByName = report.ReviewedByName,
                    ReviewedAt = report.ReviewedAt,
                    Justified = report.Justified,
                    Finding = report.Finding,
                },
                release.Subject,
                release.LabelId,
            }
        )
            .AsNoTracking()
            .Take(take)
            .ToListAsync(cancellationToken);
        var ids = reports.Select(one => one.Report.ReleaseId).ToList();
        var addressees = (
            await context
                .Tracking.AsNoTracking()
                .Where(t => ids.Contains(t.ReleaseId))
                .OrderBy(t => t.AddressedAs)
                .ThenBy(t => t.Id)
                .ToListAsync(cancellationToken)
        ).ToLookup(t => t.ReleaseId);
        var seen = new List<BreakGlassReport>();
        foreach (var one in reports)
        {
            var marking = await gate.MarkAsync(one.LabelId, actor, cancellationToken);
            seen.Add(
                marking is null
                    ? Withheld(one.Report)
                    : one.Report with
                    {
                        Message = new(
                            one.Subject,
                            marking,
                            [
                                .. addressees[one.Report.ReleaseId]
                                    .Select(t => new BreakGlassAddressee(t.Address, t.DisplayName, t.AddressedAs)),
                            ]
                        ),
                    }
            );
        }
        return seen;
    }

    /// <summary>Whether a release is one that the actor looks at afterwards.</summary>
    public static Task<bool> LooksAtAsync(
        PortalContext context,
        Actor actor,
        Guid releaseId,
        CancellationToken cancellationToken
    ) =>
        actor.Function == RoleFunction.SecurityOfficer
            ? context.BreakGlass.AnyAsync(
                report => report.ReleaseId == releaseId && report.OrganisationId == actor.OrganisationId,
                cancellationToken
            )
            : Task.FromResult(false);

    /// <summary>How many of them nobody has looked at yet.</summary>
    public async Task<int> WaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Function))
            return 0;
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.BreakGlass.CountAsync(
            report => report.OrganisationId == actor.OrganisationId && report.ReviewedAt == null,
            cancellationToken
        );
    }

    /// <summary>Says afterwards whether it was justified; never by the one who did it.</summary>
    public async Task<Outcome> ReviewAsync(
        Actor actor,
        Guid releaseId,
        bool justified,
        string finding,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.BreakGlassReviewed, actor, releaseId) { Facts = new() { ["justified"] = justified } };
        if (actor.Function != RoleFunction.SecurityOfficer)
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var said = finding.Trim();
        if (said.Length is 0 or > ReviewDesk.MaxWords)
            return await records.RefuseAsync(act, DecisionRefusals.NoFinding.Of(ReviewDesk.MaxWords), cancellationToken);
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        return await records.RunAsync(
            act,
            async work =>
            {
                var report = await work.Context.BreakGlass.SingleOrDefaultAsync(
                    r => r.ReleaseId == releaseId && r.OrganisationId == actor.OrganisationId,
                    cancellationToken
                );
                if (report is null)
                    return CommonRefusals.NotFound;
                var label = await work
                    .Context.Releases.Where(release => release.Id == releaseId)
                    .Select(release => release.LabelId)
                    .SingleAsync(cancellationToken);
                if (!readable.Contains(label))
                    return CommonRefusals.NotPermitted;
                if (report.ReviewedAt is not null)
                    return DecisionRefusals.ReviewedAlready.Of(report.ReviewedByName ?? "");
                if (string.Equals(report.By, actor.Name, StringComparison.OrdinalIgnoreCase))
                    return DecisionRefusals.JudgesHimself;
                report.ReviewedBy = actor.Name;
                report.ReviewedByName = actor.DisplayName;
                report.ReviewedAt = time.GetUtcNow();
                report.Justified = justified;
                report.Finding = said;
                work.Changed(ChangeTopic.Drafts);
                return null;
            },
            cancellationToken
        );
    }

    private static BreakGlassReport Withheld(BreakGlassReport report) =>
        report with
        {
            Reason = VersionText.Withheld,
            Finding = report.Finding is null ? null : VersionText.Withheld,
        };
}
