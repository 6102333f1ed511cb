using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Messages.Compose;

/// <summary>Message-ID, the "MM identification": one per message, the same on all its copies (MMHS §3.3.5).</summary>
/// <remarks>Kept without the angle brackets. Source: RFC 5322 §3.6.4, without its obsolete forms.</remarks>
public sealed record MessageId
{
    private MessageId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads it with or without angle brackets.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out MessageId? id)
    {
        id = null;
        if (text is null)
            return false;
        text = text.Trim();
        if (text.StartsWith('<') && text.EndsWith('>'))
            text = text[1..^1];
        if (text.Length is < 3 or > 250)
            return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == text.Length - 1)
            return false;
        foreach (var c in text)
            if (c is <= ' ' or > '~' or '<' or '>')
                return false;
        id = new(text);
        return true;
    }

    public static MessageId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("This is not a message identifier of the form left@right.");

    /// <summary>With angle brackets, as in a header field.</summary>
    public override string ToString() => $"<{Value}>";
}

/// <summary>ENVID, the "message identification" of one submission (MMHS §3.3.6).</summary>
/// <remarks>
/// Kept decoded, printable US-ASCII, 1 to 100 characters once encoded as xtext (RFC 3461 §4.4); ours keep to 38 and to characters
/// that need no encoding. Case matters.
/// </remarks>
public sealed record EnvelopeId
{
    private EnvelopeId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EnvelopeId? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
            return false;
        var encoded = 0;
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
                return false;
            encoded += c is ' ' or '+' or '=' ? 3 : 1;
        }
        if (encoded > 100)
            return false;
        id = new(text);
        return true;
    }

    public static EnvelopeId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("This is not an envelope identifier (RFC 3461 §4.4).");

    public override string ToString() => Value;
}
