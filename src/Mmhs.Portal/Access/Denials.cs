using Mmhs.Messages.Audit;
using Mmhs.Records;

namespace Mmhs.Portal.Access;

/// <summary>Who was turned away at a door of something that is there leaves a trace (MMHS §5.2). Nothing is told of what he asked for but its identifier.</summary>
internal static class Denials
{
    /// <param name="actor">Who was turned away.</param>
    /// <param name="door">What he wanted, in a word or two.</param>
    /// <param name="about">Identifier of what it was about; null: of nothing in particular.</param>
    /// <param name="messageId">Of the message, without angle brackets; null: it has none yet.</param>
    public static AuditEvent Of(Actor actor, string door, string? about, string? messageId = null) =>
        new Act(AuditTypes.AccessDecision, actor, about)
        {
            MessageId = messageId,
            Facts = new() { ["door"] = door },
        }.Refused();

    /// <summary>Writes it down at once; never inside another change.</summary>
    public static Task DenyAsync(
        this PortalRecords records,
        Actor actor,
        string door,
        Guid about,
        CancellationToken cancellationToken
    ) => records.AuditAsync(Of(actor, door, about.ToString("D")), cancellationToken);
}
