using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Release;

namespace Mmhs.Portal.Release;

/// <summary>A MINIMIZE as its page shows it.</summary>
/// <param name="Order">As the rules go by it.</param>
/// <param name="Reason">As declared.</param>
/// <param name="DeclaredByName">What others see of who declared it.</param>
/// <param name="EndedByName">Who ended it before its time; null: nobody.</param>
/// <param name="EndedAt">When; null with him.</param>
public sealed record DeclaredMinimize(
    int Id,
    Minimize Order,
    string Reason,
    DateTimeOffset From,
    DateTimeOffset Until,
    Precedence FlowsFreely,
    long? MaxOctets,
    string DeclaredByName,
    string? EndedByName,
    DateTimeOffset? EndedAt
)
{
    internal static DeclaredMinimize Of(MinimizeRow row) =>
        new(
            row.Id,
            row.ToOrder(),
            row.Reason,
            row.From,
            row.Until,
            row.FlowsFreely,
            row.MaxOctets,
            row.DeclaredByName,
            row.EndedByName,
            row.EndedAt
        );
}

/// <summary>What somebody wants to declare.</summary>
/// <param name="Scope"><c>*</c>, or domains and addresses one a line.</param>
/// <param name="Reason">Shown to everybody.</param>
/// <param name="FlowsFreely">Lowest precedence not touched; null: not chosen.</param>
/// <param name="MaxKib">Cap in KiB; null: none.</param>
/// <param name="From">Null: at once.</param>
/// <param name="Until">Null: not said.</param>
public sealed record MinimizeRequest(
    string Scope,
    string Reason,
    Precedence? FlowsFreely,
    int? MaxKib,
    DateTimeGroup? From,
    DateTimeGroup? Until
);

/// <summary>A message of the organisation that waits and is under a MINIMIZE.</summary>
/// <param name="DraftId">The draft.</param>
/// <param name="Subject">Null where the actor reads no messages.</param>
/// <param name="Role">The role that sends.</param>
/// <param name="Urgency">Governing precedence.</param>
/// <param name="State">Held, or on its way to release.</param>
/// <param name="HeldUntil">Null when it is not held.</param>
/// <param name="Considered">Whether it carries the statement.</param>
public sealed record MinimizedDraft(
    Guid DraftId,
    string? Subject,
    string Role,
    Precedence Urgency,
    DraftState State,
    DateTimeOffset? HeldUntil,
    bool Considered
);

/// <summary>Declares and ends MINIMIZE for an organisation, and knows what waits because of it.</summary>
public sealed class MinimizeDesk(PortalRecords records, LabelAccess gate, TimeProvider time)
{
    public const int MaxReason = 500;

    /// <summary>Longest time one order counts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const int MostWaiting = 200;

    /// <summary>Who is the authority: the duty officer and the security officer of the organisation.</summary>
    public static bool MayDeclare(RoleFunction function) => function is RoleFunction.DutyOfficer or RoleFunction.SecurityOfficer;

