using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Compose;

public sealed partial class LabelPanel
{
    private SecurityLabel? partial;

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter, EditorRequired]
    public required PolicyCatalog Policies { get; set; }

    /// <summary>What the author holds.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyCollection<Clearance> Author { get; set; }

    /// <summary>What everybody else holds who must be able to read it: the author's organisation and each addressee's.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyCollection<IReadOnlyCollection<Clearance>> Readers { get; set; }

    [Parameter, EditorRequired]
    public required Func<SecurityLabel, LabelDisplay> Mark { get; set; }

    /// <summary>Null until a label is complete and one its author may read: half a label is none.</summary>
    [Parameter]
    public SecurityLabel? Value { get; set; }

    [Parameter]
    public EventCallback<SecurityLabel?> ValueChanged { get; set; }

    [Parameter]
    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    private SecurityPolicy? Policy => partial is null ? null : Policies.Find(partial.PolicyId);

    private ImmutableArray<SecurityPolicy> Offered => LabelChoices.Policies(Policies, Author, Clock.GetUtcNow());

    private LabelOffer? Offer => Policy is { } policy ? OfferFor(policy, partial!, Readers) : null;

    // What is chosen stays in sight when an addressee makes it impossible; the objection stands at the addressee.
    private IEnumerable<(Classification Classification, bool Permitted)> Classifications
    {
        get
        {
            var offered = Offer!.Classifications;
            var chosen = Policy!.Find(partial!.Classification);
            return chosen is null || offered.Contains(chosen)
                ? offered.Select(classification => (classification, true))
                : offered
                    .Select(classification => (classification, true))
                    .Append((chosen, false))
                    .OrderBy(candidate => candidate.Item1.Hierarchy);
        }
    }

    private IEnumerable<(TagChoice Tag, IEnumerable<(TagCategory Value, bool Permitted)> Values)> Tags
    {
        get
        {
            var offered = Offer!.Tags.SelectMany(tag => tag.Offered.Select(value => CategoryOf(tag, value))).ToHashSet();
            return from tag in OfferFor(Policy!, partial!, []).Tags
                let values = tag
                    .Offered.Select(value => (Value: value, Permitted: offered.Contains(CategoryOf(tag, value))))
                    .Where(candidate => candidate.Permitted || partial!.Categories.Contains(CategoryOf(tag, candidate.Value)))
                    .ToList()
                where values.Count > 0
                select (tag, values.AsEnumerable());
        }
    }

    private IReadOnlyList<string> Objections
    {
        get
        {
            if (partial?.Classification is null || Policy is not { } policy)
                return [];
            var now = Clock.GetUtcNow();
            var faults = LabelRules.Validate(policy, partial, now, creating: true).Where(finding => finding.IsError).ToList();
            if (faults.Count == 0 && AccessControl.Decide(partial, Author, Policies, now) is AccessDecision.Deny denied)
                faults.AddRange(denied.Findings);
            return [.. faults.Select(finding => finding.Text)];
        }
    }

    protected override void OnParametersSet()
    {
        if (Value is not null)
            partial = Value;
    }

    private static Category CategoryOf(TagChoice tag, TagCategory value) => new(tag.TagSet.Id, tag.Tag.Kind, value.Value);

    private bool IsFull(TagChoice tag) =>
        tag.Tag.MaxSelection is > 1 and var most
        && tag.Tag.Values.Count(value => partial!.Categories.Contains(CategoryOf(tag, value))) >= most;

    private LabelOffer OfferFor(
        SecurityPolicy policy,
        SecurityLabel label,
        IReadOnlyCollection<IReadOnlyCollection<Clearance>> readers
    ) => LabelChoices.Offer(policy, label, Author, readers, Clock.GetUtcNow());

    private Task ChoosePolicyAsync(SecurityPolicy policy) => ChooseAsync(new SecurityLabel(policy.Id, null));

    private Task ChooseClassificationAsync(Classification classification)
    {
        var label = partial! with { Classification = classification.Value };
        return ChooseAsync(label with { Categories = label.Categories.Union(OfferFor(Policy!, label, []).Demanded) });
    }

    private Task ToggleAsync(TagChoice tag, Category category, bool on)
    {
        var others = partial!.Categories;
        if (on && tag.Tag.MaxSelection == 1)
            others = others.Except(tag.Tag.Values.Select(value => CategoryOf(tag, value)));
        return ChooseAsync(partial with { Categories = on ? others.Add(category) : others.Remove(category) });
    }

    private Task ChoosePrivacyMarkAsync(string? mark) =>
        ChooseAsync(partial! with { PrivacyMark = string.IsNullOrEmpty(mark) ? null : mark });

    // A choice may rule out an earlier one (a compartment under a lower classification); what no longer fits goes. Who the
    // addressees are plays no part in that: a label is never lowered because somebody was added who may not hold it.
    private Task ChooseAsync(SecurityLabel label)
    {
        var policy = Policies.Find(label.PolicyId)!;
        var fitting = OfferFor(policy, label, [])
            .Tags.SelectMany(tag => tag.Offered.Select(value => CategoryOf(tag, value)))
            .ToHashSet();
        partial = label with { Categories = [.. label.Categories.Where(fitting.Contains)] };
        return ValueChanged.InvokeAsync(partial.Classification is not null && Objections.Count == 0 ? partial : null);
    }
}
