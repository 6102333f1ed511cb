using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Organisations;

/// <summary>What an administrator does in the directory: one transaction for the act and its evidence; a refusal leaves only evidence.</summary>
internal static class KeepersAct
{
    /// <param name="records">Where it is written.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="type">Of the audit entry.</param>
    /// <param name="said">What the entry says; the act adds to it.</param>
    /// <param name="act">Changes rows, or says why not.</param>
    /// <param name="cancellationToken">Ends it before anything was written.</param>
    public static async Task<Outcome> KeepAsync(
        this PortalRecords records,
        Actor actor,
        string type,
        CanonicalObject said,
        Func<PortalWork, CanonicalObject, Task<Refusal?>> act,
        CancellationToken cancellationToken
    )
    {
        Refusal? refusal = PeopleDesk.MayKeep(actor.Function) ? null : CommonRefusals.NotPermitted;
        if (refusal is null)
        {
            await using var work = await records.BeginAsync(cancellationToken);
            refusal = await act(work, said);
            if (refusal is null)
            {
                work.Audit(new(type, AuditOutcome.Ok, actor.Name, actor.Role.Address.ToString(), null, null, null, said));
                try
                {
                    await work.CommitAsync(cancellationToken);
                    return Outcome.Done;
                }
                catch (DbUpdateException)
                {
                    refusal = CommonRefusals.ChangedMeanwhile; // another administrator was faster: the same row is there now
                }
            }
        }
        said["code"] = refusal.Code;
        await records.AuditAsync(
            new(type, AuditOutcome.Denied, actor.Name, actor.Role.Address.ToString(), null, null, null, said),
            cancellationToken
        );
        return Outcome.Refused(refusal);
    }

    /// <summary>Whether it is a name people can read: not empty, not too long, no control characters, no blanks at the ends.</summary>
    public static bool IsName(string text, int most) =>
        text.Length > 0 && text.Length <= most && text == text.Trim() && HiddenCharacters.IsPlainLine(text);
}
