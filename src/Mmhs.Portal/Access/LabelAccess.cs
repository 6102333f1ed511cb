using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records.Compose;
using Mmhs.Records.Labels;

namespace Mmhs.Portal.Access;

/// <summary>
/// The one answer to "may this person in this role see this label" (design §6). Every query that returns messages, counts or
/// search hits takes its readable labels from here.
/// </summary>
public sealed class LabelAccess(PolicyCatalog policies, LabelTable labels, TimeProvider time)
{
    public PolicyCatalog Policies => policies;

    /// <summary>Permitted only where the person's and the organisation's clearances both permit it.</summary>
    public AccessDecision Decide(SecurityLabel label, Actor actor)
    {
        var person = AccessControl.Decide(label, actor.Clearances, policies, time.GetUtcNow());
        return person is AccessDecision.Deny ? person : Decide(label, actor.OrganisationClearances);
    }

    /// <summary>For holders that are no persons: organisations, domains, links.</summary>
    public AccessDecision Decide(SecurityLabel label, ImmutableArray<Clearance> clearances) =>
        AccessControl.Decide(label, clearances, policies, time.GetUtcNow());

    public bool MaySee(SecurityLabel label, Actor actor) => Decide(label, actor) is AccessDecision.Permit;

    /// <summary>
    /// What no label means, for all that is written here: it may be anything the organisation may hold, so it is for drafters, and of
    /// them for those cleared for all of that, and for who wrote it last. An organisation without clearances has none of the former.
    /// </summary>
    /// <param name="function">In which he looks.</param>
    /// <param name="writer">His own sign-in name; null where what he wrote himself is no question.</param>
    /// <param name="held">His clearances.</param>
    /// <param name="organisation">Those of his organisation.</param>
    public static Unlabelled UnlabelledOf(
        RoleFunction function,
        string? writer,
        ImmutableArray<Clearance> held,
        ImmutableArray<Clearance> organisation
    ) =>
        !function.MayDraft() ? default
        : !organisation.IsEmpty && organisation.All(most => held.Any(clearance => clearance.Covers(most))) ? new(true, null)
        : new(false, writer);

    /// <summary>The same for an actor; lists take it into their query.</summary>
    public static Unlabelled UnlabelledOf(Actor actor) =>
        UnlabelledOf(actor.Function, actor.Name, actor.Clearances, actor.OrganisationClearances);

    /// <summary>Numbers of the labels that occur and that the actor may see.</summary>
    public async Task<IReadOnlyList<int>> ReadableAsync(Actor actor, CancellationToken cancellationToken)
    {
        var readable = new List<int>();
        foreach (var (number, label) in await labels.AllAsync(cancellationToken))
            if (label is not null && MaySee(label, actor))
                readable.Add(number);
        return readable;
    }

    /// <summary>The label behind a number; null when the actor may not see it, or when there is none.</summary>
    public async ValueTask<SecurityLabel?> FindAsync(int number, Actor actor, CancellationToken cancellationToken) =>
        await labels.FindAsync(number, cancellationToken) is { } label && MaySee(label, actor) ? label : null;

    public Task<int> NumberAsync(SecurityLabel label, CancellationToken cancellationToken) =>
        labels.NumberAsync(label.ToKey(), cancellationToken);

    /// <summary>The words and colour of a label; where its policy is unknown the words say so and nothing is guessed.</summary>
    public Marking MarkingOf(SecurityLabel label) =>
        policies.Find(label.PolicyId) is { } policy
            ? Marking.Of(policy, label)
            : new Marking($"UNKNOWN POLICY {label.PolicyId}", null, null);
}
