using Bunit;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

public sealed class FieldTests : ControlTest
{
    private static readonly RenderFragment<FieldWiring> Input = wiring =>
        builder =>
        {
            builder.OpenElement(0, "input");
            builder.AddMultipleAttributes(1, wiring.Attributes);
            builder.CloseElement();
        };

    [Fact]
    public void Label_hint_and_error_are_tied_to_the_control()
    {
        var field = Render<Field>(p =>
            p.Add(f => f.Id, "subject")
                .Add(f => f.Label, "Subject")
                .Add(f => f.Hint, "One line.")
                .Add(f => f.Error, "Write a subject.")
                .Add(f => f.Required, true)
                .Add(f => f.ChildContent, Input)
        );

        var input = field.Find("input");
        Assert.Equal("subject", field.Find("label").GetAttribute("for"));
        Assert.Equal("subject", input.Id);
        Assert.Equal("subject-hint subject-error", input.GetAttribute("aria-describedby"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("true", input.GetAttribute("aria-required"));
        Assert.Equal("Write a subject.", field.Find("#subject-error span").TextContent);
    }

    [Fact]
    public void Nothing_is_described_where_there_is_nothing_to_say()
    {
        var input = Render<Field>(p => p.Add(f => f.Id, "subject").Add(f => f.Label, "Subject").Add(f => f.ChildContent, Input))
            .Find("input");

        Assert.False(input.HasAttribute("aria-describedby"));
        Assert.False(input.HasAttribute("aria-invalid"));
    }

    [Fact]
    public void A_field_shows_the_refusals_that_name_it_and_no_others()
    {
        var field = Render<Field>(p =>
            p.Add(f => f.Id, "to")
                .Add(f => f.Label, "Action")
                .Add(f => f.ChildContent, Input)
                .Add(f => f.Refusals, [new Refusal("CMP-001", "Name one.", "to"), new Refusal("CMP-002", "Other.", "text")])
        );

        Assert.Equal("Name one.", field.Find("#to-error span").TextContent);
    }

    [Fact]
    public void Several_controls_share_a_fieldset_and_its_legend()
    {
        var field = Render<Field>(p =>
            p.Add(f => f.Id, "precedence").Add(f => f.Label, "Precedence").Add(f => f.Group, true).Add(f => f.ChildContent, Input)
        );

        Assert.Equal("Precedence", field.Find("fieldset#precedence > legend").TextContent);
        Assert.Empty(field.FindAll("label"));
    }

    [Fact]
    public void All_refusals_stand_together_and_lead_to_their_fields()
    {
        var summary = Render<ErrorSummary>(p =>
            p.Add(s => s.Refusals, [new Refusal("CMP-001", "Name one.", "to"), new Refusal("CMP-009", "No rule fits.")])
        );

        Assert.Equal("alert", summary.Find("section").GetAttribute("role"));
        Assert.Equal("to", summary.Find("a").GetAttribute("data-focus"));
        Assert.Equal("2 things stand in the way", summary.Find("h2").TextContent);
        Assert.Contains("CMP-009", summary.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_takes_focus_with_news_and_leaves_it_alone_otherwise()
    {
        var summary = Render<ErrorSummary>(p => p.Add(s => s.Refusals, []));
        JSInterop.VerifyNotInvoke("Blazor._internal.domWrapper.focus");

        summary.Render(p => p.Add(s => s.Refusals, [new Refusal("CMP-001", "Name one.", "to")]));
        summary.Render(p => p.Add(s => s.Refusals, [new Refusal("CMP-001", "Name one.", "to")]));
        JSInterop.VerifyInvoke("Blazor._internal.domWrapper.focus", 1);

        summary.Render(p => p.Add(s => s.Refusals, [new Refusal("CMP-003", "Shorten it.", "subject")]));
        JSInterop.VerifyInvoke("Blazor._internal.domWrapper.focus", 2);
    }

    [Fact]
    public void Precedence_is_chosen_by_radio_buttons_most_urgent_first_up_to_the_roles_limit()
    {
        Precedence? chosen = null;
        var picker = Render<PrecedencePicker>(p =>
            p.AddCascadingValue(Wiring("precedence"))
                .Add(x => x.Value, Precedence.Routine)
                .Add(x => x.Highest, Precedence.Flash)
                .Add(x => x.ValueChanged, v => chosen = v)
        );

        var buttons = picker.FindAll("input[type=radio]");
        Assert.Equal(
            ["Override", "Flash", "Immediate", "Priority", "Routine", "Deferred"],
            buttons.Select(b => b.GetAttribute("value"))
        );
        Assert.True(buttons[0].HasAttribute("disabled"));
        Assert.True(buttons[4].HasAttribute("checked"));

        buttons[1].Change("Flash");
        Assert.Equal(Precedence.Flash, chosen);
    }
}
