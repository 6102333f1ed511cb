using Microsoft.AspNetCore.Components;

namespace Mmhs.Portal.Shared.Controls;

/// <summary>A column of a <see cref="MessageTable{TItem}"/>. Those several pages show stand ready in <see cref="MessageColumns"/>.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Cell">
/// What stands in the cell of an item; in a table whose rows open, what takes focus there carries <c>tabindex="-1"</c>.
/// </param>
public sealed record MessageColumn<TItem>(string Heading, RenderFragment<TItem> Cell)
{
    /// <summary>Class of heading and cells: <c>fit</c> as narrow as its words, <c>fill</c> the one that gets the room.</summary>
    public string Class { get; init; } = "fit";

    /// <summary>The heading is for those who hear the table; what the cells are is seen.</summary>
    public bool IsHeadingHidden { get; init; }

    /// <summary>The same column of a list whose items hold <typeparamref name="TItem"/> and more.</summary>
    public MessageColumn<TOther> Of<TOther>(Func<TOther, TItem> item) =>
        new(Heading, other => Cell(item(other))) { Class = Class, IsHeadingHidden = IsHeadingHidden };
}
