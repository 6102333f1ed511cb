using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Client;

/// <summary>Signed, or why not.</summary>
public abstract record SigningResult
{
    private SigningResult() { }

    public sealed record Signed(ImmutableArray<SignedCopy> Copies) : SigningResult;

    public sealed record Refused(Refusal Reason) : SigningResult;

    /// <param name="Reason">Why nothing is signed at all for now; nothing is wrong with the message, and it is asked for again.</param>
    public sealed record Later(Refusal Reason) : SigningResult;
}

/// <summary>One copy, ready to be submitted as it is.</summary>
/// <param name="Plan">Whose copy.</param>
/// <param name="EnvelopeId">The approved ENVID of its submission.</param>
/// <param name="Octets">RFC 5322 message with CRLF line ends.</param>
public sealed record SignedCopy(PlannedCopy Plan, EnvelopeId EnvelopeId, ReadOnlyMemory<byte> Octets);
