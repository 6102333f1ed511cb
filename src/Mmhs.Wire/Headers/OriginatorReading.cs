using System.Collections.Immutable;

namespace Mmhs.Wire.Headers;

/// <summary>What a field that says in whose name a message speaks came to: From, Sender, MMHS-Authorizing-Users. These four answers and no more.</summary>
/// <remarks>
/// Both doors of the relay, the delivery, the page and <c>mmhs inspect</c> ask here, so that no two of them see another sender. Read to the
/// last octet or not at all: a <c>mailbox-list</c> of RFC 5322 §3.4, with the blanks and comments of its §4.4; no groups, no routes, no empty
/// elements, US-ASCII, and no encoded word inside an address (RFC 2047 §5).
/// </remarks>
public abstract record OriginatorReading
{
    /// <summary>Characters of a field, unfolded; what is longer is not looked through for its meaning (authorizing-users §1).</summary>
    internal const int MaxLength = 16 << 10;

    internal const int MaxMailboxes = 64;

    private OriginatorReading() { }

    /// <summary>The addresses, when there is exactly one reading; else empty.</summary>
    public ImmutableArray<HeaderAddress> Mailboxes => this is One one ? one.Addresses : [];

    /// <summary>
    /// In lower case: the domains it speaks for. Where it has not one reading, every domain that any program could find in it, for a name is
    /// not to be borrowed by writing it so that only others can read it.
    /// </summary>
    public abstract ImmutableArray<string> Domains { get; }

    /// <summary>Whether it was so long or named so many that some of it was not looked at: then <see cref="Domains"/> may lack one.</summary>
    public bool IsCut { get; private init; }

    /// <summary>Whether the field is there and nobody can be held to it.</summary>
    public bool IsFaulty => this is Repeated or Unreadable;

    /// <param name="bodies">Of all fields of the name, folded or not; octets above 127 as the characters of that number.</param>
    /// <param name="most">Mailboxes it may name: 1 for Sender (RFC 5322 §3.6.2).</param>
    public static OriginatorReading Of(IReadOnlyList<string> bodies, int most = MaxMailboxes) =>
        bodies switch
        {
            [] => new Missing(),
            [var body] when Strictly(body, most) is { } addresses => new One(addresses),
            [var body] => Unread(body),
            _ => Repeatedly(bodies),
        };

    private static Unreadable Unread(string body)
    {
        var possible = PossibleDomains.In(body);
        return new(possible) { IsCut = IsTooMuch(body, possible) };
    }

    private static Repeated Repeatedly(IReadOnlyList<string> bodies)
    {
        var possible = bodies.Take(MaxMailboxes).Select(body => (Body: body, Found: PossibleDomains.In(body))).ToList();
        return new([.. possible.SelectMany(one => one.Found).Distinct()])
        {
            IsCut = bodies.Count > MaxMailboxes || possible.Exists(one => IsTooMuch(one.Body, one.Found)),
        };
    }

    private static bool IsTooMuch(string body, ImmutableArray<string> possible) =>
        body.Length > PossibleDomains.MaxLength || possible.Length >= PossibleDomains.MaxDomains;

    /// <summary>The mailboxes of one body; null when it has not one reading.</summary>
    internal static ImmutableArray<HeaderAddress>? Strictly(string body, int most = MaxMailboxes) =>
        body.Length <= MaxLength
        && FieldText.Unfold(body) is { } text
        && AddressText.Read(text, groups: false) is { } read
        && read.Length <= most
        && read.All(mailbox => !mailbox.Address.Contains("=?", StringComparison.Ordinal))
            ? read
            : null;

    /// <param name="Addresses">In their order; at least one.</param>
    public sealed record One(ImmutableArray<HeaderAddress> Addresses) : OriginatorReading
    {
        public override ImmutableArray<string> Domains { get; } =
        [.. Addresses.Select(mailbox => mailbox.Address[(mailbox.Address.LastIndexOf('@') + 1)..].ToLowerInvariant()).Distinct()];
    }

    public sealed record Missing : OriginatorReading
    {
        public override ImmutableArray<string> Domains => [];
    }

    public sealed record Repeated(ImmutableArray<string> Possible) : OriginatorReading
    {
        public override ImmutableArray<string> Domains => Possible;
    }

    public sealed record Unreadable(ImmutableArray<string> Possible) : OriginatorReading
    {
        public override ImmutableArray<string> Domains => Possible;
    }
}
