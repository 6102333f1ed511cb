using System.Security.Cryptography;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>What a releaser says yes to: this content, these system-filled values, by this person in this role.</summary>
/// <param name="DraftId">The draft.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="ContentHash">Of that version.</param>
/// <param name="Filled">What the dialog showed.</param>
/// <param name="Releaser">Sign-in name.</param>
/// <param name="ReleaserMailbox">What MMHS-Authorizing-Users will say (RFC 7912 §4).</param>
/// <param name="Role">Address of the role he released in.</param>
/// <param name="At">When he said yes.</param>
public sealed record ApprovalStatement(
    Guid DraftId, int Version, string ContentHash, SystemFilled Filled, string Releaser, Mailbox ReleaserMailbox, EmailAddress Role, DateTimeOffset At)
{
    /// <summary>The octets a proof is made over.</summary>
    public byte[] ToBytes() => new CanonicalObject
    {
        ["v"] = 1,
        ["decision"] = "release",
        ["draft"] = DraftId.ToString("D"),
        ["version"] = Version,
        ["contentHash"] = ContentHash,
        ["filled"] = Filled.ToCanonical(),
        ["releaser"] = Releaser,
        ["releaserName"] = ReleaserMailbox.DisplayName,
        ["releaserAddress"] = ReleaserMailbox.Address.ToString(),
        ["role"] = Role.ToString(),
        ["at"] = At,
    }.ToBytes();

    /// <summary>SHA-256 of the octets, 64 hexadecimal digits in lower case.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));
}

/// <summary>How a releaser proved that the yes is his.</summary>
public enum ApprovalMethod : byte
{
    /// <summary>His password, typed again, keyed a proof over the statement's octets (RFC 5802 §3); the weaker way.</summary>
    PasswordProof = 1,
}

/// <summary>A yes with its proof, which the signing service checks by itself.</summary>
public sealed record Approval(ApprovalStatement Statement, ApprovalMethod Method, byte[] Proof);
