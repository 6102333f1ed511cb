using Bunit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

public sealed class PlainTextTests : ControlTest
{
    private const string Turned = "Convoy \u202e000051\u202c vehicles";
    private const string Named = "Convoy [U+202E]000051[U+202C] vehicles";

    [Fact]
    public void A_hidden_character_is_a_boxed_name_and_the_rest_is_as_it_was()
    {
        var text = Render<PlainText>(p => p.Add(t => t.Value, Turned));

        Assert.Equal(Named, text.Find("bdi").TextContent);
        Assert.Equal(["[U+202E]", "[U+202C]"], text.FindAll(".hidden-character").Select(mark => mark.TextContent));
    }

    [Fact]
    public void Attack_the_releaser_reads_the_words_the_addressee_gets()
    {
        var form = new DraftForm
        {
            Subject = Turned,
            Text = Turned,
            To = [new(Turned, EmailAddress.Parse("j3@bde3.example"))],
            Attachments = [new("Annex\u202efdp.exe", "application/pdf", 1, new string('0', 64))],
        };
        var view = Render<ContentView>(p =>
            p.Add(v => v.Form, form).Add(v => v.From, new Mailbox("HQ", EmailAddress.Parse("j3@hq.example")))
        );

        Assert.DoesNotContain('\u202e', view.Markup);
        Assert.Equal(Named, view.Find(".message-text").TextContent);
        Assert.Equal("auto", view.Find(".message-text").GetAttribute("dir"));
        Assert.Contains(Named, view.Find(".group").TextContent, StringComparison.Ordinal);
        Assert.Contains("Annex[U+202E]fdp.exe", view.Find("table").TextContent, StringComparison.Ordinal);

        var changes = ContentDiff.Of(form with { Subject = "Convoy", Text = "Convoy" }, form, _ => "");
        var diff = Render<ChangesView>(p => p.Add(c => c.Changes, changes));
        Assert.DoesNotContain('\u202e', diff.Markup);
        Assert.Contains(
            "[U+202E]000051",
            diff.Markup.Replace("<span class=\"hidden-character\">", "", StringComparison.Ordinal)
                .Replace("</span>", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }
}
