using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Messages.Compose;

/// <summary>An order to send no more than needed: for whom it counts, until when, and what still flows freely.</summary>
/// <param name="Id">Its number in the records.</param>
/// <param name="Scope">To whom messages are kept down.</param>
/// <param name="Reason">As the authority gave it.</param>
/// <param name="FlowsFreely">Lowest precedence it does not touch.</param>
/// <param name="MaxOctets">Most octets of text and attachments together for what is below; null: no cap.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends, not included.</param>
public sealed record Minimize(
    int Id,
    MinimizeScope Scope,
    string Reason,
    Precedence FlowsFreely,
    long? MaxOctets,
    DateTimeOffset From,
    DateTimeOffset Until
)
{
    /// <summary>The line a message below the precedence carries: its drafter has considered the order, and the message is needed.</summary>
    public const string Statement = "MINIMIZE CONSIDERED";

    /// <summary>Code of the item that nobody has considered it.</summary>
    public const string NotConsideredCode = PreFlightRefusals.NotConsideredCode;

    /// <summary>Code of the item that a message is larger than it allows.</summary>
    public const string TooLargeCode = PreFlightRefusals.TooLargeCode;

    /// <summary>What a releaser holds a message with until this is over; by these words the hold ends with the order.</summary>
    public string HoldReason => $"MINIMIZE until {new DateTimeGroup(Until)}";

    public bool IsInForce(DateTimeOffset now) => From <= now && now < Until;

    /// <summary>Whether the form has an addressee in scope at a precedence below the free one. A precedence not chosen yet touches nothing.</summary>
    public bool Touches(DraftForm form) =>
        (form.ActionPrecedence < FlowsFreely && form.To.Any(to => Scope.Covers(to.Address)))
        || (form.InformationPrecedence < FlowsFreely && form.Cc.Concat(form.Bcc).Any(info => Scope.Covers(info.Address)));

    public static bool IsConsidered(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Any(line => line.Trim().Equals(Statement, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What who lets a message go says to a MINIMIZE that touches it.</summary>
public enum MinimizeAnswer : byte
{
    /// <summary>Nothing: the message's own statement counts.</summary>
    None = 0,

    /// <summary>He considered it himself, and the message is needed.</summary>
    Considered = 1,

    /// <summary>He releases by break-glass, which no MINIMIZE stops.</summary>
    SetAside = 2,
}

/// <summary>Everybody, or domains (with what is below them) and single addresses.</summary>
public sealed record MinimizeScope
{
    public const string Everybody = "*";

    /// <summary>Most entries one order names.</summary>
    public const int MaxEntries = 50;

    private readonly ImmutableArray<string> domains;
    private readonly ImmutableArray<EmailAddress> addresses;

    private MinimizeScope(ImmutableArray<string> domains, ImmutableArray<EmailAddress> addresses, string text) =>
        (this.domains, this.addresses, Text) = (domains, addresses, text);

    /// <summary>As it is kept: <c>*</c>, or one entry a line.</summary>
    public string Text { get; }

    /// <summary>Reads <c>*</c>, or domains and addresses one a line. Nothing at all is no scope.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MinimizeScope? scope)
    {
        scope = null;
        var entries = (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (entries.Length is 0 or > MaxEntries)
            return false;
        if (entries.Contains(Everybody))
        {
            if (entries.Length > 1)
                return false;
            scope = new([], [], Everybody);
            return true;
        }
        var domains = ImmutableArray.CreateBuilder<string>();
        var addresses = ImmutableArray.CreateBuilder<EmailAddress>();
        foreach (var entry in entries)
        {
            if (EmailAddress.TryParse(entry, out var address))
                addresses.Add(address);
            else if (EmailAddress.TryParse("any@" + entry, out var any))
                domains.Add(any.Domain);
            else
                return false;
        }
        scope = new(
            domains.ToImmutable(),
            addresses.ToImmutable(),
            string.Join('\n', domains.Concat(addresses.Select(address => address.ToString())))
        );
        return true;
    }

    /// <exception cref="FormatException">The text is none of <see cref="TryParse"/>.</exception>
    public static MinimizeScope Parse(string text) =>
        TryParse(text, out var scope) ? scope : throw new FormatException("A scope is * or domains and addresses, one a line.");

    public bool Covers(EmailAddress address) =>
        Text == Everybody
        || addresses.Contains(address)
        || domains.Any(domain => address.Domain == domain || address.Domain.EndsWith("." + domain, StringComparison.Ordinal));

    public string ToText() => Text == Everybody ? "everybody" : Text.ReplaceLineEndings(", ");

    public bool Equals(MinimizeScope? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
