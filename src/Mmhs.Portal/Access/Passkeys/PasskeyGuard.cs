using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Wire.Passkeys;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>Watches the counters of passkeys. One that goes back was copied, or its authenticator is broken: it is set aside, and an alarm is raised.</summary>
/// <remarks>
/// WebAuthn Level 2 §6.1.1, §7.2 step 21. Only answers whose signature holds come here, or anybody could set others' passkeys aside. Passkeys
/// that are synchronised count 0 and are never judged by it. The portal looks when the yes is given; the signing service looks again later, at
/// proofs whose counters are old by then, and therefore does not judge them.
/// </remarks>
public sealed class PasskeyGuard(PortalRecords records, TimeProvider time)
{
    /// <summary>Why a proof whose signature holds is not taken all the same; null when it is.</summary>
    internal Task<Refusal?> ObjectionAsync(Actor actor, byte[] proof, CancellationToken cancellationToken) =>
        PasskeyResponse.TryReadProof(proof, out var answer)
            ? ObjectionAsync(answer, $"proof as {actor.Role.Address}", cancellationToken)
            : Task.FromResult<Refusal?>(PasskeyRefusals.Gone);

    /// <param name="answer">Its signature holds.</param>
    /// <param name="how">What it was used for, for the evidence.</param>
    public async Task<Refusal?> ObjectionAsync(PasskeyResponse answer, string how, CancellationToken cancellationToken)
    {
        var (credential, digest, now) = (
            Base64Url.DecodeFromChars(answer.CredentialId),
            SHA256.HashData(answer.Signature),
            time.GetUtcNow()
        );
        await using var work = await records.BeginAsync(cancellationToken);
        if (
            await work.Context.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.CredentialId == credential, cancellationToken)
                is not { } passkey
            || answer.Counter is not { } count
        )
            return PasskeyRefusals.Gone;
        var use = await work.Context.PasskeyUses.SingleOrDefaultAsync(u => u.CredentialId == credential, cancellationToken);
        if (use is null)
            work.Context.PasskeyUses.Add(use = new() { CredentialId = credential });
        if (use.SetAsideAt is not null)
            return PasskeyRefusals.SetAside;
        if (use.LastAnswer is { } last && last.AsSpan().SequenceEqual(digest))
            return null; // the very same answer once more
        var stored = Math.Max(passkey.Data.SignCount, use.SignCount);
        if (count <= stored && (count != 0 || stored != 0))
        {
            use.SetAsideAt = now;
            if (use.LastUsedAt == default)
                use.LastUsedAt = now;
            var person = await work
                .Context.Users.Where(one => one.Id == passkey.UserId)
                .Select(one => one.UserName)
                .SingleAsync(cancellationToken);
            work.Audit(
                new(
                    AuditTypes.PasskeyCloned,
                    AuditOutcome.Denied,
                    person,
                    null,
                    null,
                    null,
                    null,
                    new()
                    {
                        ["code"] = PasskeyRefusals.Copied.Code,
                        ["person"] = person,
                        ["credential"] = answer.CredentialId,
                        ["what"] = $"{how}: counter {count} after {stored}",
                    }
                )
            );
            work.Changed(ChangeTopic.Sessions);
            await work.CommitAsync(cancellationToken);
            return PasskeyRefusals.Copied;
        }
        (use.SignCount, use.LastAnswer, use.LastUsedAt) = (count, digest, now);
        await work.CommitAsync(cancellationToken);
        return null;
    }
}
