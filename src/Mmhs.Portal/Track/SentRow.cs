using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Track;

/// <summary>A line of the sent list with the words and colour of its label.</summary>
public sealed record SentRow(SentLine Line, Marking? Marking)
{
    public string Key => Line.Release.Id.ToString();

    public string Subject => Line.Release.Subject.Trim().Length == 0 ? "(no subject)" : Line.Release.Subject;

    /// <summary>How its addressees stand together; what went wrong is said first.</summary>
    public string Progress
    {
        get
        {
            if (Line.Release.Failure is not null) return "not sent";
            var parts = new List<string>();
            if (Line.Failed > 0) parts.Add($"{Line.Failed} failed");
            if (Line.Late > 0) parts.Add($"{Line.Late} late");
            if (Line.Overdue > 0) parts.Add($"{Line.Overdue} overdue");
            parts.Add($"{Line.Delivered} of {Line.Addressees} delivered");
            return string.Join(", ", parts);
        }
    }

    public bool IsAmiss => Line.Release.Failure is not null || Line.Failed > 0 || Line.Overdue > 0;

    public bool IsThere => Line.Delivered == Line.Addressees;

    public static async Task<IReadOnlyList<SentRow>> ManyAsync(IEnumerable<SentLine> lines, LabelGate gate, Viewer viewer, CancellationToken cancellationToken)
    {
        var rows = new List<SentRow>();
        foreach (var line in lines) rows.Add(new(line, await gate.MarkAsync(line.Release.LabelId, viewer, cancellationToken)));
        return rows;
    }
}
