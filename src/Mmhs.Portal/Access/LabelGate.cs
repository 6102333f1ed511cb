using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Records.Labels;

namespace Mmhs.Portal.Access;

/// <summary>
/// The one answer to "may this person in this role see this label" (design §6). Every query that returns messages, counts or
/// search hits takes its readable labels from here.
/// </summary>
public sealed class LabelGate(PolicyCatalog policies, LabelTable labels, TimeProvider time)
{
    public PolicyCatalog Policies => policies;

    /// <summary>Permitted only where the person's and the organisation's clearances both permit it.</summary>
    public AccessDecision Decide(SecurityLabel label, Viewer viewer)
    {
        var person = AccessControl.Decide(label, viewer.Clearances, policies, time.GetUtcNow());
        return person is AccessDecision.Deny ? person : Decide(label, viewer.OrganisationClearances);
    }

    /// <summary>For holders that are no persons: organisations, domains, links.</summary>
    public AccessDecision Decide(SecurityLabel label, ImmutableArray<Clearance> clearances) =>
        AccessControl.Decide(label, clearances, policies, time.GetUtcNow());

    public bool MaySee(SecurityLabel label, Viewer viewer) => Decide(label, viewer) is AccessDecision.Permit;

    /// <summary>
    /// Whether the viewer may see what bears no label yet: its words may be anything his organisation may hold, so only who is cleared
    /// for all of that. One of an organisation without clearances is not.
    /// </summary>
    public bool MaySeeUnlabelled(Viewer viewer) => MaySeeUnlabelled(viewer.Clearances, viewer.OrganisationClearances);

    /// <inheritdoc cref="MaySeeUnlabelled(Viewer)"/>
    public bool MaySeeUnlabelled(ImmutableArray<Clearance> held, ImmutableArray<Clearance> organisation) =>
        !organisation.IsEmpty && organisation.All(most => held.Any(clearance => clearance.Covers(most)));

    /// <summary>Numbers of the labels that occur and that the viewer may see.</summary>
    public async Task<IReadOnlyList<int>> ReadableAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var readable = new List<int>();
        foreach (var (number, key) in await labels.AllAsync(cancellationToken))
            if (SecurityLabel.TryParse(key, out var label) && MaySee(label, viewer)) readable.Add(number);
        return readable;
    }

    /// <summary>The label behind a number; null when the viewer may not see it, or when there is none.</summary>
    public async Task<SecurityLabel?> FindAsync(int number, Viewer viewer, CancellationToken cancellationToken) =>
        (await labels.AllAsync(cancellationToken)).TryGetValue(number, out var key)
        && SecurityLabel.TryParse(key, out var label) && MaySee(label, viewer) ? label : null;

    public Task<int> NumberAsync(SecurityLabel label, CancellationToken cancellationToken) => labels.NumberAsync(label.ToKey(), cancellationToken);

    /// <summary>The words and colour of a label; where its policy is unknown the words say so and nothing is guessed.</summary>
    public Marking MarkingOf(SecurityLabel label) =>
        policies.Find(label.PolicyId) is { } policy ? Marking.Of(policy, label) : new Marking($"UNKNOWN POLICY {label.PolicyId}", null, null);
}
