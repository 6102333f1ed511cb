using MimeKit.Text;

namespace Mmhs.Wire.Mime;

/// <summary>How much an HTML text is, before anybody builds a tree of it.</summary>
/// <param name="Tags">Start tags.</param>
/// <param name="Depth">The greatest number of elements open at once, of those that do not close by themselves.</param>
/// <param name="Remote">References to something outside the message that a browser would have loaded.</param>
internal readonly record struct HtmlMeasure(int Tags, int Depth, int Remote)
{
    private static readonly HashSet<HtmlTagId> Void =
    [
        HtmlTagId.Area,
        HtmlTagId.Base,
        HtmlTagId.Br,
        HtmlTagId.Col,
        HtmlTagId.Embed,
        HtmlTagId.HR,
        HtmlTagId.Image,
        HtmlTagId.Input,
        HtmlTagId.Link,
        HtmlTagId.Meta,
        HtmlTagId.Param,
        HtmlTagId.Source,
        HtmlTagId.Track,
        HtmlTagId.Wbr,
    ];

    // the next of their kind ends them (HTML §13.1.2.4); inside SVG and MathML it does not
    private static readonly HashSet<HtmlTagId> SelfClosing =
    [
        HtmlTagId.P,
        HtmlTagId.LI,
        HtmlTagId.TD,
        HtmlTagId.TH,
        HtmlTagId.TR,
        HtmlTagId.DT,
        HtmlTagId.DD,
        HtmlTagId.Option,
        HtmlTagId.TBody,
        HtmlTagId.THead,
        HtmlTagId.Tfoot,
    ];

    private static readonly string[] Loading = ["src", "srcset", "background", "poster", "data"];

    public static HtmlMeasure Of(string html)
    {
        var foreign =
            html.Contains("<svg", StringComparison.OrdinalIgnoreCase)
            || html.Contains("<math", StringComparison.OrdinalIgnoreCase);
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        int tags = 0,
            depth = 0,
            deepest = 0,
            remote = 0;
        using var reader = new StringReader(html);
        var tokenizer = new HtmlTokenizer(reader);
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is not HtmlTagToken tag)
                continue;
            if (!tag.IsEndTag)
            {
                tags++;
                remote += tag.Attributes.Count(attribute => IsRemote(tag, attribute));
            }
            if (Void.Contains(tag.Id) || (!foreign && SelfClosing.Contains(tag.Id)))
                continue;
            var count = open.GetValueOrDefault(tag.Name);
            if (!tag.IsEndTag)
            {
                open[tag.Name] = count + 1;
                deepest = Math.Max(deepest, ++depth);
            }
            else if (count > 0)
            {
                open[tag.Name] = count - 1;
                depth--;
            }
        }
        return new(tags, deepest, remote);
    }

    private static bool IsRemote(HtmlTagToken tag, HtmlAttribute attribute) =>
        (
            Loading.Contains(attribute.Name, StringComparer.OrdinalIgnoreCase)
            || (tag.Id == HtmlTagId.Link && attribute.Name.Equals("href", StringComparison.OrdinalIgnoreCase))
        )
        && attribute.Value?.TrimStart() is { } value
        && (
            value.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("//", StringComparison.Ordinal)
            || value.StartsWith("ftp:", StringComparison.OrdinalIgnoreCase)
        );
}
