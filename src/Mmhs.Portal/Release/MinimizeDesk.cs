using System.Collections.Immutable;
using System.Globalization;
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
        if (!MayDeclare(actor.Function))
            return await DeniedAsync(actor, AuditTypes.MinimizeDeclared, cancellationToken);
        var now = time.GetUtcNow();
        var from = wish.From?.At ?? now;
        var refusals = Refusals(wish, from, now).ToImmutableArray();
        if (!refusals.IsEmpty)
            return Outcome.Refused(refusals);
        await using var work = await records.BeginAsync(cancellationToken);
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
        work.Audit(
            Event(
                AuditTypes.MinimizeDeclared,
                AuditOutcome.Ok,
                actor,
                new()
                {
                    ["minimize"] = row.Id,
                    ["scope"] = CanonicalValue.List(row.Scope.Split('\n')),
                    ["flowsFreely"] = (int)row.FlowsFreely,
                    ["maxOctets"] = row.MaxOctets is { } most ? most : default(CanonicalValue),
                    ["from"] = row.From,
                    ["until"] = row.Until,
                }
            )
        );
        work.Changed(ChangeTopic.Minimize);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Ends an order before its time; what was held for it may go.</summary>
    public async Task<Outcome> EndAsync(Actor actor, int id, CancellationToken cancellationToken)
    {
        if (!MayDeclare(actor.Function))
            return await DeniedAsync(actor, AuditTypes.MinimizeEnded, cancellationToken);
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var row = await work.Context.Minimizes.SingleOrDefaultAsync(
            m => m.Id == id && m.OrganisationId == actor.OrganisationId,
            cancellationToken
        );
        if (row is null)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (row.Until <= now)
            return Outcome.Refused(new Refusal("MIN-006", "This MINIMIZE is over already."));
        var words = row.ToOrder().HoldReason;
        row.Until = now;
        row.EndedAt = now;
        row.EndedBy = actor.Name;
        row.EndedByName = actor.DisplayName;
        // The clock lets go what is held until now.
        var freed = await work
            .Context.Drafts.Where(d =>
                d.State == DraftState.Held && d.HeldReason == words && d.Role.OrganisationId == actor.OrganisationId
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.HeldUntil, now).SetProperty(d => d.Revision, d => d.Revision + 1),
                cancellationToken
            );
        work.Audit(Event(AuditTypes.MinimizeEnded, AuditOutcome.Ok, actor, new() { ["minimize"] = row.Id, ["freed"] = freed }));
        work.Changed(ChangeTopic.Minimize);
        work.Changed(ChangeTopic.Drafts);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    private static IEnumerable<Refusal> Refusals(MinimizeRequest wish, DateTimeOffset from, DateTimeOffset now)
    {
        if (!MinimizeScope.TryParse(wish.Scope, out _))
            yield return new(
                "MIN-001",
                $"Write * for everybody, or domains and addresses, one a line and {MinimizeScope.MaxEntries} at the most.",
                "minimize-scope"
            );
        if (wish.Reason.Trim().Length is 0 or > MaxReason || !HiddenCharacters.IsPlainLine(wish.Reason))
            yield return new(
                "MIN-002",
                $"Say why, in up to {MaxReason} characters on one line. Everybody in the organisation reads it.",
                "minimize-reason"
            );
        if (wish.FlowsFreely is not { } free || !Enum.IsDefined(free) || free == Precedence.Deferred)
            yield return new(
                "MIN-003",
                "Choose the lowest precedence that still flows freely, ROUTINE or above.",
                "minimize-precedence"
            );
        if (wish.MaxKib is < 1 or > 1_000_000)
            yield return new("MIN-004", "The cap is 1 to 1,000,000 KiB. Leave it blank for none.", "minimize-cap");
        if (
            wish.Until is not { } until
            || until.At <= now
            || until.At <= from
            || until.At > from + Longest
            || from < now.AddMinutes(-5)
            || from > now + Longest
        )
            yield return new(
                "MIN-005",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Give an end that is ahead, after the beginning, and {Longest.TotalDays:0} days after it at the most."
                ),
                "minimize-until"
            );
    }

    private async Task<Outcome> DeniedAsync(Actor actor, string type, CancellationToken cancellationToken)
    {
        await records.AuditAsync(
            Event(type, AuditOutcome.Denied, actor, new() { ["code"] = CommonRefusals.NotPermitted.Code }),
            cancellationToken
        );
        return Outcome.Refused(CommonRefusals.NotPermitted);
    }

    private static AuditEvent Event(string type, AuditOutcome outcome, Actor actor, CanonicalObject data) =>
        new(type, outcome, actor.Name, actor.Role.Address.ToString(), null, null, null, data);
}
