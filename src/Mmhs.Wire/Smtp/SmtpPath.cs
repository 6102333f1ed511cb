using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Smtp;

/// <summary>A reverse- or forward-path as SMTP wrote it: a mailbox, without angle brackets and without a source route.</summary>
/// <remarks>
/// Wider than <see cref="EmailAddress"/>: local parts may be quoted, domains may be address literals, and <c>Postmaster</c> may stand
/// without a domain. The spelling is kept, since only the final host may interpret a local part (RFC 5321 §2.3.11). The null
/// reverse-path is no value of this type but its absence. Source: RFC 5321 §4.1.2, §4.1.3, §4.5.3.1.
/// </remarks>
public sealed record SmtpPath
{
    internal SmtpPath(string localPart, string? domain)
    {
        (LocalPart, Domain) = (localPart, domain);
        Address = EmailAddress.TryParse(ToString(), out var address) ? address : null;
    }

    public SmtpPath(EmailAddress address) => (LocalPart, Domain, Address) = (address.LocalPart, address.Domain, address);

    /// <summary>As written, quotes and backslashes included.</summary>
    public string LocalPart { get; }

    /// <summary>As written; an address literal keeps its brackets. Null only for <c>Postmaster</c> alone (RFC 5321 §4.1.1.3).</summary>
    public string? Domain { get; }

    /// <summary>The plain address, or null when the path is a quoted local part, an address literal or <c>Postmaster</c> alone.</summary>
    public EmailAddress? Address { get; }

    /// <summary>Reads <c>local@domain</c> without angle brackets.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SmtpPath? path)
    {
        path = null;
        return text is { Length: > 0 and <= 256 }
            && Ascii.IsValid(text)
            && PathGrammar.TryMailbox(Encoding.ASCII.GetBytes(text), out path);
    }

    /// <exception cref="FormatException">The text is no mailbox.</exception>
    public static SmtpPath Parse(string text) =>
        TryParse(text, out var path)
            ? path
            : throw new FormatException("This is not a mailbox of the form local@domain (RFC 5321 §4.1.2).");

    public bool Equals(SmtpPath? other) => other is not null && LocalPart == other.LocalPart && Domain == other.Domain;

    public override int GetHashCode() => HashCode.Combine(LocalPart, Domain);

    public override string ToString() => Domain is null ? LocalPart : $"{LocalPart}@{Domain}";
}
