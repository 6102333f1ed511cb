using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>One line of a list of drafts.</summary>
/// <param name="Urgency">Governing precedence.</param>
/// <param name="Version">Of what was sent last; 0: nothing was.</param>
/// <param name="Subject">Empty when it has none.</param>
/// <param name="Marking">The words of its label; null while none is chosen.</param>
/// <param name="LastEditor">Sign-in name.</param>
internal sealed record DraftLine(
    Guid Id,
    DraftState State,
    int Version,
    int Revision,
    short Urgency,
    string Subject,
    LabelDisplay? Marking,
    string LastEditor,
    DateTimeOffset UpdatedAt
)
{
    public string Title => Subject.Trim().Length == 0 ? "(no subject yet)" : Subject;

    /// <summary>Who sent it back last; null: nobody did.</summary>
    public string? ReturnedBy { get; init; }

    /// <summary>Why; null where the reader may not see it.</summary>
    public string? ReturnReason { get; init; }

    /// <summary>Who writes in it; null: nobody.</summary>
    public DraftLock? Lock { get; init; }

    public static async Task<IReadOnlyList<DraftLine>> ManyAsync(
        IEnumerable<DraftRow> drafts,
        LabelAccess gate,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lines = new List<DraftLine>();
        foreach (var draft in drafts)
            lines.Add(
                new(
                    draft.Id,
                    draft.State,
                    draft.Version,
                    draft.Revision,
                    draft.Urgency,
                    draft.Subject,
                    await gate.MarkAsync(draft.LabelId, actor, cancellationToken),
                    draft.LastEditor,
                    draft.UpdatedAt
                )
                {
                    ReturnedBy = draft.ReturnedBy,
                    ReturnReason = draft.ReturnReason,
                    Lock = DraftLock.Of(draft, now),
                }
            );
        return lines;
    }
}
