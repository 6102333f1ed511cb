using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>Who writes in a draft, and since when.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="Since">When he began.</param>
public sealed record DraftLock(string Name, string DisplayName, DateTimeOffset Since)
{
    public string SinceText => Since.UtcDateTime.ToString("HH:mm'Z'", CultureInfo.InvariantCulture);

    public bool IsHeldBy(Actor actor) => string.Equals(Name, actor.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null when nobody writes in it at this moment.</summary>
    public static DraftLock? Of(DraftRow row, DateTimeOffset now) =>
        row.LockedBy is { } name && row.LockedUntil > now ? new(name, row.LockedByName ?? name, row.LockedSince ?? now) : null;

    /// <summary>What stands against this actor's writing in the draft now; null when nothing does. A lock nobody holds is in nobody's way.</summary>
    public static Refusal? Objection(DraftRow row, Actor actor, DateTimeOffset now) =>
        Of(row, now) is { } held && !held.IsHeldBy(actor)
            ? DraftRefusals.EditedByAnother.Of(held.DisplayName, held.SinceText)
            : null;
}

/// <summary>One writes at a time. The lock is a lease: it ends by itself when the hands have rested for two minutes.</summary>
public sealed partial class DraftDesk
{
    /// <summary>How long a lock holds after the last sign of life.</summary>
    public static readonly TimeSpan LockLease = TimeSpan.FromMinutes(2);

    /// <summary>Takes the lock where it is free, keeps it where it is the actor's own, and says who holds it now; null when nobody may.</summary>
    public async Task<DraftLock?> LockAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        if (await records.FindDraftAsync(context, gate, actor, id, cancellationToken) is not { } row)
            return null;
        var now = time.GetUtcNow();
        var held = DraftLock.Of(row, now);
        if (!actor.Function.MayDraft() || !row.State.IsEditable() || held?.IsHeldBy(actor) == false)
            return held;
        var since = held?.Since ?? now;
        var until = now + LockLease;
        await using var work = await records.BeginAsync(cancellationToken);
        // One statement: of two who find it free at the same instant one has it.
        var taken = await work
            .Context.Drafts.Where(draft =>
                draft.Id == id
                && (draft.State == DraftState.Draft || draft.State == DraftState.Returned)
                && (
                    draft.LockedBy == null
                    || draft.LockedBy == actor.Name
                    || draft.LockedUntil == null
                    || draft.LockedUntil <= now
                )
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(d => d.LockedBy, actor.Name)
                        .SetProperty(d => d.LockedByName, actor.DisplayName)
                        .SetProperty(d => d.LockedSince, since)
                        .SetProperty(d => d.LockedUntil, until),
                cancellationToken
            );
        if (taken > 0 && held is null)
            work.Changed(ChangeTopic.Drafts, row.RoleId);
        await work.CommitAsync(cancellationToken);
        if (taken == 0)
            return DraftLock.Of(await context.Drafts.AsNoTracking().SingleAsync(draft => draft.Id == id, cancellationToken), now);
        return new(actor.Name, actor.DisplayName, since);
    }

    /// <summary>Takes the lock from whoever holds it; he is told on his page, and what he had not saved stays there for him to copy.</summary>
    public async Task<Outcome> TakeOverAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.DraftTakenOver, actor, id);
        if (!actor.Function.MayDraft())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        if (await context.Drafts.AsNoTracking().SeenDraftAsync(gate, actor, id, cancellationToken) is not { } seen)
            return await records.RefuseAsync(act, CommonRefusals.NotFound, cancellationToken);
        if (!seen.State.IsEditable())
            return await records.RefuseAsync(act, DraftRefusals.NotEditable.Of(seen.State.ToWord()), cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var row = await work.Context.Drafts.SingleAsync(draft => draft.Id == id, cancellationToken);
        if (!row.State.IsEditable())
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        var held = DraftLock.Of(row, now);
        if (held?.IsHeldBy(actor) == true)
            return Outcome.Done;
        (row.LockedBy, row.LockedByName, row.LockedSince, row.LockedUntil) = (
            actor.Name,
            actor.DisplayName,
            now,
            now + LockLease
        );
        // of a lock that nobody holds nothing is taken from anybody
        if (held is not null)
        {
            act.Facts["from"] = held.Name;
            work.Audit(act.Done());
        }
        work.Changed(ChangeTopic.Drafts, row.RoleId);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    /// <summary>Gives the lock back; nothing happens where it is not the actor's.</summary>
    public async Task UnlockAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var freed = await work
            .Context.Drafts.Where(draft => draft.Id == id && draft.RoleId == actor.RoleId && draft.LockedBy == actor.Name)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(d => d.LockedBy, (string?)null)
                        .SetProperty(d => d.LockedByName, (string?)null)
                        .SetProperty(d => d.LockedSince, (DateTimeOffset?)null)
                        .SetProperty(d => d.LockedUntil, (DateTimeOffset?)null),
                cancellationToken
            );
        if (freed > 0)
            work.Changed(ChangeTopic.Drafts, actor.RoleId);
        await work.CommitAsync(cancellationToken);
    }

    private static void Keep(DraftRow row, Actor actor, DateTimeOffset now)
    {
        if (DraftLock.Of(row, now) is null)
            row.LockedSince = now;
        (row.LockedBy, row.LockedByName, row.LockedUntil) = (actor.Name, actor.DisplayName, now + LockLease);
    }
}