    /// <summary>Orders of the actor's organisation that are not over, for everybody in it.</summary>
    public async Task<ImmutableArray<Minimize>> CurrentAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await MinimizeOrders.CurrentAsync(context, actor.OrganisationId, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Every order of the actor's organisation, latest end first.</summary>
    public async Task<IReadOnlyList<DeclaredMinimize>> ListAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var rows = await context
            .Minimizes.AsNoTracking()
            .Where(m => m.OrganisationId == actor.OrganisationId)
            .OrderByDescending(m => m.Until)
            .ThenByDescending(m => m.Id)
            .Take(take)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(DeclaredMinimize.Of)];
    }

    /// <summary>What is held or awaits a decision in the organisation and is under a MINIMIZE in force; the most urgent first. Without subjects for who reads no messages.</summary>
    public async Task<IReadOnlyList<MinimizedDraft>> WaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!MayDeclare(actor.Function))
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        var orders = (await MinimizeOrders.CurrentAsync(context, actor.OrganisationId, now, cancellationToken))
            .Where(order => order.IsInForce(now))
            .ToList();
        if (orders.Count == 0)
            return [];
        var rows = await context
            .Drafts.AsNoTracking()
            .Include(d => d.Role)
            .Where(d =>
                d.Role.OrganisationId == actor.OrganisationId
                && (d.State == DraftState.Held || d.State == DraftState.InReview || d.State == DraftState.ReadyForRelease)
            )
            .Where(d => d.LabelId != null && readable.Contains(d.LabelId.Value))
            .OrderByDescending(d => d.Urgency)
            .ThenBy(d => d.Id)
            .Take(MostWaiting)
            .ToListAsync(cancellationToken);
        var reads = actor.Function.MayReadInbox();
        return
        [
            .. rows.Select(row => (Row: row, Form: FormCodec.Read(row.Form)))
                .Where(draft => orders.Any(order => order.Touches(draft.Form)))
                .Select(draft => new MinimizedDraft(
                    draft.Row.Id,
                    reads ? draft.Row.Subject : null,
                    draft.Row.Role.Name,
                    (Precedence)Math.Max((short)0, draft.Row.Urgency),
                    draft.Row.State,
                    draft.Row.HeldUntil,
                    Minimize.IsConsidered(draft.Form.Text)
                )),
        ];
    }

    public async Task<Outcome> DeclareAsync(Actor actor, MinimizeRequest wish, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.MinimizeDeclared, actor);
        if (!MayDeclare(actor.Function))
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var now = time.GetUtcNow();
        var from = wish.From?.At ?? now;
        var refusals = Refusals(wish, from, now).ToImmutableArray();
        if (!refusals.IsEmpty)
            return await records.RefuseAsync(act, refusals, cancellationToken);
        return await records.RunAsync(
            act,
            async work =>
            {
                var row = new MinimizeRow
                {
                    OrganisationId = actor.OrganisationId,
                    Scope = MinimizeScope.Parse(wish.Scope).Text,
                    Reason = wish.Reason.Trim(),
                    FlowsFreely = wish.FlowsFreely!.Value,
                    MaxOctets = wish.MaxKib * 1024L,
                    DeclaredBy = actor.Name,
                    DeclaredByName = actor.DisplayName,
                    DeclaredAt = now,
                    From = from,
                    Until = wish.Until!.Value.At,
                };
                work.Context.Minimizes.Add(row);
                await work.Context.SaveChangesAsync(cancellationToken); // its number is evidence too
                act.Facts["minimize"] = row.Id;
                act.Facts["scope"] = CanonicalValue.List(row.Scope.Split('\n'));
                act.Facts["flowsFreely"] = (int)row.FlowsFreely;
                act.Facts["maxOctets"] = row.MaxOctets is { } most ? most : default(CanonicalValue);
                act.Facts["from"] = row.From;
                act.Facts["until"] = row.Until;
                work.Changed(ChangeTopic.Minimize);
                return (Refusal?)null;
            },
            cancellationToken
        );
    }

    /// <summary>Ends an order before its time; what was held for it may go.</summary>
    public Task<Outcome> EndAsync(Actor actor, int id, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.MinimizeEnded, actor) { Facts = new() { ["minimize"] = id } };
        return !MayDeclare(actor.Function)
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(
                act,
                async work =>
                {
                    var now = time.GetUtcNow();
                    var row = await work.Context.Minimizes.SingleOrDefaultAsync(
                        m => m.Id == id && m.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    );
                    if (row is null)
                        return CommonRefusals.NotFound;
                    if (row.Until <= now)
                        return DecisionRefusals.MinimizeOver;
                    var words = row.ToOrder().HoldReason;
                    row.Until = now;
                    row.EndedAt = now;
                    row.EndedBy = actor.Name;
                    row.EndedByName = actor.DisplayName;
                    // The clock lets go what is held until now.
                    act.Facts["freed"] = await work
                        .Context.Drafts.Where(d =>
                            d.State == DraftState.Held && d.HeldReason == words && d.Role.OrganisationId == actor.OrganisationId
                        )
                        .ExecuteUpdateAsync(
                            set => set.SetProperty(d => d.HeldUntil, now).SetProperty(d => d.Revision, d => d.Revision + 1),
                            cancellationToken
                        );
                    work.Changed(ChangeTopic.Minimize);
                    work.Changed(ChangeTopic.Drafts);
                    return null;
                },
                cancellationToken
            );
    }

    private static IEnumerable<Refusal> Refusals(MinimizeRequest wish, DateTimeOffset from, DateTimeOffset now)
    {
        if (!MinimizeScope.TryParse(wish.Scope, out _))
            yield return DecisionRefusals.MinimizeScope.Of(MinimizeScope.MaxEntries);
        if (wish.Reason.Trim().Length is 0 or > MaxReason || !HiddenCharacters.IsPlainLine(wish.Reason))
            yield return DecisionRefusals.MinimizeReason.Of(MaxReason);
        if (wish.FlowsFreely is not { } free || !Enum.IsDefined(free) || free == Precedence.Deferred)
            yield return DecisionRefusals.MinimizePrecedence;
        if (wish.MaxKib is < 1 or > 1_000_000)
            yield return DecisionRefusals.MinimizeCap;
        if (
            wish.Until is not { } until
            || until.At <= now
            || until.At <= from
            || until.At > from + Longest
            || from < now.AddMinutes(-5)
            || from > now + Longest
        )
            yield return DecisionRefusals.MinimizeEnd.Of(Longest.Days);
    }
}
