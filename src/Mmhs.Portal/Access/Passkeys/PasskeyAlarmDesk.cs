using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>A passkey that is set aside.</summary>
/// <param name="Id">Credential identifier, base64url.</param>
/// <param name="Name">What its owner calls it.</param>
internal sealed record PasskeyAlarm(string Id, string Name, Guid PersonId, string Person, string DisplayName, DateTimeOffset At);

/// <summary>Passkeys that seem to be copied: security officers and administrators of the organisation see them, an administrator decides.</summary>
internal sealed class PasskeyAlarmDesk(PortalRecords records)
{
    public static bool MaySee(RoleFunction function) => function is RoleFunction.SecurityOfficer or RoleFunction.Administrator;

    public async Task<IReadOnlyList<PasskeyAlarm>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Function))
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var rows = await (
            from use in context.PasskeyUses
            where use.SetAsideAt != null
            join passkey in context.Passkeys on use.CredentialId equals passkey.CredentialId
            join person in context.Users on passkey.UserId equals person.Id
            where person.OrganisationId == actor.OrganisationId
            orderby use.SetAsideAt descending
            select new
            {
                Passkey = passkey,
                person.Id,
                person.UserName,
                person.DisplayName,
                use.SetAsideAt,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new PasskeyAlarm(
                Base64Url.EncodeToString(row.Passkey.CredentialId),
                row.Passkey.Data.Name ?? "Passkey",
                row.Id,
                row.UserName!,
                row.DisplayName,
                row.SetAsideAt!.Value
            )),
        ];
    }

    /// <summary>Lets it be used again, its counter beginning anew, or takes it away. Nobody decides on his own.</summary>
    public async Task<Outcome> DecideAsync(Actor actor, string credential, bool again, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.PasskeyDecided, actor) { Facts = new() { ["what"] = again ? "used again" : "removed" } };
        if (actor.Function != RoleFunction.Administrator)
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        if (credential.Length > 1400 || !Base64Url.IsValid(credential))
            return Outcome.Refused(CommonRefusals.NotFound);
        var id = Base64Url.DecodeFromChars(credential);
        act.Facts["credential"] = credential;
        return await records.RunAsync(
            act,
            async work =>
            {
                var passkey = await work.Context.Passkeys.SingleOrDefaultAsync(
                    p =>
                        p.CredentialId == id
                        && work.Context.Users.Any(u => u.Id == p.UserId && u.OrganisationId == actor.OrganisationId),
                    cancellationToken
                );
                var use = await work.Context.PasskeyUses.SingleOrDefaultAsync(
                    u => u.CredentialId == id && u.SetAsideAt != null,
                    cancellationToken
                );
                if (passkey is null || use is null)
                    return CommonRefusals.NotFound;
                act.Facts["person"] = await work
                    .Context.Users.Where(u => u.Id == passkey.UserId)
                    .Select(u => u.UserName!)
                    .SingleAsync(cancellationToken);
                if (passkey.UserId == actor.PersonId)
                    return PasskeyRefusals.OwnAlarm;
                if (again)
                {
                    (use.SetAsideAt, use.SignCount, use.LastAnswer) = (null, 0, null);
                    passkey.Data.SignCount = 0;
                }
                else
                {
                    work.Context.PasskeyUses.Remove(use);
                    work.Context.Passkeys.Remove(passkey);
                }
                work.Changed(ChangeTopic.Sessions);
                return (Refusal?)null;
            },
            cancellationToken
        );
    }
}
