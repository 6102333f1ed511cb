using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Messages.Compose;

/// <summary>A subject indicator code (SIC), which tells the receiving staff who is to have the message.</summary>
/// <remarks>
/// What we originate is <c>[A-Z0-9]</c>, three to eight characters; reception follows the wider ABNF of RFC 6477 §3.3 in the header parser.
/// A message may carry <see cref="MaxPerMessage"/>; more might be lost at a gateway (ACP 123 as cited by RFC 6477 §3.3).
/// </remarks>
public sealed record SubjectIndicatorCode
{
    public const int MaxPerMessage = 8;

    private SubjectIndicatorCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SubjectIndicatorCode? code)
    {
        code = null;
        if (text is null)
            return false;
        var upper = text.Trim().ToUpperInvariant();
        if (upper.Length is < 3 or > 8)
            return false;
        foreach (var c in upper)
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
                return false;
        code = new(upper);
        return true;
    }

    public override string ToString() => Value;
}
