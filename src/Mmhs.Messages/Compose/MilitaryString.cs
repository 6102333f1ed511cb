namespace Mmhs.Messages.Compose;

/// <summary>The character rules RFC 6477 §4 imports from RFC 2156 §3.3.3.</summary>
public static class MilitaryString
{
    /// <summary>Longest <c>military-string</c>, in characters (RFC 6477 §4).</summary>
    public const int MaxLength = 69;

    public static bool IsPrintable(char c) =>
        char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c, StringComparison.Ordinal);

    /// <summary>1 to 69 of the permitted characters, with no blank at either end: those are not part of the value (RFC 6477 §3.7).</summary>
    public static bool IsValid(string text)
    {
        if (text.Length is 0 or > MaxLength || text[0] == ' ' || text[^1] == ' ')
            return false;
        foreach (var c in text)
            if (!IsPrintable(c))
                return false;
        return true;
    }
}
