using Bunit;
using Mmhs.Hosting;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Portal.Tests.Shared;

namespace Mmhs.Portal.Tests.Compose;

/// <summary>The label picker: only what may be held, and never a choice nobody made.</summary>
public sealed class LabelPanelTests : ControlTest
{
    private const string Northland = "1.3.6.1.4.1.32473.10.1";

    private static readonly PolicyCatalog Policies = PolicyFolder.Load(Path.Combine(AppContext.BaseDirectory, "policies"));

    private SecurityLabel? label;

    [Fact]
    public void Nothing_is_chosen_beforehand()
    {
        var panel = Panel([]);

        Assert.Empty(panel.FindAll("input[checked]"));
        Assert.Null(label);
    }

    [Fact]
    public void A_policy_alone_is_no_label()
    {
        var panel = Panel([]);

        Choose(panel, "NORTHLAND");

        Assert.Null(label);
        Assert.Empty(panel.FindAll("input[name=label-classification][checked]"));
    }

    [Fact]
    public void What_the_author_does_not_hold_is_not_offered()
    {
        var panel = Panel([]);

        Choose(panel, "NORTHLAND");

        Assert.Equal(["UNMARKED", "UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET"], Classifications(panel));
    }

    [Fact]
    public void What_an_addressee_does_not_hold_is_not_offered()
    {
        var panel = Panel([
            [UpTo(2)],
        ]);

        Choose(panel, "NORTHLAND");

        Assert.Equal(["UNMARKED", "UNCLASSIFIED", "RESTRICTED"], Classifications(panel));
    }

    [Fact]
    public void A_complete_label_is_told()
    {
        var panel = Panel([]);

        Choose(panel, "NORTHLAND");
        Choose(panel, "SECRET");
        Choose(panel, "CRIMSON");

        Assert.Equal(new SecurityLabel(Northland, 4, null, [new(Northland + ".1", TagKind.Restrictive, 1)]), label);
        Assert.Equal("NORTHLAND SECRET CRIMSON", panel.Find(".label-banner").TextContent);
    }

    [Fact]
    public void A_compartment_goes_with_the_classification_it_needs()
    {
        var panel = Panel([]);
        Choose(panel, "NORTHLAND");
        Choose(panel, "SECRET");
        Choose(panel, "CRIMSON");

        Choose(panel, "RESTRICTED");

        Assert.Equal(new SecurityLabel(Northland, 2), label);
    }

    [Fact]
    public void A_label_is_not_lowered_because_an_addressee_may_not_hold_it()
    {
        var panel = Panel([]);
        Choose(panel, "NORTHLAND");
        Choose(panel, "SECRET");
        Choose(panel, "CRIMSON");

        panel.Render(p =>
            p.Add(
                x => x.Readers,
                [
                    [UpTo(2)],
                ]
            )
        );
        Choose(panel, "STAFF");

        Assert.Equal(4, label!.Classification);
        Assert.Contains(label.Categories, category => category.TagSetId == Northland + ".1");
        Assert.Contains("not for every addressee", panel.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<LabelPanel> Panel(IReadOnlyCollection<IReadOnlyCollection<Clearance>> readers) =>
        Render<LabelPanel>(p =>
            p.Add(x => x.Policies, Policies)
                .Add(x => x.Author, [UpTo(4)])
                .Add(x => x.Readers, readers)
                .Add(
                    x => x.Mark,
                    chosen => new LabelDisplay(Messages.Policy.Marking.Of(Policies.Find(chosen.PolicyId)!, chosen).Text)
                )
                .Add(x => x.ValueChanged, chosen => label = chosen)
        );

    private static void Choose(IRenderedComponent<LabelPanel> panel, string words) =>
        panel
            .FindAll(".choices label")
            .First(choice => choice.TextContent.Trim().StartsWith(words, StringComparison.Ordinal))
            .QuerySelector("input")!
            .Change(true);

    private static IEnumerable<string> Classifications(IRenderedComponent<LabelPanel> panel) =>
        panel.FindAll("input[name=label-classification]").Select(input => input.ParentElement!.TextContent.Trim());

    private static Clearance UpTo(int highest) =>
        new(Northland, [.. Enumerable.Range(0, highest + 1)], [new(Northland + ".1", TagKind.Restrictive, 1)]);
}
