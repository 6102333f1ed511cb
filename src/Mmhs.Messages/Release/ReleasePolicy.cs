using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>How an organisation's messages come to release: rules read from the top, the first that fits counts.</summary>
/// <param name="Domain">The organisation's mail domain, in lower case.</param>
/// <param name="Rules">Where none fits, a releaser alone decides.</param>
public sealed record ReleasePolicy(string Domain, ImmutableArray<ReleaseRule> Rules)
{
    /// <summary>Whether who wrote a message may release it himself: the single-officer case. Usually not.</summary>
    public bool LastEditorMayRelease { get; init; }

    /// <summary>How many of those who wrote in a draft neither review nor release it, counted from who wrote last; 1 or more. Null: all of them.</summary>
    public int? CountedWriters { get; init; }
}

/// <summary>When a message is of this kind, it passes these stages before its release.</summary>
/// <param name="Name">What people call it; unique within a policy.</param>
/// <param name="When">What it is for.</param>
/// <param name="Stages">Empty: straight to the releaser.</param>
public sealed record ReleaseRule(string Name, RuleCondition When, ImmutableArray<StageRule> Stages);

/// <summary>One stage: who reviews, how many must concur, how long they have.</summary>
/// <param name="Name">What people call it; unique within a rule.</param>
/// <param name="Role">Address of the role that reviews.</param>
/// <param name="Quorum">How many must concur, 1 or more; 0: all who review in the role.</param>
/// <param name="Order">Stages of one number stand side by side; a higher number waits for all lower ones. 1 or more.</param>
/// <param name="Budget">Time until it is brought to the deputy, and the same again until the duty officer.</param>
public sealed record StageRule(string Name, EmailAddress Role, int Quorum, int Order, TimeBudget Budget);

/// <summary>What a rule looks at; every member that is said must fit. Nothing said fits every message.</summary>
public sealed record RuleCondition
{
    public static RuleCondition Always { get; } = new();

    /// <summary>Least urgent governing precedence; null: any.</summary>
    public Precedence? FromPrecedence { get; init; }

    /// <summary>Most urgent governing precedence; null: any.</summary>
    public Precedence? ToPrecedence { get; init; }

    /// <summary>Object identifier of the label's policy; null: any.</summary>
    public string? PolicyId { get; init; }

    /// <summary>Lowest place in the policy's hierarchy of classifications; null: any. A classification unknown here is above all.</summary>
    public int? FromHierarchy { get; init; }

    /// <summary>Message types, one of which it has; empty: any, and none.</summary>
    public ImmutableArray<byte> MessageTypes { get; init; } = [];

    /// <summary>Beginnings of subject indicator codes, one of which one code has; empty: any.</summary>
    public ImmutableArray<string> SubjectIndicatorCodes { get; init; } = [];

    /// <summary>Addresses and domains, one of which one addressee is; empty: any.</summary>
    public ImmutableArray<string> Addressees { get; init; } = [];

    public bool Fits(MessageContent content, PolicyCatalog policies) =>
        (FromPrecedence is not { } from || content.GoverningPrecedence >= from)
        && (ToPrecedence is not { } to || content.GoverningPrecedence <= to)
        && (PolicyId is not { } policy || content.Label.PolicyId == policy)
        && (FromHierarchy is not { } hierarchy || policies.HierarchyOf(content.Label) >= hierarchy)
        && (MessageTypes.IsEmpty || (content.MessageType is { } type && MessageTypes.Contains(type.Value)))
        && (
            SubjectIndicatorCodes.IsEmpty
            || content.SubjectIndicatorCodes.Any(code =>
                SubjectIndicatorCodes.Any(start => code.Value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            )
        )
        && (Addressees.IsEmpty || content.Addressees().Any(address => AddresseePattern.Any(Addressees, address)));
}

/// <summary>An address, or a domain that stands for all its addresses.</summary>
public static class AddresseePattern
{
    public static bool Any(ImmutableArray<string> patterns, EmailAddress address) =>
        patterns.Any(pattern => Fits(pattern, address));

    public static bool Fits(string pattern, EmailAddress address) =>
        pattern.Contains('@', StringComparison.Ordinal)
            ? EmailAddress.TryParse(pattern, out var exact) && exact == address
            : string.Equals(pattern, address.Domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>All the people a message goes to, whatever for.</summary>
    public static IEnumerable<EmailAddress> Addressees(this MessageContent content) =>
        content.To.Concat(content.Cc).Concat(content.Bcc).Select(mailbox => mailbox.Address);
}
