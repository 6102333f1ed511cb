using System.Text;
using MimeKit.Text;

namespace Mmhs.Wire.Mime;

/// <summary>The words of an HTML text: nothing of it is ever rendered.</summary>
internal static class HtmlText
{
    public static string Of(string html)
    {
        var text = new StringBuilder();
        var tokenizer = new HtmlTokenizer(new StringReader(html));
        var hidden = 0;
        while (tokenizer.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Title or HtmlTagId.Head } tag
                    when !tag.IsEmptyElement:
                    hidden = Math.Max(0, hidden + (tag.IsEndTag ? -1 : 1));
                    break;
                case HtmlTagToken
                {
                    Id: HtmlTagId.Br or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.Table
                } when hidden == 0:
                    if (text.Length > 0 && text[^1] != '\n')
                        text.Append('\n');
                    break;
                case HtmlTagToken { Id: HtmlTagId.TD or HtmlTagId.TH, IsEndTag: false } when hidden == 0:
                    // two cells are two words
                    if (text.Length > 0 && text[^1] is not ('\n' or '\t'))
                        text.Append('\t');
                    break;
                case HtmlDataToken data and not HtmlScriptDataToken and not HtmlCDataToken when hidden == 0:
                    text.Append(data.Data);
                    break;
                default:
                    break;
            }
        }
        return text.ToString().Trim();
    }
}
