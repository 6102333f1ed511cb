using System.Text;

namespace Mmhs.Relay.Border;

/// <summary>Comments and blanks around the value of a field that has no quoted text (RFC 5322 §3.2.2).</summary>
internal static class Comments
{
    /// <summary>The text with each comment made a blank, and without blanks at its ends; null when a comment does not end.</summary>
    public static string? Strip(string body)
    {
        var text = new StringBuilder(body.Length);
        var depth = 0;
        for (var at = 0; at < body.Length; at++)
        {
            switch (body[at])
            {
                case '(':
                    depth++;
                    text.Append(' '); // what a comment parts does not grow together
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case '\\' when depth > 0:
                    at++;
                    break;
                default:
                    if (depth == 0) text.Append(body[at]);
                    break;
            }
        }
        return depth == 0 ? text.ToString().Trim(' ', '\t') : null;
    }
}
