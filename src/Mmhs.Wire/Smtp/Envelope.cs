using System.Diagnostics.CodeAnalysis;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Smtp;

/// <summary>What a failed delivery report returns of the message (RFC 3461 §4.3).</summary>
public enum ReturnContent
{
    /// <summary><c>RET=FULL</c></summary>
    Full,

    /// <summary><c>RET=HDRS</c></summary>
    Headers,
}

/// <summary>What the content may hold (RFC 6152 §2).</summary>
public enum BodyType
{
    /// <summary><c>BODY=7BIT</c></summary>
    SevenBit,

    /// <summary><c>BODY=8BITMIME</c></summary>
    EightBitMime,
}

/// <summary>When a delivery report is wanted for one recipient (RFC 3461 §4.1); <see cref="Never"/> stands alone.</summary>
[Flags]
public enum NotifyOn
{
    Never = 0,
    Success = 1,
    Failure = 2,
    Delay = 4,
}

public static class NotifyText
{
    /// <summary>As on the wire: <c>SUCCESS,FAILURE</c>.</summary>
    public static string ToText(this NotifyOn notify)
    {
        if (notify == NotifyOn.Never)
            return "NEVER";
        List<string> words = [];
        if (notify.HasFlag(NotifyOn.Success))
            words.Add("SUCCESS");
        if (notify.HasFlag(NotifyOn.Failure))
            words.Add("FAILURE");
        if (notify.HasFlag(NotifyOn.Delay))
            words.Add("DELAY");
        return string.Join(',', words);
    }
}

/// <summary><c>ORCPT</c>: whom the sender first meant (RFC 3461 §4.2).</summary>
/// <remarks>Relays copy it octet for octet, so the spelling is kept beside the decoded address.</remarks>
public sealed record OriginalRecipient
{
    private OriginalRecipient(string addressType, string address, string text) =>
        (AddressType, Address, Text) = (addressType, address, text);

    /// <summary><c>rfc822</c>, <c>x400</c> …, as written.</summary>
    public string AddressType { get; }

    /// <summary>Decoded, printable US-ASCII.</summary>
    public string Address { get; }

    /// <summary>The value as it stands on the wire, <c>rfc822;a+2Bb@example</c>; at most 500 octets with <c>ORCPT=</c>.</summary>
    public string Text { get; }

    public static OriginalRecipient For(SmtpPath path) =>
        TryParse($"rfc822;{Xtext.Encode(path.ToString())}", out var original)
            ? original
            : throw new ArgumentException("This path is too long for ORCPT (RFC 3461 §4.2).", nameof(path));

    public static bool TryParse(string text, [NotNullWhen(true)] out OriginalRecipient? original)
    {
        original = null;
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        if (semicolon < 1 || text.Length > 494)
            return false; // RFC 3461 §4.2: 500 with the keyword
        // RFC 5322 §3.2.3: addr-type is an atom
        foreach (var c in text.AsSpan(0, semicolon))
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
                return false;
        if (!Xtext.TryDecode(text.AsSpan(semicolon + 1), out var address) || address.Length == 0)
            return false;
        // RFC 3461 §4.2: the value before encoding is printable US-ASCII, because a report must be able to show it
        if (address.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return false;
        original = new(text[..semicolon], address, text);
        return true;
    }

    public override string ToString() => Text;
}

/// <summary>One recipient of a transaction, with what was asked for it.</summary>
/// <param name="ForwardPath">Where it goes.</param>
/// <param name="Notify">Null when <c>NOTIFY</c> was not given: relays must not add one (RFC 3461 §5.2.1).</param>
/// <param name="OriginalRecipient">Null when <c>ORCPT</c> was not given.</param>
public sealed record EnvelopeRecipient(
    SmtpPath ForwardPath,
    NotifyOn? Notify = null,
    OriginalRecipient? OriginalRecipient = null
);

/// <summary>What SMTP says about a message, apart from the message: one transaction, as received or as to be sent.</summary>
/// <remarks>A null value is a parameter that was not given; nothing here is a default filled in.</remarks>
public sealed class Envelope
{
    private readonly List<EnvelopeRecipient> _recipients = [];

    /// <summary>Null for <c>&lt;&gt;</c>, the path of notifications (RFC 5321 §4.5.5).</summary>
    public SmtpPath? ReversePath { get; init; }

    /// <summary>In the order they were accepted.</summary>
    public IReadOnlyList<EnvelopeRecipient> Recipients
    {
        get => _recipients;
        init => _recipients = [.. value];
    }

    public ReturnContent? Return { get; init; }

    public EnvelopeId? EnvelopeId { get; init; }

    /// <summary>The priority that was said (RFC 6710 §3).</summary>
    public MtPriority? Priority { get; init; }

    /// <summary>
    /// The priority the receiving side decided on (RFC 6710 §4.1), set by the reception while it answers MAIL or the message; null while
    /// it has not decided. The wire never reads it.
    /// </summary>
    public MtPriority? DeterminedPriority { get; set; }

    /// <summary>The declared size in octets (RFC 1870 §6): an estimate, never a way to find the end of data.</summary>
    public long? Size { get; init; }

    public BodyType? Body { get; init; }

    /// <summary><c>BY=</c>, the latest delivery (RFC 2852 §4).</summary>
    public DeliverBy? DeliverBy { get; init; }

    /// <summary><c>HOLDFOR=</c> or <c>HOLDUNTIL=</c>: not to go before (RFC 4865 §4); lawful on submission only.</summary>
    public FutureRelease? Hold { get; init; }

    /// <summary>The moment <see cref="FutureRelease"/> came to when MAIL was received; null without one.</summary>
    public DateTimeOffset? ReleaseAt { get; internal set; }

    /// <summary><c>AUTH=</c> decoded: a mailbox, or <c>&lt;&gt;</c> for "unknown" (RFC 4954 §5). To be believed only from trusted peers.</summary>
    public string? Submitter { get; init; }

    /// <summary>The identity that authenticated the session this envelope came by; null when none did.</summary>
    public string? AuthenticatedAs { get; internal set; }

    internal void Add(EnvelopeRecipient recipient) => _recipients.Add(recipient);
}
