using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>The page's pre-flight: asked where the page reviews anyway, and its remedies.</summary>
public sealed partial class ComposePage
{
    private ImmutableArray<PreFlightItem> preFlight = [];
    private int remedies; // the text field is the browser's own; it is made anew for a text that changed here

    [Inject]
    public required PreFlightDesk PreFlightDesk { get; set; }

    private async Task FixAsync(PreFlightItem item)
    {
        if (keeper is null || item.Fix is not { } fix)
            return;
        if (words is not null)
            await words.FlushAsync(Leaving);
        var mended = fix.Apply(keeper.Form);
        if (mended.Text != keeper.Form.Text)
            remedies++;
        await ChangeAsync(mended, item.Field);
    }

    // A remedy in a field the template holds fast would only be refused.
    private IEnumerable<PreFlightItem> Offered(IEnumerable<PreFlightItem> items) =>
        items.Select(item => item.Field is { } field && IsLocked(field) ? item with { Fix = null } : item);
}
