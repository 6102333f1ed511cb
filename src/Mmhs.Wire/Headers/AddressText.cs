using System.Collections.Immutable;
using System.Text;
using MimeKit.Utils;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Headers;

/// <summary>RFC 5322 §3.4 address-list and mailbox-list, without the obsolete routes and empty elements; encoded words in names are decoded.</summary>
internal static class AddressText
{
    /// <summary>All mailboxes in order, those of groups among them; null when the text is no such list.</summary>
    /// <param name="text">An unfolded field body.</param>
    /// <param name="groups">True for an address-list, false for a mailbox-list.</param>
    public static ImmutableArray<HeaderAddress>? Read(string text, bool groups)
    {
        var list = ImmutableArray.CreateBuilder<HeaderAddress>();
        var scanner = new FieldScanner(text);
        do
        {
            if (!TryReadAddress(ref scanner, groups, list))
                return null;
        } while (scanner.Take(','));
        return scanner.AtEnd && list.Count > 0 ? list.ToImmutable() : null;
    }

    /// <summary>One mailbox as it is written: the name quoted, or in encoded words when it is not US-ASCII.</summary>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public static string Write(HeaderAddress mailbox)
    {
        if (
            FieldText.Unfold(mailbox.Address) is not { } address
            || Read(address, groups: false) is not [{ Name: null } read]
            || read.Address != mailbox.Address
        )
            throw new ArgumentException("The address is not of the form local@domain.", nameof(mailbox));
        if (string.IsNullOrWhiteSpace(mailbox.Name))
            return mailbox.Address;
        var name = DisplayText.Clean(mailbox.Name);
        return $"{(name.All(c => c is >= ' ' and <= '~') ? Quoted(name) : Encoded(name))} <{mailbox.Address}>";
    }

    private static bool TryReadAddress(ref FieldScanner scanner, bool groups, ImmutableArray<HeaderAddress>.Builder list)
    {
        if (TryReadWords(ref scanner) is not { } words)
            return false;
        switch (scanner.Next)
        {
            case '<':
                if (ReadAngle(ref scanner) is not { } angle)
                    return false;
                list.Add(new(PhraseOf(words), angle));
                return true;
            case '@':
                if (ReadDomainAfter(words, ref scanner) is not { } address)
                    return false;
                list.Add(new(null, address));
                return true;
            case ':' when groups && words.Count > 0:
                scanner.Take(':');
                return TryReadGroup(ref scanner, list);
            default:
                return false;
        }
    }

    private static bool TryReadGroup(ref FieldScanner scanner, ImmutableArray<HeaderAddress>.Builder list)
    {
        if (!scanner.TrySkipCfws())
            return false;
        if (scanner.Next != ';')
        {
            do
            {
                if (!TryReadAddress(ref scanner, groups: false, list))
                    return false;
            } while (scanner.Take(','));
        }
        return scanner.Take(';') && scanner.TrySkipCfws();
    }

    private static string? ReadAngle(ref FieldScanner scanner)
    {
        scanner.Take('<');
        if (TryReadWords(ref scanner) is not { } words || ReadDomainAfter(words, ref scanner) is not { } address)
            return null;
        return scanner.Take('>') && scanner.TrySkipCfws() ? address : null;
    }

    private static string? ReadDomainAfter(List<Word> words, ref FieldScanner scanner)
    {
        if (LocalPartOf(words) is not { } localPart || !scanner.Take('@') || !scanner.TrySkipCfws())
            return null;
        string domain;
        if (scanner.Take('['))
        {
            domain = $"[{scanner.TakeWhile(c => c is not ('[' or ']' or '\\' or ' ' or '\t'))}]";
            if (!scanner.Take(']') || !scanner.TrySkipCfws())
                return null;
        }
        else
        {
            if (
                TryReadWords(ref scanner) is not { } labels
                || labels.Exists(label => label.IsQuoted)
                || LocalPartOf(labels) is not { } name
            )
                return null;
            domain = name;
        }
        return $"{localPart}@{domain}";
    }

    /// <summary>Words and dots up to a special character, comments left out; null when a comment or a quoted word does not end.</summary>
    private static List<Word>? TryReadWords(ref FieldScanner scanner)
    {
        List<Word> words = [];
        while (scanner.TrySkipCfws())
        {
            if (scanner.Next == '"')
            {
                if (scanner.TakeQuoted() is not { } quoted)
                    return null;
                words.Add(new(quoted, true));
            }
            else if (scanner.Take('.'))
                words.Add(Word.Dot);
            else if (scanner.TakeWhile(IsAtomText) is { Length: > 0 } atom)
                words.Add(new(atom, false));
            else
                return words;
        }
        return null;
    }

    // word *("." word): RFC 5322 §3.4.1, with the blanks and comments of §4.4 already gone
    private static string? LocalPartOf(List<Word> words)
    {
        if (words.Count % 2 == 0)
            return null;
        for (var i = 0; i < words.Count; i++)
            if (ReferenceEquals(words[i], Word.Dot) != (i % 2 == 1))
                return null;
        return string.Concat(words.Select(word => word.IsQuoted ? Quoted(word.Text) : word.Text));
    }

    private static string? PhraseOf(List<Word> words)
    {
        var phrase = new StringBuilder();
        for (var i = 0; i < words.Count; )
        {
            if (phrase.Length > 0 && !ReferenceEquals(words[i], Word.Dot))
                phrase.Append(' ');
            if (words[i].IsQuoted)
            {
                phrase.Append(words[i++].Text); // RFC 2047 §5: no encoded words inside quotes
                continue;
            }
            var run = words.Skip(i).TakeWhile(word => !word.IsQuoted).ToList();
            i += run.Count;
            var text = string.Join(' ', run.Select(word => word.Text)).Replace(" .", ".", StringComparison.Ordinal);
            phrase.Append(
                text.Contains("=?", StringComparison.Ordinal) ? Rfc2047.DecodePhrase(Encoding.ASCII.GetBytes(text)) : text
            );
        }
        var name = DisplayText.Reveal(phrase.ToString());
        return name.Length == 0 ? null : name;
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // RFC 2047 §2: an encoded word has at most 75 characters and holds whole characters
    private static string Encoded(string name)
    {
        const int OctetsPerWord = 45;
        List<string> encoded = [];
        var octets = new List<byte>();
        foreach (var rune in name.EnumerateRunes())
        {
            var next = Encoding.UTF8.GetBytes(rune.ToString());
            if (octets.Count + next.Length > OctetsPerWord)
                Flush();
            octets.AddRange(next);
        }
        Flush();
        return string.Join(' ', encoded);

        void Flush()
        {
            encoded.Add($"=?utf-8?B?{Convert.ToBase64String(octets.ToArray())}?=");
            octets.Clear();
        }
    }

    // RFC 5322 §3.2.3: atext
    private static bool IsAtomText(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    private sealed record Word(string Text, bool IsQuoted)
    {
        public static readonly Word Dot = new(".", false);
    }
}
