using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>One transaction of a message: the open copy, or the copy of one blind recipient (MMHS §3.4.5).</summary>
/// <param name="BlindRecipient">Null for the open copy.</param>
/// <param name="Recipients">Who this transaction names as RCPT; one for a blind copy.</param>
public sealed record PlannedCopy(Mailbox? BlindRecipient, ImmutableArray<Mailbox> Recipients)
{
    public bool IsOpen => BlindRecipient is null;
}

/// <summary>How a message is split: all open recipients together, and each blind recipient alone.</summary>
public static class CopyPlan
{
    public static ImmutableArray<PlannedCopy> Of(MessageContent content)
    {
        var copies = ImmutableArray.CreateBuilder<PlannedCopy>();
        var open = content.To.AddRange(content.Cc);
        if (!open.IsEmpty) copies.Add(new(null, open));
        foreach (var blind in content.Bcc) copies.Add(new(blind, [blind]));
        return copies.ToImmutable();
    }
}
