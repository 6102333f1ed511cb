namespace Mmhs.Portal.Shared.Controls;

/// <summary>Short words about what just happened, shown in a corner and read aloud; one per circuit.</summary>
/// <remarks>Never the only place a refusal stands: it passes, and a refusal belongs beside its remedy.</remarks>
public sealed class Notices
{
    private readonly List<Notice> shown = [];
    private int last;

    public event Action? Changed;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Notice> Shown => shown;

    /// <summary>Something was done, or arrived. Goes away by itself.</summary>
    public void ShowInfo(string text) => Add(text, NoticeKind.Done);

    /// <summary>Something needs a look. Stays until it is dismissed, and interrupts a screen reader.</summary>
    public void ShowWarning(string text) => Add(text, NoticeKind.Warning);

    public void Dismiss(Notice notice)
    {
        if (shown.Remove(notice))
            Changed?.Invoke();
    }

    private void Add(string text, NoticeKind kind)
    {
        // More than four at once are not read but clicked away.
        if (shown.Count == 4)
            shown.RemoveAt(0);
        shown.Add(new(++last, text, kind));
        Changed?.Invoke();
    }
}

/// <summary>One line in the corner; the number tells two with the same words apart.</summary>
public sealed record Notice(int Number, string Text, NoticeKind Kind);

public enum NoticeKind
{
    Done,
    Warning,
}
