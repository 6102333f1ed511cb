using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>One line of a list of drafts.</summary>
/// <param name="Draft">What the list shows.</param>
/// <param name="Marking">The words of its label; null while none is chosen.</param>
public sealed record DraftLine(DraftRow Draft, LabelDisplay? Marking)
{
    public string Subject => Draft.Subject.Trim().Length == 0 ? "(no subject yet)" : Draft.Subject;

    public static async Task<IReadOnlyList<DraftLine>> ManyAsync(
        IEnumerable<DraftRow> drafts,
        LabelAccess gate,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var lines = new List<DraftLine>();
        foreach (var draft in drafts)
            lines.Add(new(draft, await gate.MarkAsync(draft.LabelId, actor, cancellationToken)));
        return lines;
    }
}
