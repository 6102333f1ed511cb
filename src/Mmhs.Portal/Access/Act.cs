using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Access;

/// <summary>Something an actor does, as the trail names it, whether it is done or refused.</summary>
/// <param name="type">One of <see cref="AuditTypes"/>.</param>
/// <param name="actor">Who acts.</param>
/// <param name="about">Identifier of what it is about; null: of nothing in particular.</param>
public sealed class Act(string type, Actor actor, string? about = null)
{
    public Act(string type, Actor actor, Guid about)
        : this(type, actor, about.ToString("D")) { }

    public Actor Actor { get; } = actor;

    /// <summary>Identifier of what it is about, as far as it is known by then.</summary>
    public string? About { get; set; } = about;

    /// <summary>MM identification without angle brackets; null: of no message, or not known yet.</summary>
    public string? MessageId { get; set; }

    /// <summary>What is known of it; added to while it is done, and never a word of a message.</summary>
    public CanonicalObject Facts { get; init; } = new();

    /// <summary>The act as it is known by now, whatever it comes to know of itself while it is done.</summary>
    public Act Known() => new(type, Actor, About) { MessageId = MessageId, Facts = Facts.Copy() };

    /// <summary>The evidence that it was done.</summary>
    public AuditEvent Done() => Event(AuditOutcome.Ok);

    /// <summary>The evidence that it was refused by what it is about itself, and by no rule with a code.</summary>
    public AuditEvent Refused() => Event(AuditOutcome.Denied);

    /// <summary>The evidence that it was refused, and by which rule; the act is over.</summary>
    public AuditEvent Refused(Refusal reason)
    {
        Facts["code"] = reason.Code;
        return Event(AuditOutcome.Denied);
    }

    private AuditEvent Event(AuditOutcome outcome) =>
        new(type, outcome, Actor.Name, Actor.Role.Address.ToString(), MessageId, null, About, Facts);
}

/// <summary>The one way to run an act: what is done and its evidence are committed together, what is refused leaves the refusal and nothing else.</summary>
internal static class Acts
{
    /// <summary>Runs an act in a change of its own.</summary>
    /// <param name="records">Where.</param>
    /// <param name="act">What is done; the body adds to its facts.</param>
    /// <param name="body">Does it, and says everything that stands against it; empty: it is done. It opens no other change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Refused also where somebody else changed the same a moment before.</returns>
    public static async Task<Outcome> RunAsync(
        this PortalRecords records,
        Act act,
        Func<PortalWork, Task<ImmutableArray<Refusal>>> body,
        CancellationToken cancellationToken
    )
    {
        // of what loses its commit nothing came to be that it says of itself by then
        var asked = act.Known();
        ImmutableArray<Refusal> refusals;
        await using (var work = await records.BeginAsync(cancellationToken))
        {
            refusals = await body(work);
            if (refusals.IsEmpty)
            {
                work.Audit(act.Done());
                if (await work.TryCommitAsync(cancellationToken))
                    return Outcome.Done;
                (act, refusals) = (asked, [CommonRefusals.ChangedMeanwhile]);
            }
        }
        return await records.RefuseAsync(act, refusals, cancellationToken);
    }

    /// <summary>The same for what one thing stands against at most; null: it is done.</summary>
    public static Task<Outcome> RunAsync(
        this PortalRecords records,
        Act act,
        Func<PortalWork, Task<Refusal?>> body,
        CancellationToken cancellationToken
    ) =>
        records.RunAsync(
            act,
            async work => await body(work) is { } refusal ? ImmutableArray.Create(refusal) : [],
            cancellationToken
        );

    /// <summary>Writes down that an act was refused; never inside another change.</summary>
    public static Task<Outcome> RefuseAsync(
        this PortalRecords records,
        Act act,
        Refusal reason,
        CancellationToken cancellationToken
    ) => records.RefuseAsync(act, [reason], cancellationToken);

    /// <summary>The same with everything that stands against it; the trail names the first.</summary>
    public static async Task<Outcome> RefuseAsync(
        this PortalRecords records,
        Act act,
        ImmutableArray<Refusal> reasons,
        CancellationToken cancellationToken
    )
    {
        await records.AuditAsync(act.Refused(reasons[0]), cancellationToken);
        return Outcome.Refused(reasons);
    }
}
