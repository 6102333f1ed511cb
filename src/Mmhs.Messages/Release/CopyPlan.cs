using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>One transaction of a message: an open copy, or the copy of one blind recipient (MMHS §3.4.5).</summary>
/// <param name="BlindRecipient">Null for an open copy.</param>
/// <param name="Recipients">Who this transaction names as RCPT; one for a blind copy.</param>
/// <param name="AsksReceipt">Whether the copy asks its readers for a receipt: a field of the header, so those asked get a copy of their own (MMHS §3.4.27, §3.4.33).</param>
/// <param name="IsTextOnly">Whether the attachments are left out and the header says that the copy is incomplete (MMHS §3.4.22).</param>
public sealed record PlannedCopy(
    Mailbox? BlindRecipient,
    ImmutableArray<Mailbox> Recipients,
    bool AsksReceipt = false,
    bool IsTextOnly = false
)
{
    public bool IsOpen => BlindRecipient is null;
}

/// <summary>How a message is split: the open recipients together, those asked for a receipt and those who get the text only apart from the others, and each blind recipient alone.</summary>
public static class CopyPlan
{
    public static ImmutableArray<PlannedCopy> Of(MessageContent content)
    {
        var copies = ImmutableArray.CreateBuilder<PlannedCopy>();
        foreach (
            var open in content
                .To.AddRange(content.Cc)
                .GroupBy(mailbox =>
                    (TextOnly: content.GetsTextOnly(mailbox.Address), Receipt: content.AsksReceipt(mailbox.Address))
                )
                .OrderBy(group => group.Key)
        )
            copies.Add(new(null, [.. open], open.Key.Receipt, open.Key.TextOnly));
        foreach (var blind in content.Bcc)
            copies.Add(new(blind, [blind], content.AsksReceipt(blind.Address), content.GetsTextOnly(blind.Address)));
        return copies.ToImmutable();
    }
}
