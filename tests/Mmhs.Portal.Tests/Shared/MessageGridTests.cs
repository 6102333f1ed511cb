using Bunit;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

public sealed class MessageGridTests : ControlTest
{
    private string? selected;
    private string? opened;
    private int loads;

    [Fact]
    public void Rows_are_numbered_and_known_by_their_key()
    {
        var grid = Grid(total: 10_000, more: true);

        Assert.Equal("10001", grid.Find("table").GetAttribute("aria-rowcount"));
        Assert.Equal(["a", "b"], grid.FindAll("tbody tr").Select(r => r.GetAttribute("data-key")));
        Assert.Equal("2", grid.Find("tbody tr").GetAttribute("aria-rowindex"));
        Assert.Equal("unread", grid.Find("tbody tr").GetAttribute("data-state"));
    }

    [Fact]
    public void An_uncounted_list_says_that_it_is() =>
        Assert.Equal("-1", Grid(more: true).Find("table").GetAttribute("aria-rowcount"));

    [Fact]
    public void The_tab_stop_and_the_highlight_are_the_browsers()
    {
        var grid = Grid();

        Assert.All(
            grid.FindAll("tbody tr"),
            row => Assert.False(row.HasAttribute("tabindex") || row.HasAttribute("aria-selected"))
        );
        JSInterop.VerifyInvoke("mmhs.grid", 1);
    }

    [Fact]
    public async Task Selecting_and_opening_reach_the_page_and_unknown_keys_do_not()
    {
        var grid = Grid();

        await grid.InvokeAsync(() => grid.Instance.Select("b"));
        await grid.InvokeAsync(() => grid.Instance.Open("a"));
        await grid.InvokeAsync(() => grid.Instance.Select("gone"));

        Assert.Equal(("b", "a"), (selected, opened));
    }

    [Fact]
    public async Task More_is_asked_for_once_at_a_time()
    {
        var loading = new TaskCompletionSource();
        var grid = Grid(
            more: true,
            load: () =>
            {
                loads++;
                return loading.Task;
            }
        );

        var first = grid.InvokeAsync(grid.Instance.More);
        await grid.InvokeAsync(grid.Instance.More);
        loading.SetResult();
        await first;

        Assert.Equal(1, loads);
    }

    [Fact]
    public void An_empty_list_says_so() => Assert.Contains("Nothing here", Grid(items: []).Markup, StringComparison.Ordinal);

    private IRenderedComponent<MessageGrid<string>> Grid(
        string[]? items = null,
        int? total = null,
        bool more = false,
        Func<Task>? load = null
    ) =>
        Render<MessageGrid<string>>(p =>
            p.Add(g => g.Items, items ?? ["a", "b"])
                .Add(g => g.Key, i => i)
                .Add(g => g.Label, "Inbox")
                .Add(g => g.Header, "<th>Subject</th>")
                .Add(g => g.Row, i => $"<td>{i}</td>")
                .Add(g => g.State, i => i == "a" ? "unread" : null)
                .Add(g => g.Empty, "Nothing here")
                .Add(g => g.Total, total)
                .Add(g => g.HasMore, more)
                .Add(g => g.LoadMore, load ?? (() => Task.CompletedTask))
                .Add(g => g.SelectedChanged, k => selected = k)
                .Add(g => g.Opened, i => opened = i)
        );
}
