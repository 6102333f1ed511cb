using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Compose;

/// <summary>A draft under the hands of its drafter: what is written, what of it is saved, and what stands against saving more.</summary>
/// <param name="opened">As the desk gave it.</param>
/// <param name="save">Saves a form at a revision, under the rights of that moment.</param>
/// <param name="time">For the moment of the last save.</param>
public sealed class DraftAutosave(OpenDraft opened, Func<int, DraftForm, Task<SaveOutcome>> save, TimeProvider time)
{
    private DraftForm saved = opened.Form;
    private Task running = Task.CompletedTask;

    public OpenDraft Opened => opened;

    public DraftForm Form { get; private set; } = opened.Form;

    /// <summary>Given back with the next act on the draft.</summary>
    public int Revision { get; private set; } = opened.Revision;

    /// <summary>Null before the first save from here.</summary>
    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>Why the last save was refused; nothing more is saved before a change, or at all after a conflict.</summary>
    public ImmutableArray<Refusal> Refused { get; private set; } = [];

    public bool IsSaved => ReferenceEquals(Form, saved);

    /// <summary>Somebody else wrote meanwhile, or the draft left our hands: only loading it again helps.</summary>
    public bool IsLost { get; private set; }

    /// <summary>
    /// The label was taken away and no other is chosen yet. Saved so, the text would be seen by everybody in the role; it waits.
    /// </summary>
    public bool AwaitsLabel => Form.Label is null && saved.Label is not null;

    public void Change(DraftForm form)
    {
        Form = form;
        if (!IsLost)
            Refused = [];
    }

    /// <summary>The draft left our hands: nothing more is saved from here, and what was not saved stays to be read.</summary>
    public void Lose(Refusal why)
    {
        Refused = [why];
        IsLost = true;
    }

    /// <summary>Saves until nothing is left to save; two at once would disagree about the revision, so a second call joins the first.</summary>
    /// <param name="cancellationToken">Ends the waiting; what was begun is saved all the same.</param>
    public Task SaveAsync(CancellationToken cancellationToken) =>
        (running.IsCompleted ? running = SaveAllAsync() : running).WaitAsync(cancellationToken);

    private async Task SaveAllAsync()
    {
        while (!IsSaved && !IsLost && !AwaitsLabel && Refused.IsEmpty && opened.State.IsEditable())
        {
            var form = Form;
            var outcome = await save(Revision, form);
            if (IsLost && !outcome.Refusals.IsEmpty)
                return;
            if (outcome.Refusals.IsEmpty)
            {
                saved = form;
                Revision = outcome.Revision;
                SavedAt = time.GetUtcNow();
            }
            else if (ReferenceEquals(form, Form) || outcome.Refusals.Any(refusal => refusal.Field is null))
            {
                Refused = outcome.Refusals;
                IsLost = outcome.Refusals.Any(refusal => refusal.Field is null);
            }
        }
    }
}
