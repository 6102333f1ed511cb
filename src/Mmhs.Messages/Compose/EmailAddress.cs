using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Messages.Compose;

/// <summary>An SMTP mailbox, <c>local-part@domain</c>, in dot-atom form.</summary>
/// <remarks>
/// Local part 1 to 64, domain 1 to 255 octets, US-ASCII (RFC 5321 §4.5.3.1). Quoted local parts and address literals are not
/// used for role mailboxes and are refused here; the wire grammar reads them where RFC 5321 asks for it.
/// Local parts compare exactly, domains without regard to case (RFC 5321 §2.4).
/// </remarks>
public sealed record EmailAddress
{
    private EmailAddress(string localPart, string domain) => (LocalPart, Domain) = (localPart, domain);

    public string LocalPart { get; }

    /// <summary>Kept in lower case.</summary>
    public string Domain { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        if (text is null || text.Length > 320)
            return false;
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64)
            return false;
        var domain = text[(at + 1)..];
        if (!IsDotAtom(text.AsSpan(0, at)) || !IsDomain(domain))
            return false;
        address = new(text[..at], domain.ToLowerInvariant());
        return true;
    }

    /// <summary>For addresses already known to be good, such as those of the directory.</summary>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("This is not an address of the form local@domain.");

    public override string ToString() => $"{LocalPart}@{Domain}";

    private static bool IsDotAtom(ReadOnlySpan<char> text)
    {
        var previousWasDot = true;
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (previousWasDot)
                    return false;
                previousWasDot = true;
                continue;
            }
            if (!IsAtomText(c))
                return false;
            previousWasDot = false;
        }
        return !previousWasDot;
    }

    // RFC 5322 §3.2.3: atext
    private static bool IsAtomText(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    // RFC 5321 §4.1.2: sub-domain = Let-dig [Ldh-str]; RFC 1035 §2.3.4: a label is 1 to 63 octets
    private static bool IsDomain(string domain)
    {
        if (domain.Length is 0 or > 255)
            return false;
        foreach (var label in domain.Split('.'))
        {
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var c in label)
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                    return false;
        }
        return true;
    }
}

/// <summary>An address with the name people know it by; the name is null when there is none.</summary>
public sealed record Mailbox(string? DisplayName, EmailAddress Address)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is no mailbox.</exception>
    public static Mailbox Parse(string text) =>
        text.LastIndexOf(" <", StringComparison.Ordinal) is >= 0 and var end && text.EndsWith('>')
            ? new(text[..end], EmailAddress.Parse(text[(end + 2)..^1]))
            : new(null, EmailAddress.Parse(text));

    public override string ToString() => DisplayName is null ? Address.ToString() : $"{DisplayName} <{Address}>";
}
