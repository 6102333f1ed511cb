using Mmhs.Messages.Audit;
using Mmhs.Records.Operate;

namespace Mmhs.Portal.Shared;

/// <summary>The evidence that an item was set aside.</summary>
internal static class SetAsideAudit
{
    /// <param name="work">Where it was worked on.</param>
    /// <param name="item">Which one.</param>
    /// <param name="role">Address of the role it is of; null: cannot be told.</param>
    /// <param name="messageId">Null for none.</param>
    /// <param name="reason">Without a word of the message.</param>
    public static AuditEvent Event(SetAsideWork work, string item, string? role, string? messageId, string reason) =>
        new(
            AuditTypes.ItemSetAside,
            AuditOutcome.Failed,
            "portal",
            role,
            messageId,
            null,
            item,
            new() { ["work"] = work.ToString(), ["reason"] = reason }
        );
}
