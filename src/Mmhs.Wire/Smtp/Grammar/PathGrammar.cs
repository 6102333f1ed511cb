using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>Paths, mailboxes and domains in octets (RFC 5321 §4.1.2, §4.1.3): one method a rule.</summary>
/// <remarks>A rule that matches returns the octets it used; 0 says it does not match. None of them throws.</remarks>
internal static class PathGrammar
{
    private const int MaxLocalPart = 64; // RFC 5321 §4.5.3.1.1
    private const int MaxDomain = 255; // RFC 5321 §4.5.3.1.2
    private const int MaxPath = 256; // RFC 5321 §4.5.3.1.3, angle brackets included

    // RFC 5322 §3.2.3: atext
    private static readonly SearchValues<byte> AtomText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"u8
    );

    private static readonly SearchValues<byte> LetterDigitHyphen = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8
    );

    /// <summary><c>Path = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"</c>; returns the octets used.</summary>
    public static int Path(ReadOnlySpan<byte> text, out SmtpPath? path)
    {
        path = null;
        if (text.IsEmpty || text[0] != '<')
            return 0;
        var at = 1 + SourceRoute(text[1..]);
        var used = Mailbox(text[at..], out path);
        if (used == 0)
            return 0;
        at += used;
        if (at >= text.Length || text[at] != '>')
            return 0;
        // The route is not counted: it is read and forgotten.
        return path!.ToString().Length + 2 <= MaxPath ? at + 1 : 0;
    }

    /// <summary><c>"&lt;Postmaster&gt;"</c>, the one recipient without a domain (RFC 5321 §4.1.1.3).</summary>
    public static int Postmaster(ReadOnlySpan<byte> text, out SmtpPath? path)
    {
        path = null;
        const int Length = 12;
        if (text.Length < Length || !Ascii.EqualsIgnoreCase(text[..Length], "<postmaster>"u8))
            return 0;
        path = new(Encoding.ASCII.GetString(text[1..(Length - 1)]), null);
        return Length;
    }

    /// <summary><c>Mailbox</c>, and nothing behind it.</summary>
    public static bool TryMailbox(ReadOnlySpan<byte> text, [NotNullWhen(true)] out SmtpPath? path) =>
        Mailbox(text, out path) == text.Length && path is not null;

    /// <summary><c>Domain / address-literal</c>, and nothing behind it.</summary>
    public static bool IsDomainOrLiteral(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (text[0] == '[' ? AddressLiteral(text) : Domain(text)) == text.Length;

    // RFC 5321 §4.1.1.3: source routes MUST be accepted, SHOULD NOT be generated, SHOULD be ignored
    private static int SourceRoute(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && text[at] == '@')
        {
            var used = Domain(text[(at + 1)..]);
            if (used == 0)
                return 0;
            at += 1 + used;
            if (at >= text.Length)
                return 0;
            if (text[at] == ':')
                return at + 1;
            if (text[at] != ',')
                return 0;
            at++;
        }
        return 0;
    }

    private static int Mailbox(ReadOnlySpan<byte> text, out SmtpPath? path)
    {
        path = null;
        if (text.IsEmpty)
            return 0;
        var local = text[0] == '"' ? QuotedString(text) : DotString(text);
        if (local is 0 or > MaxLocalPart || local >= text.Length || text[local] != '@')
            return 0;
        var rest = text[(local + 1)..];
        if (rest.IsEmpty)
            return 0;
        var domain = rest[0] == '[' ? AddressLiteral(rest) : Domain(rest);
        if (domain == 0)
            return 0;
        path = new(Encoding.ASCII.GetString(text[..local]), Encoding.ASCII.GetString(rest[..domain]));
        return local + 1 + domain;
    }

    // Dot-string = Atom *("." Atom)
    private static int DotString(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var atom = text[at..].IndexOfAnyExcept(AtomText);
            if (atom < 0)
                atom = text.Length - at;
            if (atom == 0)
                return 0;
            at += atom;
            if (at >= text.Length || text[at] != '.')
                return at;
            at++;
        }
    }

    // Quoted-string = DQUOTE *QcontentSMTP DQUOTE
    private static int QuotedString(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '"')
                return at + 1;
            if (text[at] == '\\')
                at++; // quoted-pairSMTP = %d92 %d32-126
            if (at >= text.Length || text[at] is < 32 or > 126)
                return 0;
        }
        return 0;
    }

    // Domain = sub-domain *("." sub-domain); sub-domain = Let-dig [Ldh-str]; RFC 1035 §2.3.4: 1 to 63 octets each
    private static int Domain(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var label = text[at..].IndexOfAnyExcept(LetterDigitHyphen);
            if (label < 0)
                label = text.Length - at;
            if (label is 0 or > 63 || text[at] == '-' || text[at + label - 1] == '-')
                return 0;
            at += label;
            if (at > MaxDomain)
                return 0;
            if (at >= text.Length || text[at] != '.')
                return at;
            at++;
        }
    }

    // RFC 5321 §4.1.3: IPv4 and IPv6; no other tag has ever been registered, so no other is read
    private static int AddressLiteral(ReadOnlySpan<byte> text)
    {
        var close = text.IndexOf((byte)']');
        if (close is < 2 or > 64)
            return 0;
        var inner = text[1..close];
        if (!Ascii.IsValid(inner))
            return 0;
        var six = inner.Length > 5 && Ascii.EqualsIgnoreCase(inner[..5], "IPv6:"u8);
        var address = Encoding.ASCII.GetString(six ? inner[5..] : inner);
        if (address.AsSpan().ContainsAny("[]%/ "))
            return 0; // .NET would read ports, zones and brackets, RFC 5321 does not
        if (!IPAddress.TryParse(address, out var parsed))
            return 0;
        var wanted = six ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        if (parsed.AddressFamily != wanted)
            return 0;
        if (!six && address.AsSpan().Count('.') != 3)
            return 0; // .NET reads "1" and "1.2" as addresses
        return close + 1;
    }
}
