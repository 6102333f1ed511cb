using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Marking = Mmhs.Portal.Shared.Controls.Marking;

namespace Mmhs.Portal.Shared;

/// <summary>From a label to what the controls show of it; the only place that knows both.</summary>
public static class Marks
{
    public static Marking Mark(this LabelGate gate, SecurityLabel label)
    {
        var classification = gate.Policies.Find(label.PolicyId)?.Find(label.Classification);
        var marking = gate.MarkingOf(label);
        // A policy may want no marking for a classification; a list without words there would look like a fault.
        return new(marking.Text.Length > 0 ? marking.Text : classification?.Name ?? "NO MARKING", classification?.Hierarchy, marking.Background);
    }

    /// <summary>Null for a number that stands for no label the viewer may see.</summary>
    public static async Task<Marking?> MarkAsync(this LabelGate gate, int? number, Viewer viewer, CancellationToken cancellationToken) =>
        number is { } known && await gate.FindAsync(known, viewer, cancellationToken) is { } label ? gate.Mark(label) : null;

    /// <summary>The highest of what a list shows, for the banner around it.</summary>
    public static Marking? Highest(IEnumerable<Marking?> markings) => markings.OfType<Marking>().MaxBy(marking => marking.Level ?? -1);
}
