using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Track;

/// <summary>A line of the sent list with the words and colour of its label.</summary>
internal sealed record SentRow(SentLine Line, LabelDisplay? Marking)
{
    public string Key => Line.Release.Id.ToString();

    public string Subject => Line.Release.Subject.Trim().Length == 0 ? "(no subject)" : Line.Release.Subject;

    /// <summary>How its addressees stand together; what went wrong is said first.</summary>
    public string Progress
    {
        get
        {
            if (Line.Release.Failure is not null)
                return "not sent";
            if (Line.LeavesAt is { } leaves)
                return $"waits, leaves {new DateTimeGroup(leaves)}";
            var parts = new List<string>();
            if (Line.Failed > 0)
                parts.Add($"{Line.Failed} failed");
            if (Line.Late > 0)
                parts.Add($"{Line.Late} late");
            if (Line.Overdue > 0)
                parts.Add($"{Line.Overdue} overdue");
            if (Asked > 0)
                parts.Add($"{Line.Delivered} of {Asked} delivered");
            if (Line.Unreported > 0)
                parts.Add($"{Line.Unreported} without report");
            return string.Join(", ", parts);
        }
    }

    public bool IsAmiss => Line.Release.Failure is not null || Line.Failed > 0 || Line.Overdue > 0;

    /// <summary>Everybody who was to be reported on has it. Where nobody was, it cannot be told.</summary>
    public bool IsThere => Asked > 0 && Line.Delivered == Asked;

    /// <summary>Nobody of its addressees was to be reported on, and it has left for all of them.</summary>
    public bool IsUnreported => Asked == 0;

    private int Asked => Line.Addressees - Line.Unreported;

    public static async Task<IReadOnlyList<SentRow>> ManyAsync(
        IEnumerable<SentLine> lines,
        LabelAccess gate,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<SentRow>();
        foreach (var line in lines)
            rows.Add(new(line, await gate.MarkAsync(line.Release.LabelId, actor, cancellationToken)));
        return rows;
    }
}
