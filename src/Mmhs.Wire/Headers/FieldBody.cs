using System.Text;

namespace Mmhs.Wire.Headers;

/// <summary>Puts a field body on lines of at most 78 characters where its grammar permits folds (RFC 5322 §2.1.1, §2.2.3).</summary>
internal static class FieldBody
{
    private const int PreferredLine = 78;

    /// <summary>The body with the blank after the colon and the line end; a long first element stands on the line below.</summary>
    /// <param name="name">The name of the field, whose length counts.</param>
    /// <param name="elements">Never folded themselves.</param>
    /// <param name="separator">Stands at the end of each element but the last.</param>
    public static string Of(string name, IReadOnlyList<string> elements, string separator = "")
    {
        var body = new StringBuilder();
        var column = name.Length + 1;
        for (var i = 0; i < elements.Count; i++)
        {
            var text = i == elements.Count - 1 ? elements[i] : elements[i] + separator;
            if (column + 1 + text.Length > PreferredLine)
            {
                body.Append("\r\n");
                column = 0;
            }
            body.Append(' ').Append(text);
            column += 1 + text.Length;
        }
        return body.Append("\r\n").ToString();
    }
}
