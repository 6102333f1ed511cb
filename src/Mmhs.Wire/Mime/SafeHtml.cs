using System.Collections.Immutable;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html;
using AngleSharp.Html.Dom;
using Ganss.Xss;
using Mmhs.Messages;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Mime;

/// <summary>HTML of strangers, made harmless: words, tables, lists and the message's own pictures; nothing that runs, loads, asks or leaves its place.</summary>
/// <remarks>
/// What is not on a list is not let through. Still to be shown in a sandboxed frame only: this is the second wall, not the only one.
/// Links go nowhere but to a mail address or within the text; where one would have gone elsewhere, the place stands behind it in words.
/// </remarks>
public sealed record SafeHtml
{
    /// <summary>Longer than any text a person reads; beyond these limits the plain text is shown instead.</summary>
    private const int MaxCharacters = 2 << 20;
    private const int MaxTags = 20_000;
    private const int MaxDepth = 128;
    private const int LongestTarget = 200;

    private static readonly string[] Tags =
    [
        "a",
        "abbr",
        "address",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ];

    // what stands in them is not for reading, or not in this form; they go with all they hold
    private const string NoWords =
        "script, style, title, template, noscript, noframes, noembed, iframe, frame, frameset, object, embed, applet, audio, video, canvas, svg, math, select, textarea, button, input, datalist, xmp, plaintext, portal, map, link, meta, base";

    // no id, name or class: they could be taken for ours
    private static readonly string[] Attributes =
    [
        "align",
        "alt",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "color",
        "colspan",
        "dir",
        "height",
        "href",
        "lang",
        "nowrap",
        "rowspan",
        "scope",
        "size",
        "span",
        "src",
        "start",
        "style",
        "title",
        "valign",
        "width",
    ];

    // none that takes a place of its own, covers something, or names a resource
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

    private static readonly HtmlSanitizer Sanitizer = new(
        new HtmlSanitizerOptions
        {
            AllowedTags = Set(Tags),
            AllowedAttributes = Set(Attributes),
            AllowedCssProperties = Set(Properties),
            AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
            AllowedSchemes = Set("mailto", "cid", "http", "https"), // those of the web only until they have been put into words below
            UriAttributes = Set("href", "src"),
        }
    )
    {
        KeepChildNodes = true, // words in an element we do not know are still words
        AllowDataAttributes = false,
        AllowCssCustomProperties = false,
    };

    private SafeHtml(string markup, ImmutableArray<string> contentIds, int remoteLeftOut) =>
        (Markup, ContentIds, RemoteLeftOut) = (markup, contentIds, remoteLeftOut);

    /// <summary>The inside of a body.</summary>
    public string Markup { get; }

    /// <summary>Of the pictures that are shown.</summary>
    public ImmutableArray<string> ContentIds { get; }

    /// <summary>How many references to somewhere else were left out.</summary>
    public int RemoteLeftOut { get; }

    /// <summary>Null when it is too long, too deep or no HTML that can be read: the plain text is shown then. Never throws.</summary>
    /// <param name="html">As it came.</param>
    /// <param name="pictureOf">The address under which we serve the picture with a Content-ID (RFC 2392); null when there is none. What it gives is trusted.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Whatever a parser makes of hostile text, the page must go on."
    )]
    public static SafeHtml? From(string html, Func<string, string?> pictureOf)
    {
        if (html.Length > MaxCharacters)
            return null;
        try
        {
            var measure = HtmlMeasure.Of(html);
            if (measure.Tags > MaxTags || measure.Depth > MaxDepth)
                return null;
            using var document = Sanitizer.HtmlParserFactory().ParseDocument(html);
            foreach (var element in document.QuerySelectorAll(NoWords).ToList())
                element.Remove();
            if (document.Body is not { } body)
                return null;
            Sanitizer.SanitizeDom(document, body);
            var pictures = Pictures(body, pictureOf);
            Links(body);
            Reveal(body);
            return new(body.ChildNodes.ToHtml(HtmlMarkupFormatter.Instance), pictures, measure.Remote);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static ImmutableArray<string> Pictures(IElement body, Func<string, string?> pictureOf)
    {
        var shown = ImmutableArray.CreateBuilder<string>();
        foreach (var element in body.QuerySelectorAll("[src]").ToList())
        {
            var source = element.GetAttribute("src")!.Trim();
            element.RemoveAttribute("src");
            if (element is not IHtmlImageElement || !source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase))
                continue;
            var id = Uri.UnescapeDataString(source[4..]);
            if (pictureOf(id) is not { } address)
                continue;
            element.SetAttribute("src", address);
            shown.Add(id);
        }
        // a picture that is not there is said, not drawn as a broken one
        foreach (var picture in body.QuerySelectorAll("img").Where(picture => !picture.HasAttribute("src")).ToList())
        {
            var words = DisplayText.Reveal(picture.GetAttribute("alt") ?? "");
            picture.Replace(body.Owner!.CreateTextNode(words.Length > 0 ? $"[{words}]" : ""));
        }
        return [.. shown.Distinct(StringComparer.Ordinal)];
    }

    private static void Links(IElement body)
    {
        foreach (var element in body.QuerySelectorAll("[href]").ToList())
        {
            var target = element.GetAttribute("href")!.Trim();
            if (
                element is IHtmlAnchorElement
                && (target.StartsWith('#') || target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            )
                continue;
            element.RemoveAttribute("href");
            var words = DisplayText.Reveal(Characters.Cut(target, LongestTarget));
            if (
                !target.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                || element.TextContent.Contains(words, StringComparison.OrdinalIgnoreCase)
            )
                continue;
            element.After(body.Owner!.CreateTextNode($" ({words})"));
        }
    }

    // The same text as in the plain view: what is not seen is named, in the words and in what is said of a picture.
    private static void Reveal(IElement body)
    {
        foreach (var text in body.Descendants().OfType<IText>().ToList())
            if (HiddenCharacters.Reveal(text.Data) is var shown && shown != text.Data)
                text.Data = shown;
        foreach (var element in body.QuerySelectorAll("[alt], [title]"))
        foreach (var name in new[] { "alt", "title" })
            if (element.GetAttribute(name) is { } said)
                element.SetAttribute(name, HiddenCharacters.Reveal(said));
    }

    private static HashSet<string> Set(params string[] words) => new(words, StringComparer.OrdinalIgnoreCase);
}
