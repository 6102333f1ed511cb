using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Shared.Layout;

/// <summary>Knows every marking now shown on the page, and which is the highest: the frame shows that one, top and bottom.</summary>
/// <remarks>
/// Belongs to one layout and is cascaded by it. A marking without a level never hides one that has a level;
/// it is shown only where nothing higher is.
/// </remarks>
public sealed class PageMarking
{
    private readonly Dictionary<object, LabelDisplay> shown = [];

    /// <summary>Raised when <see cref="Highest"/> is another one than before.</summary>
    public event Action? Changed;

    /// <summary>Null while the page shows nothing that is marked.</summary>
    public LabelDisplay? Highest { get; private set; }

    /// <summary>Says what <paramref name="holder"/> shows now; null when it shows nothing marked any more.</summary>
    public void Show(object holder, LabelDisplay? marking)
    {
        if (marking is null)
            shown.Remove(holder);
        else
            shown[holder] = marking;

        var highest = shown.Values.MaxBy(m => m.Level ?? -1);
        if (highest == Highest)
            return;
        Highest = highest;
        Changed?.Invoke();
    }
}
