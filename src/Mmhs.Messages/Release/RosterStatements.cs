using System.Security.Cryptography;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Release;

/// <summary>A person adds a passkey to what proves that a yes is his.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="CredentialId">Base64url, as the authenticator made it.</param>
/// <param name="PublicKey">COSE_Key (RFC 9052 §7).</param>
/// <param name="At">When.</param>
public sealed record PasskeyStatement(string Name, string CredentialId, byte[] PublicKey, DateTimeOffset At) : Statement
{
    public override string Person => Name;

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 1,
            ["act"] = "add-passkey",
            ["person"] = Name,
            ["credential"] = CredentialId,
            ["publicKey"] = PublicKey,
            ["at"] = At,
        };
}

/// <summary>A person takes a passkey of his away.</summary>
public sealed record PasskeyRemovalStatement(string Name, string CredentialId, DateTimeOffset At) : Statement
{
    public override string Person => Name;

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 1,
            ["act"] = "remove-passkey",
            ["person"] = Name,
            ["credential"] = CredentialId,
            ["at"] = At,
        };
}

/// <summary>A person changes his password; said with a proof by the old one.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Verifier">Of the new password, as the signing service keeps it (RFC 5802 §3).</param>
/// <param name="At">When.</param>
public sealed record VerifierStatement(string Name, string Verifier, DateTimeOffset At) : Statement
{
    public override string Person => Name;

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 1,
            ["act"] = "change-password",
            ["person"] = Name,
            ["verifier"] = Verifier,
            ["at"] = At,
        };
}

/// <summary>The principal, or a keeper of rights, sets a deputy; a keeper's word wants a second yes to the same, the principal's or another keeper's.</summary>
/// <param name="Name">Sign-in name of who says it.</param>
/// <param name="Delegation">What is set.</param>
/// <param name="At">When.</param>
public sealed record DelegationStatement(string Name, Delegation Delegation, DateTimeOffset At) : Statement
{
    public override string Person => Name;

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 1,
            ["act"] = "delegate",
            ["person"] = Name,
            ["delegation"] = Delegation.Id.ToString("D"),
            ["principal"] = Delegation.Principal,
            ["deputy"] = Delegation.Deputy,
            ["role"] = Delegation.Role.ToString(),
            ["from"] = Delegation.From,
            ["until"] = Delegation.Until,
            ["at"] = At,
        };
}

/// <summary>The principal, the deputy or a keeper of rights ends a delegation before its time.</summary>
public sealed record DelegationEndStatement(string Name, Guid Delegation, DateTimeOffset At) : Statement
{
    public override string Person => Name;

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 1,
            ["act"] = "end-delegation",
            ["person"] = Name,
            ["delegation"] = Delegation.ToString("D"),
            ["at"] = At,
        };
}

/// <summary>A keeper of rights says yes to a change of the book: one proposes, another approves the same two digests.</summary>
/// <param name="Name">Sign-in name of the keeper.</param>
/// <param name="Proposal">Names the proposal.</param>
/// <param name="Before">Digest of the book it changes.</param>
/// <param name="After">Digest of the book as it will be.</param>
/// <param name="At">When.</param>
public sealed record BookStatement(string Name, Guid Proposal, string Before, string After, DateTimeOffset At) : Statement
{
    /// <summary>Digest over what people new in the book prove themselves by (<see cref="DigestOf"/>); null: it has none.</summary>
    public string? Newcomers { get; init; }

    public override string Person => Name;

    /// <summary>SHA-256 over names and verifiers in lower-case hexadecimal; null where there are none.</summary>
    public static string? DigestOf(IReadOnlyDictionary<string, string> firstVerifiers)
    {
        if (firstVerifiers.Count == 0)
            return null;
        var said = new CanonicalObject();
        foreach (var (name, verifier) in firstVerifiers)
            said[name] = verifier;
        return Convert.ToHexStringLower(SHA256.HashData(said.ToBytes()));
    }

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 2,
            ["act"] = "change-rights",
            ["person"] = Name,
            ["proposal"] = Proposal.ToString("D"),
            ["before"] = Before,
            ["after"] = After,
            ["newcomers"] = Newcomers,
            ["at"] = At,
        };
}
