using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>Where a message stands among others: its parent, the thread up to it, and what its drafter referred to.</summary>
/// <param name="InReplyTo">Null for a message that answers none.</param>
/// <param name="References">The thread first, oldest first, then cross references; each once.</param>
/// <remarks>Source: RFC 5322 §3.6.4; MMHS §3.4.9, §3.4.37.</remarks>
public sealed record ThreadFields(MessageId? InReplyTo, ImmutableArray<MessageId> References)
{
    /// <summary>A longer thread loses its middle: the first and the latest are what a reader threads by.</summary>
    public const int MostReferences = 100;

    public static ThreadFields None { get; } = new(null, []);

    /// <summary>Of a reply to a message.</summary>
    /// <param name="parent">Its Message-ID.</param>
    /// <param name="parentReferences">Its References, as read.</param>
    /// <param name="parentInReplyTo">Its In-Reply-To, as read; counts only without References and when it is one (RFC 5322 §3.6.4).</param>
    public static ThreadFields ReplyTo(
        MessageId parent,
        ImmutableArray<MessageId> parentReferences,
        ImmutableArray<MessageId> parentInReplyTo
    )
    {
        IEnumerable<MessageId> thread =
            !parentReferences.IsEmpty ? parentReferences
            : parentInReplyTo is [var grandparent] ? [grandparent]
            : [];
        return new(parent, Shortened([.. thread.Where(id => id != parent).Append(parent).Distinct()]));
    }

    /// <summary>The same with cross references after the thread (MMHS §3.4.9).</summary>
    public ThreadFields Referring(IEnumerable<MessageId> others) =>
        this with
        {
            References = Shortened([.. References.Concat(others).Distinct()]),
        };

    private static ImmutableArray<MessageId> Shortened(ImmutableArray<MessageId> ids) =>
        ids.Length <= MostReferences ? ids : [ids[0], .. ids[^(MostReferences - 1)..]];
}
