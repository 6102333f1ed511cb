using System.Globalization;

namespace Mmhs.Wire.Headers;

/// <summary>Walks over an unfolded field body, rule by rule (RFC 5322 §3.2).</summary>
internal ref struct FieldScanner(string text)
{
    private int _at;

    public readonly bool AtEnd => _at == text.Length;

    /// <summary>The next character; NUL at the end, which no body contains.</summary>
    public readonly char Next => AtEnd ? '\0' : text[_at];

    /// <summary>Skips blanks; true when there were any.</summary>
    public bool SkipFws()
    {
        var start = _at;
        while (Next is ' ' or '\t')
            _at++;
        return _at > start;
    }

    /// <summary>Skips blanks and comments, nested ones too. False when a comment does not end.</summary>
    public bool TrySkipCfws()
    {
        SkipFws();
        while (Next == '(')
        {
            var depth = 0;
            do
            {
                switch (Next)
                {
                    case '\0':
                        return false;
                    case '(':
                        depth++;
                        break;
                    case ')':
                        depth--;
                        break;
                    case '\\':
                        _at++;
                        break;
                    default:
                        break;
                }
                if (AtEnd)
                    return false;
                _at++;
            } while (depth > 0);
            SkipFws();
        }
        return true;
    }

    public bool Take(char wanted)
    {
        if (Next != wanted || AtEnd)
            return false;
        _at++;
        return true;
    }

    /// <summary>The longest run of characters of a kind; may be empty.</summary>
    public string TakeWhile(Func<char, bool> isWanted)
    {
        var start = _at;
        while (!AtEnd && isWanted(text[_at]))
            _at++;
        return text[start.._at];
    }

    /// <summary>RFC 6477 §4 nonneg-integer: no sign, no leading zero; null for none and for what no int holds.</summary>
    public int? TakeInteger()
    {
        var digits = TakeWhile(char.IsAsciiDigit);
        if (digits.Length > 1 && digits[0] == '0')
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The content of a quoted-string; null when there is none or it does not end.</summary>
    public string? TakeQuoted()
    {
        if (!Take('"'))
            return null;
        var content = new System.Text.StringBuilder();
        while (!AtEnd)
        {
            var c = text[_at++];
            if (c == '"')
                return content.ToString();
            if (c == '\\')
            {
                if (AtEnd)
                    return null;
                c = text[_at++];
            }
            content.Append(c);
        }
        return null;
    }
}
