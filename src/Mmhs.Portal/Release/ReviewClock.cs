using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.People;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>What time does by itself: holds end, what is late is brought to the deputy and then to the duty officer, work of the absent moves to who stands in.</summary>
internal sealed class ReviewClock(
    PortalRecords records,
    IApprovals approvals,
    IOptions<PrecedenceTable> precedences,
    TimeProvider time,
    ILogger<ReviewClock> logger
) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private DateTimeOffset? lookedAt;

    /// <summary>Looks once; true when something was moved.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var moved = await ResumeAsync(cancellationToken);
        moved |= await EscalateStagesAsync(cancellationToken);
        moved |= await EscalateReleasesAsync(cancellationToken);
        moved |= await MoveAlongAsync(cancellationToken);
        await TellOfRolesAsync(cancellationToken);
        return moved;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.ClockFailed(failure); // what is late stays late and is found at the next look
            }
        }
    }

    // A role that begins or ends by its dates is changed by nobody: pages that count what awaits somebody hear of it here.
    private async Task TellOfRolesAsync(CancellationToken cancellationToken)
    {
        var (since, now) = (lookedAt, time.GetUtcNow());
        lookedAt = now;
        if (since is not { } before)
            return;
        var turned = (await approvals.AuthorityAsync(cancellationToken)).Delegations.Any(one =>
            Turned(one.From, before, now) || Turned(one.Until, before, now)
        );
        await using (var context = await records.ReadAsync(cancellationToken))
            turned |= await context.Memberships.AnyAsync(
                one => (one.HeldFrom > before && one.HeldFrom <= now) || (one.HeldUntil > before && one.HeldUntil <= now),
                cancellationToken
            );
        if (!turned)
            return;
        await using var work = await records.BeginAsync(cancellationToken);
        work.Changed(ChangeTopic.Rights);
        await work.CommitAsync(cancellationToken);
    }

    private static bool Turned(DateTimeOffset at, DateTimeOffset before, DateTimeOffset now) => at > before && at <= now;

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> ResumeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var held = await work
            .Context.Drafts.Where(d => d.State == DraftState.Held && d.HeldUntil <= now)
            .OrderBy(d => d.HeldUntil)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (var draft in held)
        {
            await new DraftLifecycle(work, draft, DecidedBy.Portal, now).ResumeAsync(
                await DraftLifecycle.StagesAsync(work.Context, draft, cancellationToken),
                precedences.Value,
                "The time it was held until is here.",
                cancellationToken
            );
            Note(work, draft, null, AuditTypes.DraftResumed);
        }
        return await CommitAsync(work, held.Count, cancellationToken);
    }

    private async Task<bool> EscalateStagesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var late = await work
            .Context.Stages.Include(s => s.Draft)
            .Include(s => s.Role)
            .Where(s =>
                s.State == StageState.Open
                && s.Escalation < Escalation.DutyOfficer
                && s.DueAt <= now
                && s.Draft.State == DraftState.InReview
            )
            .OrderBy(s => s.DueAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        var authority = late.Count == 0 ? Authority.None : await approvals.AuthorityAsync(cancellationToken);
        foreach (var stage in late)
            await EscalateAsync(
                work,
                stage.Draft,
                stage,
                Next(stage.Escalation, authority, stage.Role.Address, now),
                now,
                cancellationToken
            );
        return await CommitAsync(work, late.Count, cancellationToken);
    }

    private async Task<bool> EscalateReleasesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var late = await work
            .Context.Drafts.Include(d => d.Role)
            .Where(d => d.State == DraftState.ReadyForRelease && d.Escalation < Escalation.DutyOfficer && d.DueAt <= now)
            .OrderBy(d => d.DueAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        var authority = late.Count == 0 ? Authority.None : await approvals.AuthorityAsync(cancellationToken);
        foreach (var draft in late)
            await EscalateAsync(
                work,
                draft,
                null,
                Next(draft.Escalation, authority, draft.Role.Address, now),
                now,
                cancellationToken
            );
        return await CommitAsync(work, late.Count, cancellationToken);
    }

    private async Task<bool> MoveAlongAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var authority = await approvals.AuthorityAsync(cancellationToken);
        var moved = false;
        foreach (var delegation in authority.Delegations.Where(one => one.IsInForce(now)))
        {
            await using var work = await records.BeginAsync(cancellationToken);
            var deputy = await work
                .Context.Users.AsNoTracking()
                .SingleOrDefaultAsync(person => person.UserName == delegation.Deputy, cancellationToken);
            if (deputy is null)
                continue;
            var role = delegation.Role.ToString();
            var stages = await work
                .Context.Stages.Include(s => s.Draft)
                .Where(s => s.State == StageState.Open && s.TakenBy == delegation.Principal && s.Role.Address == role)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            var drafts = await work
                .Context.Drafts.Where(d =>
                    d.State == DraftState.ReadyForRelease && d.TakenBy == delegation.Principal && d.Role.Address == role
                )
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            foreach (var stage in stages)
                await HandOnAsync(work, stage.Draft, stage, deputy, now, cancellationToken);
            foreach (var draft in drafts)
                await HandOnAsync(work, draft, null, deputy, now, cancellationToken);
            moved |= await CommitAsync(work, stages.Count + drafts.Count, cancellationToken);
        }
        return moved;
    }

    private async Task EscalateAsync(
        PortalWork work,
        DraftRow draft,
        StageRow? stage,
        Escalation to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var words = to == Escalation.Deputy ? "Late: brought to the deputy." : "Late: brought to the duty officer.";
        await new DraftLifecycle(work, draft, DecidedBy.Portal, now).EscalateAsync(
            stage,
            to,
            precedences.Value,
            words,
            cancellationToken
        );
        Note(work, draft, stage, AuditTypes.ReviewEscalated);
    }

    private static async Task HandOnAsync(
        PortalWork work,
        DraftRow draft,
        StageRow? stage,
        PersonRow deputy,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await new DraftLifecycle(work, draft, DecidedBy.Portal, now).AssignAsync(
            stage is null ? [] : [stage],
            deputy.UserName!,
            deputy.DisplayName,
            DecisionKind.HandedOn,
            $"To {deputy.DisplayName}, who stands in.",
            cancellationToken
        );
        Note(work, draft, stage, AuditTypes.ReviewHandedOn);
    }

    // Where nobody stands in, the deputy's turn is passed over.
    private static Escalation Next(Escalation now, Authority authority, string role, DateTimeOffset at) =>
        now == Escalation.None && authority.Delegations.Any(one => one.IsInForce(at) && one.Role.ToString() == role)
            ? Escalation.Deputy
            : Escalation.DutyOfficer;

    private static void Note(PortalWork work, DraftRow draft, StageRow? stage, string type) =>
        work.Audit(
            new(
                type,
                AuditOutcome.Ok,
                DecidedBy.Portal.Name,
                null,
                null,
                null,
                draft.Id.ToString("D"),
                new() { ["version"] = draft.Version, ["stage"] = stage?.Name }
            )
        );

    // Where somebody decided meanwhile nothing is changed; the next look sees what he left.
    private static async Task<bool> CommitAsync(PortalWork work, int count, CancellationToken cancellationToken) =>
        count > 0 && await work.TryCommitAsync(cancellationToken);
}

internal static partial class ReviewLog
{
    [LoggerMessage(
        EventId = 9501,
        EventName = "ClockFailed",
        Level = LogLevel.Error,
        Message = "Looking after holds and late reviews failed; it is tried again"
    )]
    public static partial void ClockFailed(this ILogger logger, Exception failure);
}
