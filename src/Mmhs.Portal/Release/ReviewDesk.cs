using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.People;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Release;

/// <summary>What is done with a version while it awaits its decisions: taken care of, handed on, returned, held. Concurring is at <see cref="ConcurrenceDesk"/>.</summary>
public sealed class ReviewDesk(PortalRecords records, ReviewActs acts, IOptions<PrecedenceTable> precedences, TimeProvider time)
{
    /// <summary>Longest reason or comment, in characters.</summary>
    public const int MaxWords = 2000;

    /// <summary>How long somebody may hold a message at once.</summary>
    public static readonly TimeSpan LongestHold = HoldLimits.Longest;

    /// <summary>Takes care of a message, or takes it over from whoever does; others see it.</summary>
    public Task<Outcome> TakeAsync(Actor actor, OpenVersion shown, CancellationToken cancellationToken) =>
        acts.RunAsync(
            Act(AuditTypes.ReviewTaken, actor, shown),
            shown,
            found => AssignAsync(actor, found, (actor.Name, actor.DisplayName), DecisionKind.TakenOver, null, cancellationToken),
            cancellationToken
        );

    /// <summary>Hands a message on to another who may decide at the same place.</summary>
    public Task<Outcome> HandOnAsync(
        Actor actor,
        OpenVersion shown,
        string name,
        string words,
        CancellationToken cancellationToken
    ) =>
        acts.RunAsync(
            Act(AuditTypes.ReviewHandedOn, actor, shown),
            shown,
            async found =>
            {
                if (TooLong(words) is { } tooLong)
                    return tooLong;
                var other = await (
                    from person in found.Work.Context.Users
                    where person.UserName == name && person.DeactivatedAt == null
                    join membership in found.Work.Context.Memberships.Where(MembershipRow.HeldAt(found.Now))
                        on person.Id equals membership.PersonId
                    where
                        membership.RoleId == actor.RoleId
                        && (membership.Function == RoleFunction.Releaser || membership.Function == RoleFunction.Reviewer)
                    select person
                ).FirstOrDefaultAsync(cancellationToken);
                return other is null
                    ? DecisionRefusals.DecidesElsewhere.Of(name, actor.RoleName)
                    : await AssignAsync(
                        actor,
                        found,
                        (other.UserName!, other.DisplayName),
                        DecisionKind.HandedOn,
                        $"To {other.DisplayName}. {words.Trim()}".Trim(),
                        cancellationToken
                    );
            },
            cancellationToken
        );

