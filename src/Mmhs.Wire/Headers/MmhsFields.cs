using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>The military fields of one message; what is absent or cannot be read is null, or an empty list.</summary>
/// <remarks>Source: RFC 6477 §3; RFC 7912 §4; RFC 6758 §4; MMHS §3.5.</remarks>
public sealed record MmhsFields
{
    /// <summary>Highest precedence with a meaning somewhere: 0 to 15 are NATO's, 16 to 31 national (RFC 6477 §3.8).</summary>
    public const int HighestPrecedence = 31;

    /// <summary>0 to 31; only 0 to 5 have names (<see cref="Precedence"/>).</summary>
    public int? PrimaryPrecedence { get; init; }

    /// <inheritdoc cref="PrimaryPrecedence"/>
    public int? CopyPrecedence { get; init; }

    public MessageType? MessageType { get; init; }

    /// <summary>When the message was released, with the offset it was written with; its presence makes a message a military one (MMHS §3.3.2).</summary>
    public DateTimeOffset? ExtendedAuthorisationInfo { get; init; }

    /// <summary>Three to eight characters each, by the wide grammar of reception.</summary>
    public ImmutableArray<string> SubjectIndicatorCodes { get; init; } = [];

    public ImmutableArray<string> MessageInstructions { get; init; } = [];

    public ImmutableArray<string> HandlingInstructions { get; init; } = [];

    public ImmutableArray<HeaderAddress> ExemptedAddresses { get; init; } = [];

    public int? CodressMessageIndicator { get; init; }

    public string? OriginatorReference { get; init; }

    public ImmutableArray<string> OtherRecipientsTo { get; init; } = [];

    public ImmutableArray<string> OtherRecipientsCc { get; init; } = [];

    public string? Acp127MessageIdentifier { get; init; }

    public string? OriginatorPlad { get; init; }

    /// <summary>In the order they authorised.</summary>
    public ImmutableArray<HeaderAddress> AuthorizingUsers { get; init; } = [];

    public MtPriority? MtPriority { get; init; }
}
