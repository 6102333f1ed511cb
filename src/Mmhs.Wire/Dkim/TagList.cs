using System.Collections.Frozen;

namespace Mmhs.Wire.Dkim;

/// <summary><c>tag=value; tag=value</c> (RFC 6376 §3.2): blanks around both are no part of them, a tag stands once.</summary>
internal static class TagList
{
    private const int Most = 64;

    /// <summary>Null when the text is no such list.</summary>
    public static FrozenDictionary<string, string>? Read(string text)
    {
        var pieces = text.Split(';');
        if (pieces.Length > Most)
            return null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i == pieces.Length - 1 && string.IsNullOrWhiteSpace(pieces[i]))
                break; // the last semicolon may be there
            var equals = pieces[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                return null;
            var name = pieces[i][..equals].Trim();
            if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                return null;
            if (!tags.TryAdd(name, pieces[i][(equals + 1)..].Trim()))
                return null;
        }
        return tags.Count == 0 ? null : tags.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The value without the blanks a folded line left in it.</summary>
    public static string Compact(string value) => string.Concat(value.Where(c => !char.IsWhiteSpace(c)));
}
