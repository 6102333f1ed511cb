using System.Diagnostics;
using System.Text.Json;
using AngleSharp.Html.Parser;
using CsCheck;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>What is left of hostile HTML is looked at by a parser of its own, element by element.</summary>
public sealed class SafeHtmlTests
{
    private static readonly string[] Harmful =
    [
        "script",
        "style",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "option",
        "svg",
        "math",
        "link",
        "meta",
        "base",
        "video",
        "audio",
        "source",
        "track",
        "template",
        "slot",
        "noscript",
        "plaintext",
        "xmp",
        "title",
        "portal",
        "dialog",
        "marquee",
        "canvas",
        "map",
        "area",
        "param",
        "image",
        "isindex",
        "keygen",
    ];

    private static readonly string[] Properties =
    [
        "background-color",
        "color",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "text-align",
        "text-decoration",
        "text-decoration-line",
        "vertical-align",
        "white-space",
    ];

    public static TheoryData<string> Corpora { get; } = ["html/dompurify.json", "html/naughty-strings.json"];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void MUA_5_1_2_nothing_of_a_hostile_text_can_run_load_ask_or_escape(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Testing.Corpora.File(file)));
        var payloads = document.RootElement.TryGetProperty("cases", out var cases)
            ? cases.EnumerateArray().Select(one => one.GetProperty("payload").GetString()!).ToList()
            : [.. document.RootElement.GetProperty("strings").EnumerateArray().Select(one => one.GetString()!)];
        Assert.True(payloads.Count > 70);
        Assert.InRange(payloads.Count(AssertHarmless), payloads.Count * 9 / 10, payloads.Count); // shown, not merely refused
    }

    [Fact]
    public void MUA_5_1_2_no_mixture_of_hostile_pieces_is_let_through() =>
        Gen.OneOf(
                "<svg>",
                "</svg>",
                "<math>",
                "<mtext>",
                "<mglyph>",
                "<style>",
                "</style>",
                "<table>",
                "<td>",
                "<form>",
                "</form>",
                "<noscript>",
                "<p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<!--",
                "-->",
                "<img src=x onerror=alert(1)>",
                "<img src='cid:p1'>",
                "<a href='javascript:alert(1)'>",
                "<a href=' &#106;avascript:alert(1)'>",
                "<a href='mailto:a@b'>",
                "<a href='#x'>",
                "<base href=//evil>",
                "<p style='background:url(//evil);position:fixed;color:red'>",
                "<p style='color:expression(alert(1))'>",
                "<select><option>",
                "<template>",
                "<b id=x name=cookie>",
                "</p>",
                "<![CDATA[",
                "]]>",
                "text",
                "<desc>",
                "<foreignObject>",
                "<annotation-xml encoding='text/html'>",
                "\0",
                "&lt;script&gt;",
                "<xmp>",
                "<plaintext>",
                "<iframe srcdoc='<script>x</script>'>",
                "<font color=red>",
                "\u2028"
            )
            .Array[1, 14]
            .Select(string.Concat)
            .Sample(
                html =>
                {
                    AssertHarmless(html);
                },
                iter: 3000,
                threads: 1
            );

    [Fact]
    public void MUA_5_1_2_words_tables_and_own_pictures_stay()
    {
        var safe = SafeHtml.From(
            "<html><head><title>x</title></head><body bgcolor=red><h1 onclick=x()>Move</h1><table border=1><tr><td style='color:#ff0000;position:fixed'>1</td></tr></table><img src=\"cid:p1@x\" alt=map><img src=cid:none alt=chart>"
                + "<img src=https://evil.example/t.gif><a href=https://evil.example/>here</a> <a href='mailto:a@example.org'>write</a> <a href='#x'>up</a><script>alert(1)</script></body></html>",
            id => id == "p1@x" ? "parts/1.2" : null
        )!;
        Assert.Equal(
            "<h1>Move</h1><table border=\"1\"><tbody><tr><td style=\"color: rgba(255, 0, 0, 1)\">1</td></tr></tbody></table><img src=\"parts/1.2\" alt=\"map\">[chart]"
                + "<a>here</a> (https://evil.example/) <a href=\"mailto:a@example.org\">write</a> <a href=\"#x\">up</a>",
            Normal(safe.Markup)
        );
        Assert.Equal(["p1@x"], safe.ContentIds);
        Assert.Equal(1, safe.RemoteLeftOut);

        static string Normal(string markup) =>
            new HtmlParser()
                .ParseDocument(markup)
                .Body!.InnerHtml.Replace(
                    "<img alt=\"map\" src=\"parts/1.2\">",
                    "<img src=\"parts/1.2\" alt=\"map\">",
                    StringComparison.Ordinal
                );
    }

    [Fact]
    public void MUA_5_1_2_the_HTML_of_a_message_shows_the_pictures_beside_it_and_no_others()
    {
        var octets = System.Text.Encoding.ASCII.GetBytes(
            """
            From: a@example.org
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain

            words
            --a
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: text/html

            <p>Map: <img src="cid:map@x" alt=map> <img src="cid:vector@x" alt=vector> <img src="cid:inner@x" alt=inner></p>
            --r
            Content-Type: image/png
            Content-ID: <map@x>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --r
            Content-Type: image/svg+xml
            Content-ID: <vector@x>

            <svg/>
            --r--
            --a--

            """.ReplaceLineEndings("\r\n")
        );
        var safe = MessageHtml.Of(octets, path => $"parts/{path}")!;
        Assert.Equal("<p>Map: <img alt=\"map\" src=\"parts/1.2.2\"> [vector] [inner]</p>", safe.Markup.Trim());
        Assert.Equal("words", MessageReader.Read(octets, SampleMessages.Context).Text);
    }

    [Theory]
    [InlineData("Content-Type: text/plain\r\n\r\n<b>no</b>")]
    [InlineData("Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<b>no</b>")]
    [InlineData("Content-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\n<b>no</b>")]
    [InlineData("")]
    public void Where_no_HTML_is_the_message_none_is_shown(string message) =>
        Assert.Null(MessageHtml.Of(System.Text.Encoding.ASCII.GetBytes(message), path => path));

    [Theory]
    [InlineData("<form action=//evil><section><o:p>words</o:p><input value=x></section></form>", "words")]
    [InlineData("<style>p{}</style><script>alert(1)</script><title>t</title>words", "words")]
    [InlineData("<xmp><b>raw</b></xmp>words", "words")]
    [InlineData("<b>bold<svg><text>no</text></svg></b>", "<b>bold</b>")]
    public void MUA_5_1_2_words_in_elements_that_may_not_stay_are_kept_and_programs_are_not(string html, string markup) =>
        Assert.Equal(markup, SafeHtml.From(html, _ => null)!.Markup);

    public static TheoryData<string, string> Bombs { get; } =
        new()
        {
            { "deep", string.Concat(Enumerable.Repeat("<div>", 100_000)) },
            { "deep in svg", "<svg>" + string.Concat(Enumerable.Repeat("<td>", 100_000)) },
            { "wide", string.Concat(Enumerable.Repeat("<br>", 400_000)) },
            {
                "formatting",
                string.Concat(Enumerable.Range(0, 120).Select(number => $"<font size={number}>"))
                    + string.Concat(Enumerable.Repeat("<p>", 19_000))
            },
            { "attributes", "<p " + string.Concat(Enumerable.Range(0, 100_000).Select(number => $"a{number}=1 ")) + ">" },
            { "style", $"<p style='{string.Concat(Enumerable.Repeat("color:red;", 100_000))}'>" },
            { "brackets", new string('<', 1_000_000) },
            { "comment", "<!--" + new string('-', 1_000_000) },
            { "long", new string('x', 5 << 20) },
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void No_text_takes_the_page_down(string name, string html)
    {
        var clock = Stopwatch.StartNew();
        AssertHarmless(html);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{name} took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData("<script>x</script>")]
    [InlineData("<b onclick=x>a</b>")]
    [InlineData("<a href='javascript:x'>a</a>")]
    [InlineData("<a href='https://evil.example'>a</a>")]
    [InlineData("<img src='//evil.example/x'>")]
    [InlineData("<p style='position:fixed'>a</p>")]
    [InlineData("<p style='color:url(x)'>a</p>")]
    [InlineData("<svg><circle/></svg>")]
    [InlineData("<p id=x>a</p>")]
    public void A_planted_harm_turns_it_red(string markup) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertMarkup(markup));

    /// <summary>True when there is something to show.</summary>
    private static bool AssertHarmless(string html)
    {
        if (SafeHtml.From(html, id => id == "p1" ? "parts/1" : null) is not { } safe)
            return false;
        AssertMarkup(safe.Markup);
        return true;
    }

    private static void AssertMarkup(string markup)
    {
        // twice: what a browser makes of it is what a browser makes of that again
        var once = new HtmlParser().ParseDocument($"<body>{markup}</body>");
        foreach (
            var element in new HtmlParser()
                .ParseDocument(once.DocumentElement.OuterHtml)
                .Body!.QuerySelectorAll("*")
                .Concat(once.Body!.QuerySelectorAll("*"))
        )
        {
            Assert.DoesNotContain(element.LocalName, Harmful);
            Assert.Equal("http://www.w3.org/1999/xhtml", element.NamespaceUri);
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), markup);
                Assert.DoesNotContain(
                    attribute.Name,
                    (string[])
                        [
                            "id",
                            "name",
                            "class",
                            "action",
                            "formaction",
                            "srcdoc",
                            "srcset",
                            "background",
                            "poster",
                            "data",
                            "target",
                            "ping",
                            "xlink:href",
                        ]
                );
                if (attribute.Name == "href")
                    Assert.True(
                        attribute.Value.StartsWith('#')
                            || attribute.Value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase),
                        markup
                    );
                if (attribute.Name == "src")
                    Assert.Equal("parts/1", attribute.Value);
                if (attribute.Name == "style")
                    AssertStyle(attribute.Value);
            }
        }
        Assert.Empty(once.Head!.Children);
    }

    private static void AssertStyle(string style)
    {
        Assert.DoesNotContain("url", style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\\", style, StringComparison.Ordinal);
        Assert.DoesNotContain("expression", style, StringComparison.OrdinalIgnoreCase);
        foreach (var declaration in style.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Assert.Contains(declaration.Split(':')[0].Trim().ToLowerInvariant(), Properties);
    }
}
