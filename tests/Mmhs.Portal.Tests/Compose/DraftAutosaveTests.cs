using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Tests.Compose;

/// <summary>Saving while somebody writes.</summary>
public sealed class DraftAutosaveTests
{
    private readonly List<(int Revision, DraftForm Form)> saves = [];
    private readonly Queue<Refusal> refusals = new();
    private TaskCompletionSource? gate;

    [Fact]
    public async Task What_is_written_during_a_save_is_saved_after_it_at_the_new_revision()
    {
        var keeper = Keeper(new DraftForm());
        gate = new TaskCompletionSource();
        keeper.Change(keeper.Form with { Subject = "A" });
        var saving = keeper.SaveAsync(TestContext.Current.CancellationToken);
        keeper.Change(keeper.Form with { Subject = "AB" });
        var joined = keeper.SaveAsync(TestContext.Current.CancellationToken);
        gate.SetResult();
        await Task.WhenAll(saving, joined);

        Assert.Equal([(7, "A"), (8, "AB")], saves.Select(save => (save.Revision, save.Form.Subject)));
        Assert.True(keeper.IsSaved);
        Assert.Equal(9, keeper.Revision);
    }

    [Fact]
    public async Task After_somebody_else_wrote_nothing_more_is_saved()
    {
        var keeper = Keeper(new DraftForm());
        refusals.Enqueue(CommonRefusals.ChangedMeanwhile);
        keeper.Change(keeper.Form with { Subject = "A" });
        await keeper.SaveAsync(TestContext.Current.CancellationToken);
        keeper.Change(keeper.Form with { Subject = "AB" });
        await keeper.SaveAsync(TestContext.Current.CancellationToken);

        Assert.True(keeper.IsLost);
        Assert.Equal("ACC-003", Assert.Single(keeper.Refused).Code);
        Assert.Single(saves);
    }

    [Fact]
    public async Task A_refused_field_waits_for_a_change()
    {
        var keeper = Keeper(new DraftForm());
        refusals.Enqueue(new("CMP-020", "Not cleared.", "label"));
        keeper.Change(keeper.Form with { Subject = "A" });
        await keeper.SaveAsync(TestContext.Current.CancellationToken);
        await keeper.SaveAsync(TestContext.Current.CancellationToken);
        Assert.Single(saves);

        keeper.Change(keeper.Form with { Subject = "B" });
        await keeper.SaveAsync(TestContext.Current.CancellationToken);
        Assert.True(keeper.IsSaved);
    }

    [Fact]
    public async Task A_label_taken_away_is_not_saved_before_the_next_is_chosen()
    {
        var keeper = Keeper(new DraftForm { Label = new SecurityLabel("1.2.3", 4) });
        keeper.Change(keeper.Form with { Label = null });
        await keeper.SaveAsync(TestContext.Current.CancellationToken);
        Assert.Empty(saves);
        Assert.True(keeper.AwaitsLabel);

        keeper.Change(keeper.Form with { Label = new SecurityLabel("1.2.3", 2) });
        await keeper.SaveAsync(TestContext.Current.CancellationToken);
        Assert.True(keeper.IsSaved);
    }

    private DraftAutosave Keeper(DraftForm form) =>
        new(
            new OpenDraft(Guid.NewGuid(), 7, DraftState.Draft, form, "drafter", DateTimeOffset.UnixEpoch, null, null),
            SaveAsync,
            new FakeTimeProvider()
        );

    private async Task<SaveOutcome> SaveAsync(int revision, DraftForm form)
    {
        saves.Add((revision, form));
        if (gate is not null)
            await gate.Task;
        return refusals.TryDequeue(out var refusal) ? new(revision, [refusal]) : new(revision + 1, []);
    }
}
