using System.Collections.Immutable;

namespace Mmhs.Messages.Compose;

/// <summary>What a message may say beyond its everyday fields; nothing filled in is nothing said.</summary>
/// <remarks>
/// In a <see cref="DraftForm"/> as typed; in a <see cref="MessageContent"/> lawful (<see cref="OptionalFieldRules"/>). Its parts are listed once,
/// in <see cref="OptionalParts"/>: canonical form, comparison and read-only views all derive from there.
/// Source: RFC 6477; RFC 2156; RFC 3282; RFC 5322 §3.6.4; MMHS §3.4, §3.5.
/// </remarks>
public sealed record OptionalFields
{
    public static OptionalFields None { get; } = new();

    /// <summary>Not handed over before this; held here and can be called back until then (MMHS §3.4.10).</summary>
    public DateTimeGroup? DeferUntil { get; init; }

    /// <summary>Of no use later than this: undelivered by then it comes back (RFC 2852 mode R; MMHS §3.4.24).</summary>
    public DateTimeGroup? LatestDelivery { get; init; }

    /// <summary>An answer is asked for by this time (RFC 2156 Reply-By).</summary>
    public DateTimeGroup? ReplyBy { get; init; }

    /// <summary>No longer valid after this; shown so, never removed (MMHS §3.4.17).</summary>
    public DateTimeGroup? Expires { get; init; }

    /// <summary>The message this one answers; null for none.</summary>
    public MessageId? InReplyTo { get; init; }

    /// <summary>The thread up to the parent, oldest first.</summary>
    public ImmutableArray<MessageId> Thread { get; init; } = [];

    /// <summary>Other messages the drafter refers to (MMHS §3.4.9).</summary>
    public ImmutableArray<MessageId> CrossReferences { get; init; } = [];

    /// <summary>Own messages this one makes obsolete (MMHS §3.4.28).</summary>
    public ImmutableArray<MessageId> Supersedes { get; init; } = [];

    /// <summary>Language tags (RFC 5646), the main one first.</summary>
    public ImmutableArray<string> Languages { get; init; } = [];

    /// <summary>In which formats the body first was, by the words of X.400: <c>IA5-Text</c>, <c>G3-Fax</c> (MMHS §3.4.7).</summary>
    public ImmutableArray<string> OriginalFormats { get; init; } = [];

    /// <summary>Remarks to readers and operators, each a military string.</summary>
    public ImmutableArray<string> MessageInstructions { get; init; } = [];

    public string OriginatorReference { get; init; } = "";

    /// <summary>Members of an addressed list who should not get it.</summary>
    public ImmutableArray<Mailbox> ExemptedAddresses { get; init; } = [];

    /// <summary>Action addressees reached by other means, each a military string.</summary>
    public ImmutableArray<string> OtherRecipientsTo { get; init; } = [];

    /// <summary>Information addressees reached by other means.</summary>
    public ImmutableArray<string> OtherRecipientsCc { get; init; } = [];

    /// <summary>What fails comes back whole, not its header only (RFC 3461 §4.3).</summary>
    public bool ReturnWhole { get; init; }

    /// <summary>A gateway to X.400 may not convert it.</summary>
    public bool ConversionProhibited { get; init; }

    /// <summary>A gateway to X.400 may not convert it where something would be lost.</summary>
    public bool ConversionWithLossProhibited { get; init; }

    /// <summary>ACP 127: for traffic operators, each a military string.</summary>
    public ImmutableArray<string> HandlingInstructions { get; init; } = [];

    /// <summary>ACP 127: calling station, serial number, filing time.</summary>
    public string Acp127MessageIdentifier { get; init; } = "";

    /// <summary>ACP 127: plain language address of the originator.</summary>
    public string OriginatorPlad { get; init; } = "";

    /// <summary>ACP 127: the addresses stand enciphered in the text. As typed; in content a number without leading zeros, or empty.</summary>
    public string Codress { get; init; } = "";

    /// <summary>The same without what belongs to one message alone: its times and its place in a thread. What copies and templates keep.</summary>
    public OptionalFields Lasting =>
        this with
        {
            DeferUntil = null,
            LatestDelivery = null,
            ReplyBy = null,
            Expires = null,
            InReplyTo = null,
            Thread = [],
            CrossReferences = [],
            Supersedes = [],
            Acp127MessageIdentifier = "",
        };

    public bool IsNone => OptionalParts.All.All(part => part.Values(this).IsEmpty);
}