    /// <summary>Sends a version back to its drafter with a reason; the draft can be changed and submitted again.</summary>
    public Task<Outcome> ReturnAsync(
        Actor actor,
        OpenVersion shown,
        ReturnReason reason,
        string words,
        CancellationToken cancellationToken
    )
    {
        var said = words.Trim();
        var act = Act(AuditTypes.DraftReturned, actor, shown);
        (act.Facts["reason"], act.Facts["reasonLength"]) = (reason.ToCode(), said.Length);
        return acts.RunAsync(
            act,
            shown,
            async found =>
            {
                if (said.Length == 0)
                    return DecisionRefusals.Unsaid.Of(MaxWords);
                if (said.Length > MaxWords)
                    return DecisionRefusals.TooLong.Of(said.Length, MaxWords, "return-reason");
                if (!found.Draft.State.MayBecome(DraftState.Returned))
                    return found.NoLongerAwaiting;
                if (!MayDecide(actor, found.Draft, await found.StagesAsync(cancellationToken)))
                    return CommonRefusals.NotPermitted;
                await found.Life.ReturnAsync($"{reason.ToText()}: {said}", reason.ToCode(), said, cancellationToken);
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>Keeps a message back until a time, or until it is resumed.</summary>
    public Task<Outcome> HoldAsync(
        Actor actor,
        OpenVersion shown,
        DateTimeOffset until,
        string words,
        CancellationToken cancellationToken
    )
    {
        var act = Act(AuditTypes.DraftHeld, actor, shown);
        act.Facts["until"] = until;
        return acts.RunAsync(
            act,
            shown,
            async found =>
            {
                var said = words.Trim();
                if (said.Length is 0 or > MaxWords)
                    return DecisionRefusals.HeldWithoutReason.Of(MaxWords);
                if (until <= found.Now || until > found.Now + LongestHold)
                    return DecisionRefusals.HeldWithoutEnd.Of(LongestHold.Days);
                if (!found.Draft.State.MayBecome(DraftState.Held))
                    return found.NoLongerAwaiting;
                if (!MayDecide(actor, found.Draft, await found.StagesAsync(cancellationToken)))
                    return CommonRefusals.NotPermitted;
                await found.Life.HoldAsync(until, said, cancellationToken);
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>Ends a hold before its time.</summary>
    public Task<Outcome> ResumeAsync(Actor actor, OpenVersion shown, CancellationToken cancellationToken) =>
        acts.RunAsync(
            Act(AuditTypes.DraftResumed, actor, shown),
            shown,
            async found =>
            {
                if (found.Draft.State != DraftState.Held)
                    return found.NoLongerAwaiting;
                var stages = await found.StagesAsync(cancellationToken);
                if (!MayDecide(actor, found.Draft, stages))
                    return CommonRefusals.NotPermitted;
                await found.Life.ResumeAsync(stages, precedences.Value, null, cancellationToken);
                return null;
            },
            cancellationToken
        );

    /// <summary>Who else may decide in the actor's place.</summary>
    public async Task<IReadOnlyList<(string Name, string DisplayName)>> OthersAsync(
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReview())
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var others = await (
            from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
            where
                membership.RoleId == actor.RoleId
                && membership.Function == actor.Function
                && membership.PersonId != actor.PersonId
            join person in context.Users on membership.PersonId equals person.Id
            where person.DeactivatedAt == null
            orderby person.DisplayName
            select new { person.UserName, person.DisplayName }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. others.Select(other => (other.UserName!, other.DisplayName))];
    }

    /// <summary>An act on a version, with what the trail says of each.</summary>
    internal static Act Act(string type, Actor actor, OpenVersion shown) =>
        new(type, actor, shown.Version.DraftId)
        {
            Facts = new() { ["version"] = shown.Version.Number, ["onBehalfOf"] = actor.OnBehalfOf },
        };

    internal static Refusal? TooLong(string words) =>
        words.Trim().Length > MaxWords ? DecisionRefusals.TooLong.Of(words.Trim().Length, MaxWords) : null;

    private static async Task<Refusal?> AssignAsync(
        Actor actor,
        FoundVersion found,
        (string Name, string DisplayName) to,
        DecisionKind kind,
        string? words,
        CancellationToken cancellationToken
    )
    {
        var stages = await found.StagesAsync(cancellationToken);
        if (!MayDecide(actor, found.Draft, stages))
            return CommonRefusals.NotPermitted;
        var release = found.Draft.State == DraftState.ReadyForRelease && found.Draft.RoleId == actor.RoleId;
        var open = release ? [] : stages.Where(stage => stage.State == StageState.Open && stage.RoleId == actor.RoleId).ToList();
        if (!release && open.Count == 0)
            return found.NoLongerAwaiting;
        await found.Life.AssignAsync(open, to.Name, to.DisplayName, kind, words, cancellationToken);
        return null;
    }

    // Who takes part in deciding: releasers of the role that sends, reviewers at an open stage, and the duty officer for what came up to him.
    private static bool MayDecide(Actor actor, DraftRow draft, IReadOnlyCollection<StageRow> stages) =>
        (actor.Function.MayRelease() && draft.RoleId == actor.RoleId)
        || (actor.Function.MayReview() && stages.Any(stage => stage.State == StageState.Open && stage.RoleId == actor.RoleId));
}
