using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>The fields X.400 gateways and the profile share; what is absent or cannot be read is null, or an empty list.</summary>
/// <remarks>Source: RFC 2156; RFC 3282; RFC 8098 §2.1; MMHS §3.4.</remarks>
public sealed record InterworkingFields
{
    /// <summary>After this the message is no longer valid; it is shown so and not removed (MMHS §3.4.17).</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The messages this one makes obsolete.</summary>
    public ImmutableArray<MessageId> Supersedes { get; init; } = [];

    /// <summary>Forwarded by a program, not by a person.</summary>
    public bool? AutoForwarded { get; init; }

    /// <summary><c>not-auto-submitted</c>, <c>auto-generated</c>, <c>auto-replied</c> or <c>auto-forwarded</c>; not the Auto-Submitted of RFC 3834.</summary>
    public string? AutoSubmitted { get; init; }

    /// <summary>The field has no value: its presence is the signal.</summary>
    public bool IncompleteCopy { get; init; }

    public bool? ConversionProhibited { get; init; }

    public bool? ConversionWithLossProhibited { get; init; }

    public ImmutableArray<string> OriginalEncodedInformationTypes { get; init; } = [];

    /// <summary>What gateways converted, from X400-Received, newest first.</summary>
    public ImmutableArray<string> Converted { get; init; } = [];

    /// <summary>As it stands, newest first; never originated.</summary>
    public ImmutableArray<string> DlExpansionHistory { get; init; } = [];

    public DateTimeOffset? DeferredDelivery { get; init; }

    public DateTimeOffset? LatestDeliveryTime { get; init; }

    public DateTimeOffset? ReplyBy { get; init; }

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>; for people only, it moves no message faster (RFC 6758 §4).</summary>
    public string? Importance { get; init; }

    /// <summary><c>normal</c>, <c>non-urgent</c> or <c>urgent</c>.</summary>
    public string? Priority { get; init; }

    /// <summary><c>personal</c>, <c>private</c> or <c>company-confidential</c>; not a security label.</summary>
    public string? Sensitivity { get; init; }

    /// <summary>Language tags in the order given.</summary>
    public ImmutableArray<string> ContentLanguage { get; init; } = [];

    /// <summary>Whoever asks for a receipt; several only from others than us (notifications §2).</summary>
    public ImmutableArray<HeaderAddress> DispositionNotificationTo { get; init; } = [];

    /// <summary>How the receipt is to be made; RFC 8098 itself defines none.</summary>
    public ImmutableArray<DispositionOption> DispositionNotificationOptions { get; init; } = [];
}

/// <summary>A parameter of a request for a receipt (RFC 8098 §2.2).</summary>
/// <param name="Attribute">In lower case.</param>
/// <param name="IsRequired">Whoever does not know it may not make a receipt.</param>
/// <param name="Values">At least one, as written.</param>
public sealed record DispositionOption(string Attribute, bool IsRequired, ImmutableArray<string> Values);
