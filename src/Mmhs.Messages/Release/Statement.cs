using System.Security.Cryptography;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Release;

/// <summary>Something a person says yes to: its octets are what his proof is made over.</summary>
public abstract record Statement
{
    /// <summary>Sign-in name of who says it.</summary>
    public abstract string Person { get; }

    /// <summary>When it was made up; only orders, since who writes it chooses it.</summary>
    public abstract DateTimeOffset At { get; init; }

    public byte[] ToBytes() => ToCanonical().ToBytes();

    /// <summary>SHA-256 of the octets: the challenge a passkey signs.</summary>
    public byte[] Challenge() => SHA256.HashData(ToBytes());

    /// <summary>The challenge as 64 hexadecimal digits in lower case.</summary>
    public string Digest() => Convert.ToHexStringLower(Challenge());

    internal abstract CanonicalObject ToCanonical();

    /// <summary>The moment as a statement can hold it.</summary>
    public static DateTimeOffset Moment(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
}

/// <summary>How a person proved that a yes is his.</summary>
public enum ApprovalMethod : byte
{
    /// <summary>His password, typed again, keyed a proof over the statement's octets (RFC 5802 §3); the weaker way, because the portal sees the password for a moment.</summary>
    PasswordProof = 1,

    /// <summary>His passkey signed the digest of the statement's octets as its challenge (WebAuthn Level 2 §7.2).</summary>
    Passkey = 2,
}

public static class ApprovalMethods
{
    /// <summary>The word of audit entries and of the API.</summary>
    public static string ToWord(this ApprovalMethod method) =>
        method switch
        {
            ApprovalMethod.PasswordProof => "password-proof",
            ApprovalMethod.Passkey => "passkey",
        };
}

/// <summary>What makes a statement the person's own; the signing service checks it by itself.</summary>
/// <param name="Method">How it was made.</param>
/// <param name="Octets">For a password the client proof, for a passkey its answer.</param>
public sealed record Proof(ApprovalMethod Method, byte[] Octets)
{
    /// <summary>What may be kept of it: of a password only that there was one, of a passkey its answer, which is a signature and makes no other.</summary>
    public Proof Kept => Method == ApprovalMethod.PasswordProof ? this with { Octets = [] } : this;
}
