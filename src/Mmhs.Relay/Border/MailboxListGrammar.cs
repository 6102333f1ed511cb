using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Relay.Border;

/// <summary>A <c>mailbox-list</c> to its addresses (RFC 5322 §3.4), read strictly: what an entitlement hangs on has one reading.</summary>
/// <remarks>
/// No groups, no routes, no quoted local parts and no address literals: role mailboxes have none of them (see <see cref="EmailAddress"/>).
/// Comments are skipped. Display names may hold dots, which the obsolete phrase permits (RFC 5322 §4.1).
/// </remarks>
internal ref struct MailboxListGrammar
{
    /// <summary>In characters, unfolded (authorizing-users §1).</summary>
    public const int MaxLength = 16 << 10;

    public const int MaxMailboxes = 64;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private MailboxListGrammar(string text) => _text = text;

    /// <summary>False when the text is no list, is empty, or is longer than any list needs.</summary>
    public static bool TryRead(string text, out ImmutableArray<EmailAddress> addresses)
    {
        addresses = [];
        if (text.Length > MaxLength) return false;
        var grammar = new MailboxListGrammar(text);
        var read = ImmutableArray.CreateBuilder<EmailAddress>();
        while (true)
        {
            if (read.Count == MaxMailboxes || grammar.Mailbox() is not { } address) return false;
            read.Add(address);
            if (!grammar.SkipBlanks()) return false;
            if (grammar._at == text.Length) break;
            if (text[grammar._at++] != ',') return false;
        }
        addresses = read.ToImmutable();
        return true;
    }

    // mailbox = name-addr / addr-spec
    private EmailAddress? Mailbox()
    {
        if (!SkipBlanks()) return null;
        var start = _at;
        if (!SkipWords()) return null;
        if (_at < _text.Length && _text[_at] == '<')
        {
            var close = _text[_at..].IndexOf('>');
            if (close < 0) return null;
            var inner = _text.Slice(_at + 1, close - 1).Trim(" \t");
            _at += close + 1;
            return EmailAddress.TryParse(inner.ToString(), out var named) ? named : null;
        }
        return EmailAddress.TryParse(Comments.Strip(_text[start.._at].ToString()), out var plain) ? plain : null;
    }

    /// <summary>Over a display name or an address, up to what can end it.</summary>
    private bool SkipWords()
    {
        while (_at < _text.Length && _text[_at] is not ('<' or ','))
        {
            switch (_text[_at])
            {
                case '"':
                    if (!SkipQuoted()) return false;
                    break;
                case '(':
                    return SkipBlanks() && (_at == _text.Length || _text[_at] is '<' or ',' || SkipWords());
                case '>' or ')' or ':' or ';' or '[' or ']' or '\\':
                case < ' ' and not '\t':
                case > '~':
                    return false;
                default:
                    _at++;
                    break;
            }
        }
        return true;
    }

    private bool SkipQuoted()
    {
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '\\') _at++;
            else if (_text[_at] == '"')
            {
                _at++;
                return true;
            }
        }
        return false;
    }

    // CFWS, comments nested; false when one does not end
    private bool SkipBlanks()
    {
        var depth = 0;
        for (; _at < _text.Length; _at++)
        {
            switch (_text[_at])
            {
                case '(':
                    depth++;
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case '\\' when depth > 0:
                    _at++;
                    break;
                case ' ' or '\t':
                    break;
                default:
                    if (depth == 0) return true;
                    break;
            }
        }
        return depth == 0;
    }
}
