using System.Collections.Immutable;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Smime;

/// <summary>What the arithmetic of one signature came to.</summary>
public enum SignerStatus : byte
{
    /// <summary>The octets are those that were signed, and the attributes keep their rules.</summary>
    Valid = 0,

    /// <summary>It could not be tried: no certificate, or an algorithm not supported here.</summary>
    Unverified = 1,

    Invalid = 2,
}

/// <summary>Whether a certificate leads to a root that may vouch for one of its addresses at least.</summary>
public enum ChainStatus : byte
{
    Valid = 0,

    /// <summary>Not tried: there is no certificate.</summary>
    Unknown = 1,

    Expired = 2,

    Untrusted = 3,

    Revoked = 4,
}

/// <summary>One signer of a layer.</summary>
public sealed record SignerReading
{
    /// <summary>The common name, or the whole subject where there is none; issuer and serial where there is no certificate.</summary>
    public required string Identity { get; init; }

    /// <summary>All the certificate names.</summary>
    public ImmutableArray<string> Email { get; init; } = [];

    /// <summary>Those of them for whose domain its root may vouch; nobody is held to the others.</summary>
    public ImmutableArray<string> Trusted { get; init; } = [];

    public string? Issuer { get; init; }

    /// <summary>Hexadecimal, upper case.</summary>
    public string? Serial { get; init; }

    public string? Digest { get; init; }

    public string? Algorithm { get; init; }

    /// <summary>What the signer claims.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    public SignerStatus Status { get; init; }

    public ChainStatus Chain { get; init; } = ChainStatus.Unknown;

    /// <summary>Why status or chain are not valid, or what else is to be known; null when nothing is.</summary>
    public string? Reason { get; init; }

    /// <summary><c>originator</c>, <c>domain</c>, <c>additionalAttributes</c>, <c>review</c> or an identifier (RFC 3183 §3).</summary>
    public string SignatureType { get; init; } = "originator";

    /// <summary>Null when there is none that can be read.</summary>
    public SecurityLabel? Label { get; init; }

    /// <summary>Why a label that is there cannot be read.</summary>
    public string? LabelProblem { get; init; }

    public bool ReceiptRequested { get; init; }

    /// <summary>Whether algorithm or key are too weak to hold anybody to it.</summary>
    public bool IsWeak { get; init; }
}

public enum LayerKind : byte
{
    Signed = 0,
    Enveloped = 1,
    AuthEnveloped = 2,
    Compressed = 3,
    Receipt = 4,
}

public enum LayerStatus : byte
{
    Valid = 0,
    Invalid = 1,
    Unverified = 2,
    Undecryptable = 3,
    Malformed = 4,
}

/// <summary>One cryptographic wrapper of a message.</summary>
/// <param name="Path">Of the part that is the wrapper.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Status">Of a signature: that of all its signers; trust is said with each signer.</param>
/// <param name="Reason">Null when valid.</param>
/// <param name="Signers">Empty for other kinds.</param>
public sealed record LayerReading(
    string Path,
    LayerKind Kind,
    LayerStatus Status,
    string? Reason,
    ImmutableArray<SignerReading> Signers
);
