using Bunit;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

public sealed class MessageTableTests : ControlTest
{
    private static readonly IReadOnlyList<MessageColumn<string>> Columns =
    [
        MessageColumns.Precedence((string i) => i == "a" ? 3 : null),
        MessageColumns.Subject<string>(i => $"About {i}", i => $"/inbox/{i}"),
        new("Acts", i => builder => builder.AddMarkupContent(0, $"<button>{i}</button>")) { IsHeadingHidden = true },
    ];

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
    public void Each_column_has_its_heading_and_its_class_in_every_row()
    {
        var grid = Grid();

        Assert.Equal(["col", "col", "col"], grid.FindAll("th").Select(th => th.GetAttribute("scope")));
        Assert.Equal(["Precedence", "Subject", "Acts"], grid.FindAll("th").Select(th => th.TextContent.Trim()));
        Assert.Equal("Acts", grid.Find("th .visually-hidden").TextContent);
        Assert.Equal(["fit", "fill", "fit"], grid.FindAll("tbody tr:first-child td").Select(td => td.ClassName));
        Assert.Equal(["IMMEDIATE", ""], grid.FindAll("tbody td:first-child").Select(td => td.TextContent.Trim()));
        Assert.Equal("-1", grid.Find("td.fill a[href='/inbox/a']").GetAttribute("tabindex"));
    }

    [Fact]
    public void A_list_whose_rows_do_not_open_is_a_table_as_any_other()
    {
        var table = Render<MessageTable<string>>(p =>
            p.Add(g => g.Items, ["a"]).Add(g => g.Key, i => i).Add(g => g.Label, "Held").Add(g => g.Columns, Columns)
        );

        Assert.False(table.Find("table").HasAttribute("role") || table.Find("table").HasAttribute("data-grid"));
        Assert.Equal("0", table.Find("[role=region][aria-label=Held]").GetAttribute("tabindex"));
        JSInterop.VerifyNotInvoke("mmhs.grid");
    }

    [Fact]
    public void A_column_of_a_part_stands_in_a_list_of_wholes()
    {
        var whole = Columns[1].Of((KeyValuePair<string, int> pair) => pair.Key);

        Assert.Equal("About a", Render(whole.Cell(new("a", 1))).Find("a").TextContent);
        Assert.Equal(("Subject", "fill"), (whole.Heading, whole.Class));
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

    private IRenderedComponent<MessageTable<string>> Grid(
        string[]? items = null,
        int? total = null,
        bool more = false,
        Func<Task>? load = null
    ) =>
        Render<MessageTable<string>>(p =>
            p.Add(g => g.Items, items ?? ["a", "b"])
                .Add(g => g.Key, i => i)
                .Add(g => g.Label, "Inbox")
                .Add(g => g.Columns, Columns)
                .Add(g => g.State, i => i == "a" ? "unread" : null)
                .Add(g => g.Empty, "Nothing here")
                .Add(g => g.Total, total)
                .Add(g => g.HasMore, more)
                .Add(g => g.LoadMore, load ?? (() => Task.CompletedTask))
                .Add(g => g.SelectedChanged, k => selected = k)
                .Add(g => g.Opened, i => opened = i)
        );
}
