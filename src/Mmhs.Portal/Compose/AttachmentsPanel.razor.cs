using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Compose;

public sealed partial class AttachmentsPanel : IDisposable
{
    private const int MostAtOnce = 50;

    private readonly CancellationTokenSource leaving = new();
    private ImmutableArray<Refusal> own = [];
    private string receiving = "";
    private bool busy;
    private int round;

    [Inject]
    public required ComposeLimits Limits { get; set; }

    [Parameter, EditorRequired]
    public required ImmutableArray<Attachment> Value { get; set; }

    [Parameter]
    public EventCallback<ImmutableArray<Attachment>> ValueChanged { get; set; }

    /// <summary>Keeps the octets of a file: name, media type, octets. Null when it was not taken.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string, byte[], CancellationToken, Task<Attachment?>> Keep { get; set; }

    [Parameter]
    public IReadOnlyList<Refusal> Refusals { get; set; } = [];

    private long Used => Value.Sum(file => file.Size);

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    private Dictionary<string, object> Input(FieldWiring wiring) =>
        new(wiring.Attributes, StringComparer.Ordinal) { ["multiple"] = true, ["disabled"] = busy };

    private async Task AttachAsync(InputFileChangeEventArgs chosen)
    {
        own = [];
        if (chosen.FileCount > MostAtOnce)
        {
            own = [DraftRefusals.TooManyFiles.Of(chosen.FileCount, MostAtOnce)];
            return;
        }
        busy = true;
        try
        {
            foreach (var file in chosen.GetMultipleFiles(MostAtOnce))
            {
                receiving = file.Name;
                StateHasChanged();
                await AttachAsync(file);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Left meanwhile: what was taken so far stays with the draft.
        }
        finally
        {
            busy = false;
            round++; // a new input, so that the same file may be chosen again
        }
    }

    private async Task AttachAsync(IBrowserFile file)
    {
        var room = Limits.MaxAttachmentOctets - Used;
        if (file.Size > room)
        {
            Refuse(DraftRefusals.FileTooLarge.Of(file.Name, Octets.Text(file.Size), Octets.Text(room)));
            return;
        }
        using var octets = new MemoryStream((int)file.Size);
        try
        {
            await using var stream = file.OpenReadStream(Math.Max(room, 1), leaving.Token);
            await stream.CopyToAsync(octets, leaving.Token);
        }
        catch (IOException)
        {
            Refuse(DraftRefusals.FileUnreadable.Of(file.Name));
            return;
        }
        var type = file.ContentType.Length > 0 ? file.ContentType.ToLowerInvariant() : "application/octet-stream";
        if (await Keep(file.Name, type, octets.ToArray(), leaving.Token) is { } kept)
            await ValueChanged.InvokeAsync(Value.Add(kept));
        else
            Refuse(DraftRefusals.FileNotTaken.Of(file.Name));
    }

    private void Refuse(Refusal refusal) => own = own.Add(refusal);
}
