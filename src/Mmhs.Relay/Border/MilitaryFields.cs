using System.Collections.Frozen;
using System.Globalization;
using Mmhs.Messages.Compose;

namespace Mmhs.Relay.Border;

/// <summary>Whether the fields of RFC 6477 and RFC 7912 keep to their grammar, and what the precedence fields say.</summary>
/// <remarks>Each may be there once (RFC 6477 §3; RFC 7912 §4). Fields of that family we do not know are refused by nobody.</remarks>
internal static class MilitaryFields
{
    public const string AuthorizingUsers = "MMHS-Authorizing-Users";
    private const string Primary = "MMHS-Primary-Precedence";
    private const string Copy = "MMHS-Copy-Precedence";

    // RFC 6477 §3.1 to §3.14, in its order; RFC 7912 §4
    private static readonly FrozenDictionary<string, Func<string, bool>> Rules = new Dictionary<string, Func<string, bool>>
    {
        ["MMHS-Exempted-Address"] = body => MailboxListGrammar.TryRead(body, out _),
        ["MMHS-Extended-Authorisation-Info"] = body => MessageDate.TryRead(body, out _),
        ["MMHS-Subject-Indicator-Codes"] = body => IsMilitarySequence(body, 3, 8),
        ["MMHS-Handling-Instructions"] = body => IsMilitarySequence(body, 1, 69),
        ["MMHS-Message-Instructions"] = body => IsMilitarySequence(body, 1, 69),
        ["MMHS-Codress-Message-Indicator"] = body => TryNumber(body.Trim(), out _),
        ["MMHS-Originator-Reference"] = body => IsMilitary(body, 1, 69),
        [Primary] = body => TryPrecedence(body, out _),
        [Copy] = body => TryPrecedence(body, out _),
        ["MMHS-Message-Type"] = IsMessageType,
        ["MMHS-Other-Recipients-Indicator-To"] = body => IsMilitarySequence(body, 1, 69),
        ["MMHS-Other-Recipients-Indicator-CC"] = body => IsMilitarySequence(body, 1, 69),
        ["MMHS-Acp127-Message-Identifier"] = body => IsMilitary(body, 1, 69),
        ["MMHS-Originator-PLAD"] = body => IsMilitary(body, 1, 69),
        [AuthorizingUsers] = body => MailboxListGrammar.TryRead(body, out _),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the first field that is repeated or breaks its grammar; null when all are good.</summary>
    public static string? FirstFault(MessageHeader header)
    {
        foreach (var (name, isGood) in Rules)
        {
            var count = header.Count(name);
            if (count > 1 || (count == 1 && !isGood(header.Only(name)!))) return name;
        }
        return null;
    }

    /// <summary>The precedence that governs transfer: the primary one, else that of the copies; null when neither is there (MMHS §3.4.20).</summary>
    public static Precedence? Governing(MessageHeader header) =>
        header.Only(Primary) is { } primary && TryPrecedence(primary, out var first) ? first
        : header.Only(Copy) is { } copy && TryPrecedence(copy, out var second) ? second
        : null;

    /// <summary>The value of exactly one readable <c>MT-Priority</c> field; zero, several or an unreadable one say nothing (RFC 6758 §3.1).</summary>
    public static MtPriority? HeaderPriority(MessageHeader header) =>
        header.Only("MT-Priority") is { } body && Comments.Strip(body) is { } text && MtPriority.TryParse(text, out var priority) ? priority : null;

    // precedence = (nonneg-integer / std-precedence) [CFWS]; 6 and above are named by no policy here (RFC 6710 Appendix A)
    private static bool TryPrecedence(string body, out Precedence precedence)
    {
        precedence = default;
        if (Comments.Strip(body) is not { } text) return false;
        if (TryNumber(text, out var number))
        {
            precedence = (Precedence)Math.Min(number, byte.MaxValue);
            return number <= (int)Precedence.Override;
        }
        return text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out precedence);
    }

    private static bool IsMessageType(string body)
    {
        var semicolon = body.IndexOf(';', StringComparison.Ordinal);
        var type = Comments.Strip(semicolon < 0 ? body : body[..semicolon]);
        if (type is null || !(type.ToUpperInvariant() is "EXERCISE" or "OPERATION" or "PROJECT" or "DRILL" || (TryNumber(type, out var number) && number <= 255))) return false;
        if (semicolon < 0) return true;
        var parameter = body[(semicolon + 1)..].Trim();
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !parameter[..equals].Trim().Equals("identifier", StringComparison.OrdinalIgnoreCase)) return false;
        var value = parameter[(equals + 1)..].Trim();
        return value.Length > 2 && value[0] == '"' && value[^1] == '"' && IsMilitary(value[1..^1], 1, 69);
    }

    private static bool IsMilitarySequence(string body, int shortest, int longest) => body.Split(';').All(item => IsMilitary(item, shortest, longest));

    // RFC 6477 §3.7: blanks around it are not part of the value; RFC 2156 §3.3.3: ps-char
    private static bool IsMilitary(string text, int shortest, int longest)
    {
        var value = text.Trim();
        return value.Length >= shortest && value.Length <= longest
            && value.All(c => char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c, StringComparison.Ordinal));
    }

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 9 && (text.Length == 1 || text[0] != '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
