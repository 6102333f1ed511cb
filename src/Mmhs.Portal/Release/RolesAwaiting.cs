using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;

namespace Mmhs.Portal.Release;

/// <summary>A role a person may act in, and what awaits his act there.</summary>
/// <param name="Held">The membership, his own or one he stands in for.</param>
/// <param name="Count">How much; 0 also where he acts already, for that is in sight.</param>
/// <param name="Urgency">Of the most urgent; null: nothing awaits, or it has none.</param>
/// <param name="DueAt">When the most urgent should be done; null: no time is set.</param>
internal sealed record AwaitingRole(HeldRole Held, int Count, short? Urgency, DateTimeOffset? DueAt)
{
    /// <summary>As in "2 await you, FLASH due in 2 min"; empty when nothing does.</summary>
    public string ToText(DateTimeOffset now)
    {
        if (Count == 0)
            return "";
        var most = Urgency is { } urgency && Enum.IsDefined((Precedence)urgency) ? $", {((Precedence)urgency).ToWord()}" : "";
        var due = StepText.Due(DueAt, now);
        return $"{Count} {(Count == 1 ? "awaits" : "await")} you{most}{(due.Length == 0 ? "" : StepText.IsLate(DueAt, now) ? $" {due}" : $" due {due}")}";
    }
}

/// <summary>What awaits a person in the roles he does not act in now: to decide for an own role or a principal, failed releases for an operator, break-glass for those who look at it.</summary>
/// <remarks>Each role is asked as itself, so no right is wider here than there.</remarks>
internal sealed class RolesAwaiting(ActorResolver actors, ReleaseQueue queue, OperatorDesk failures, BreakGlassDesk breakGlass)
{
    /// <summary>Every role the actor may act in, his present one with a count of 0.</summary>
    public async Task<IReadOnlyList<AwaitingRole>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var all = new List<AwaitingRole>();
        var counted = new HashSet<(string, RoleFunction)> { (actor.Role.Address.ToString(), actor.Function) };
        foreach (var held in await actors.HeldAsync(actor.PersonId, cancellationToken))
        {
            // what a colleague's deputy sees in the role he holds himself is the same queue once more
            var acting =
                held.MembershipId != actor.MembershipId && counted.Add((held.Address, held.Function))
                    ? await actors.FindAsync(actor.PersonId, held.MembershipId, cancellationToken)
                    : null;
            all.Add(acting is null ? new(held, 0, null, null) : await AwaitsAsync(held, acting, cancellationToken));
        }
        return all;
    }

    private async Task<AwaitingRole> AwaitsAsync(HeldRole held, Actor acting, CancellationToken cancellationToken)
    {
        if (acting.Function == RoleFunction.Operator)
        {
            var waiting = await failures.WaitingAsync(acting, cancellationToken);
            var most = waiting == 0 ? [] : await failures.ListAsync(acting, 1, cancellationToken);
            return new(held, waiting, most.Count == 0 ? null : most[0].Urgency, null);
        }
        if (acting.Function == RoleFunction.SecurityOfficer)
            return new(held, await breakGlass.WaitingAsync(acting, cancellationToken), null, null);
        var first = await queue.PageAsync(acting, 1, cancellationToken);
        return first.Count == 0
            ? new(held, 0, null, null)
            : new(
                held,
                (await queue.CountAsync(acting, DateTimeOffset.MinValue, cancellationToken)).Count,
                first[0].Urgency,
                first[0].DueAt
            );
    }
}
