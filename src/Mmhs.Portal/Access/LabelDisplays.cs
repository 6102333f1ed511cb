using Mmhs.Messages.Policy;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Access;

/// <summary>From a label to what the controls show of it; the only place that knows both.</summary>
internal static class LabelDisplays
{
    public static LabelDisplay Mark(this LabelAccess gate, SecurityLabel label)
    {
        var classification = gate.Policies.Find(label.PolicyId)?.Find(label.Classification);
        var marking = gate.MarkingOf(label);
        // A policy may want no marking for a classification; a list without words there would look like a fault.
        return new(
            marking.Text.Length > 0 ? marking.Text : classification?.Name ?? "NO MARKING",
            classification?.Hierarchy,
            marking.Background
        );
    }

    /// <summary>Null for a number that stands for no label the actor may see.</summary>
    public static async Task<LabelDisplay?> MarkAsync(
        this LabelAccess gate,
        int? number,
        Actor actor,
        CancellationToken cancellationToken
    ) => number is { } known && await gate.FindAsync(known, actor, cancellationToken) is { } label ? gate.Mark(label) : null;

    /// <summary>The highest of what a list shows, for the banner around it.</summary>
    public static LabelDisplay? Highest(IEnumerable<LabelDisplay?> markings) =>
        markings.OfType<LabelDisplay>().MaxBy(marking => marking.Level ?? -1);
}
