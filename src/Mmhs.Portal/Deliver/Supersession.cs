using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Track;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Deliver;

/// <summary>Which messages a later one makes obsolete (RFC 2156 Supersedes; MMHS §3.4.28). Only their own sender can, and nothing is removed.</summary>
internal static class Supersession
{
    /// <summary>Marks what the entry takes the place of, and the entry itself where its successor came first.</summary>
    public static async Task NoteAsync(
        PortalContext context,
        InboxRow entry,
        MessageReading reading,
        CancellationToken cancellationToken
    )
    {
        entry.ObsoletedBy = await context
            .Supersessions.Where(s =>
                s.RoleId == entry.RoleId && s.Obsolete == entry.MessageId && s.FromAddress == entry.FromAddress
            )
            .OrderByDescending(s => s.Id)
            .Select(s => s.By)
            .FirstOrDefaultAsync(cancellationToken);
        // who says so must be proven: to call an order obsolete is as grave as to give one
        if (reading.Signature != SignatureStatus.Valid || entry.FromAddress.Length == 0)
            return;
        foreach (
            var old in reading
                .Supersedes.Where(id => id.Length <= 400 && id != entry.MessageId)
                .Distinct(StringComparer.Ordinal)
                .Take(20)
        )
        {
            context.Supersessions.Add(
                new()
                {
                    RoleId = entry.RoleId,
                    Obsolete = old,
                    By = entry.MessageId,
                    FromAddress = entry.FromAddress,
                }
            );
            await context
                .Inbox.Where(other =>
                    other.RoleId == entry.RoleId && other.MessageId == old && other.FromAddress == entry.FromAddress
                )
                .ExecuteUpdateAsync(set => set.SetProperty(other => other.ObsoletedBy, entry.MessageId), cancellationToken);
        }
    }
}
