using Bunit;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

public sealed class PickerTests : ControlTest
{
    private static readonly AddresseeChoice[] Directory =
    [
        new(new("J3 Operations", EmailAddress.Parse("j3@hq.northland.example")), "Northland HQ"),
        new(new("J3 Operations", EmailAddress.Parse("j3@bde3.northland.example")), "3rd Brigade"),
        new(new("Duty Officer", EmailAddress.Parse("duty@hq.northland.example")), "Northland HQ"),
    ];

    private IReadOnlyList<AddresseeChoice> addressees = [];
    private IReadOnlyList<SubjectIndicatorCode> codes = [];

    [Fact]
    public async Task A_whole_address_becomes_a_chip_under_the_name_the_directory_knows()
    {
        var picker = Addressees();

        Assert.Null(await Commit(picker, "duty@HQ.northland.example"));
        Assert.Equal("Duty Officer", Assert.Single(addressees).Name);
    }

    [Fact]
    public async Task An_address_nobody_knows_is_taken_as_typed()
    {
        var picker = Addressees();

        Assert.Null(await Commit(picker, "Command <command@alliance.example>"));
        Assert.Equal("command@alliance.example", Assert.Single(addressees).Name);
    }

    [Fact]
    public async Task An_exact_name_that_only_one_bears_is_taken() =>
        Assert.Equal(
            (null, "duty@hq.northland.example"),
            (await Commit(Addressees(), "duty officer"), Assert.Single(addressees).Key)
        );

    [Theory]
    [InlineData("J3 Operations")]
    [InlineData("duty")]
    [InlineData("nobody")]
    public async Task Nothing_is_guessed(string text)
    {
        var picker = Addressees();

        Assert.Equal(text, await Commit(picker, text));
        Assert.Empty(addressees);
        Assert.Contains(text, picker.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_pasted_list_the_good_is_taken_and_the_rest_comes_back()
    {
        var picker = Addressees();

        Assert.Equal("whoever", await Commit(picker, "duty@hq.northland.example; whoever, j3@bde3.northland.example"));
        Assert.Equal(["duty@hq.northland.example", "j3@bde3.northland.example"], addressees.Select(a => a.Key));
    }

    [Fact]
    public async Task The_list_says_which_question_it_answers()
    {
        var picker = Addressees();
        await Field(picker).InvokeAsync(() => Field(picker).Instance.Search("j3 "));

        Assert.Equal("j3", picker.Find("[role=listbox]").GetAttribute("data-query"));
        Assert.Equal(2, picker.FindAll("[role=option]").Count);
        Assert.Equal("true", picker.Find("[role=combobox]").GetAttribute("aria-expanded"));

        await Field(picker).InvokeAsync(() => Field(picker).Instance.Choose("j3@bde3.northland.example"));
        Assert.Equal("j3@bde3.northland.example", Assert.Single(addressees).Key);
        Assert.Empty(picker.FindAll("[role=option]"));
    }

    [Fact]
    public async Task An_overtaken_answer_is_not_shown()
    {
        var slow = new TaskCompletionSource<IReadOnlyList<AddresseeChoice>>();
        var picker = Addressees(
            (text, _) => text == "j3" ? slow.Task : Task.FromResult<IReadOnlyList<AddresseeChoice>>([Directory[2]])
        );

        var first = picker.InvokeAsync(() => Field(picker).Instance.Search("j3"));
        await picker.InvokeAsync(() => Field(picker).Instance.Search("duty"));
        slow.SetResult(Directory);
        await first;

        Assert.Equal("duty", picker.Find("[role=listbox]").GetAttribute("data-query"));
        Assert.Single(picker.FindAll("[role=option]"));
    }

    [Fact]
    public async Task The_field_itself_is_never_written_by_the_server()
    {
        var picker = Addressees();
        await Commit(picker, "nobody");

        Assert.False(picker.Find("input").HasAttribute("value"));
    }

    [Fact]
    public async Task Chips_leave_by_their_button_and_by_Backspace()
    {
        addressees = Directory;
        var picker = Addressees();

        picker.Find("button[aria-label='Remove J3 Operations <j3@hq.northland.example>']").Click();
        Assert.Equal(2, addressees.Count);

        picker.Render(p => p.Add(x => x.Value, addressees));
        await picker.InvokeAsync(() => Field(picker).Instance.RemoveLast());
        Assert.Equal("j3@bde3.northland.example", Assert.Single(addressees).Key);
    }

    [Fact]
    public async Task Codes_are_typed_in_a_row()
    {
        var picker = Codes();

        Assert.Null(await Commit(picker, "kaa LCA,kaa"));
        Assert.Equal(["KAA", "LCA"], codes.Select(c => c.Value));
    }

    [Fact]
    public async Task A_code_that_is_none_comes_back()
    {
        var picker = Codes();

        Assert.Equal("xy", await Commit(picker, "KAA xy"));
        Assert.Equal("KAA", Assert.Single(codes).Value);
        Assert.Contains("three to eight", picker.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complaint_is_taken_back_when_the_text_is_mended()
    {
        var picker = Codes();
        await Commit(picker, "xy");
        await picker.InvokeAsync(() => Field(picker).Instance.Search("xyz"));

        Assert.Empty(picker.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task A_ninth_code_is_refused()
    {
        var picker = Codes();

        Assert.Equal("AA9", await Commit(picker, "AA1 AA2 AA3 AA4 AA5 AA6 AA7 AA8 AA9"));
        Assert.Equal(SubjectIndicatorCode.MaxPerMessage, codes.Count);
    }

    private IRenderedComponent<AddresseePicker> Addressees(
        Func<string, CancellationToken, Task<IReadOnlyList<AddresseeChoice>>>? search = null
    ) =>
        Render<AddresseePicker>(p =>
            p.AddCascadingValue(Wiring("to"))
                .Add(x => x.Value, addressees)
                .Add(x => x.ValueChanged, v => addressees = v)
                .Add(
                    x => x.Search,
                    search
                        ?? (
                            (text, _) =>
                                Task.FromResult<IReadOnlyList<AddresseeChoice>>([
                                    .. Directory.Where(c =>
                                        c.Mailbox.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)
                                    ),
                                ])
                        )
                )
        );

    private IRenderedComponent<SicPicker> Codes() =>
        Render<SicPicker>(p =>
            p.AddCascadingValue(Wiring("sic")).Add(x => x.Value, codes).Add(x => x.ValueChanged, v => codes = v)
        );

    private static IRenderedComponent<TokenField> Field(IRenderedComponent<IComponent> picker) =>
        picker.FindComponent<TokenField>();

    private static Task<string?> Commit(IRenderedComponent<IComponent> picker, string text) =>
        picker.InvokeAsync(() => Field(picker).Instance.Commit(text));
}
