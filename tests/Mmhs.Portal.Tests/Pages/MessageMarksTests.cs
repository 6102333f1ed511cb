using System.Text;
using Bunit;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Inbox;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>What changes how a message is to be taken stands in words above its times, and only then.</summary>
public sealed class MessageMarksTests : PageTest
{
    private static readonly SecurityLabel Plain = new("1.3.6.1.4.1.32473.10.1", 1);

    [Fact]
    public void A_message_like_any_other_has_no_marks() => Assert.Empty(Show("").FindAll(".marks"));

    [Theory]
    [InlineData("Expires: Tue, 14 May 2024 09:41:00 +0000\r\n", "EXPIRED")] // EOS-206q-dsp
    [InlineData("MMHS-Message-Type: 0 (exercise); identifier=\"NORTHERN LIGHT\"\r\n", "EXERCISE")] // EOS-212c
    [InlineData("MMHS-Message-Type: 3\r\n", "DRILL")]
    [InlineData("X400-Received: by /ADMD= /C=NO/; converted (g3-fax); Relayed; Mon, 23 Nov 2026 10:00:00 +0000\r\n", "g3-fax")] // EOS-205c
    [InlineData("Autoforwarded: true\r\n", "AUTOFORWARDED")] // EOS-206d-fld: in whatever case
    [InlineData("Incomplete-Copy:\r\n", "INCOMPLETE COPY")] // EOS-206v
    [InlineData("Supersedes: <old@example.org>\r\n", "REPLACES")] // EOS-206ab
    [InlineData("MMHS-Message-Instructions: PASS TO CO; NO REPLY\r\n", "PASS TO CO; NO REPLY")] // EOS-212g
    public void MUA_5_1_8_EOS_206d_fld_each_mark_is_shown_where_its_field_says_so(string field, string words)
    {
        Assert.Contains(words, Show(field).Find(".marks").TextContent, StringComparison.Ordinal);
        Assert.Empty(Show("Expires: Tue, 14 May 2090 09:41:00 +0000\r\n").FindAll(".marks"));
    }

    [Fact]
    public void EOS_212h_dsp_CLEAR_in_the_privacy_mark_is_said_prominently_and_only_then()
    {
        Assert.Contains(
            "not secure",
            Show("", Plain with { PrivacyMark = "CLEAR" }).Find(".marks [data-alarm=true]").TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(Show("", Plain with { PrivacyMark = "STAFF" }).FindAll(".marks"));
    }

    [Fact]
    public void EOS_206ab_an_obsolete_message_names_the_one_that_takes_its_place() =>
        Assert.Contains(
            "OBSOLETE A later message takes its place: <new@example.org>.",
            Show("", obsoletedBy: "new@example.org").Find(".marks").TextContent,
            StringComparison.Ordinal
        );

    [Fact]
    public void EOS_212i_addressees_by_other_means_stand_beside_the_others()
    {
        var shown = Show("MMHS-Other-Recipients-Indicator-To: CTF 44; HARBOUR\r\n").Markup;
        Assert.Contains("Action, by other means", shown, StringComparison.Ordinal);
        Assert.Contains("CTF 44; HARBOUR", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hundred_addressees_are_folded_and_the_readers_own_mailbox_stands_first_and_marked()
    {
        var others = string.Join(",\r\n ", Enumerable.Range(0, 200).Select(n => $"r{n}@example.org"));
        var heading = Show("", to: $"{others},\r\n B@example.org");
        var shown = heading.FindAll(".group .who");
        Assert.Equal(201, shown.Count);
        Assert.Equal("this mailbox", Assert.Single(heading.FindAll("[data-reader=true] .you")).TextContent);
        Assert.Equal("true", shown[0].GetAttribute("data-reader"));
        Assert.Equal("193 more", heading.Find("details > summary").TextContent);
        Assert.Equal(193, heading.FindAll("details .who").Count);
        Assert.Empty(
            Show("", to: string.Join(", ", Enumerable.Range(0, 10).Select(n => $"r{n}@example.org"))).FindAll("details")
        ); // a fold over two is none
    }

    private IRenderedComponent<MessageHeading> Show(
        string field,
        SecurityLabel? label = null,
        string? obsoletedBy = null,
        string to = "b@example.org"
    )
    {
        var octets = Encoding.ASCII.GetBytes(
            $"From: a@example.org\r\nTo: {to}\r\nMessage-ID: <m@example.org>\r\nSubject: s\r\n{field}\r\ntext\r\n"
        );
        var reading = MessageReader.Read(
            octets,
            new(SignerTrust.Nobody, Portal.Get<PolicyCatalog>(), TimeProvider.System.GetUtcNow())
        );
        return Render<MessageHeading>(p =>
            p.Add(
                heading => heading.Message,
                new OpenMessage(
                    ReceivedMessage.Of(new InboxRow { ObsoletedBy = obsoletedBy }),
                    "J3 Operations",
                    label ?? Plain,
                    reading
                )
                {
                    Address = "b@example.org",
                }
            )
        );
    }
}
