using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;

namespace Mmhs.Records.Operate;

/// <summary>Writes down what is set aside, inside the caller's transaction.</summary>
public static class SetAside
{
    /// <summary>The same item once more is the same row, and waits for an operator again.</summary>
    /// <param name="context">The records.</param>
    /// <param name="work">Where it was worked on.</param>
    /// <param name="item">Which one, up to 80 characters.</param>
    /// <param name="role">The role it is of; null: cannot be told.</param>
    /// <param name="messageId">Null for none.</param>
    /// <param name="reason">What went wrong, without a word of the message.</param>
    /// <param name="now">The clock.</param>
    public static async Task SetAsideAsync(
        this PortalContext context,
        SetAsideWork work,
        string item,
        int? role,
        string? messageId,
        string reason,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var row = await context
            .SetAsides.SingleOrDefaultAsync(
                known => known.Work == work && known.Item == item && known.RoleId == role,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (row is null)
        {
            row = new()
            {
                Work = work,
                Item = item,
                RoleId = role,
                MessageId = messageId is null ? null : Characters.Cut(messageId, 400),
                FirstAt = now,
            };
            context.SetAsides.Add(row);
        }
        row.Reason = Characters.Cut(reason, 1000);
        row.Times++;
        row.LastAt = now;
        row.SettledAt = null;
        row.SettledBy = null;
    }
}
