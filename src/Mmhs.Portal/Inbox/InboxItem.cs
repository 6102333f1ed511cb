using System.Globalization;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Inbox;

/// <summary>A line of the inbox as the list shows it.</summary>
public sealed record InboxItem(InboxLine Line, LabelDisplay Marking)
{
    public string Key => Line.Entry.Id.ToString(CultureInfo.InvariantCulture);

    public string Subject => Line.Entry.Subject.Trim().Length == 0 ? "(no subject)" : Line.Entry.Subject;

    public string Address => $"/inbox/{Key}";

    /// <summary>Of its row. What a later message has replaced waits for nobody: it is neither bold nor urgent, though it stays where it is.</summary>
    public string? State =>
        Line.Entry.ObsoletedBy is not null ? "handled"
        : Line.Entry.FirstReadAt is null ? "unread"
        : null;
}
