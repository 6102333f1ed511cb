using System.Buffers;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay.Border;

/// <summary>Whether a formal message of ours bears the marks of its release (RFC 7912 §3.2, §3.4).</summary>
/// <remarks>Drafts wait in the portal, never in the relay: what comes here unreleased is refused, not held (RFC 7912 §3.2 leaves the way to the releaser open).</remarks>
internal sealed class ReleaseGate(RelayOptions options, IRelayDirectory directory, TimeProvider time)
{
    // whoever else is trusted for his own mail releases none of ours
    private readonly SignerTrust _signers = options.SignerRoots is { } roots ? SignerTrust.AnyDomain(roots) : SignerTrust.Nobody;

    /// <summary>Null where it may go on. Asked of formal messages alone, whose header has been found sound.</summary>
    public Rejection? Ask(MessageHeader header, in ReadOnlySequence<byte> content)
    {
        if (!header.IsFormal || options.Release == ReleaseDemand.None)
            return null;
        if (header.Count(FieldNames.AuthorizingUsers) == 0)
            return new(550, "5.7.1", "A formal message leaves only after its release", "RELEASE_MISSING");
        return options.Release == ReleaseDemand.Signed ? Signature(content) : null;
    }

    private Rejection? Signature(in ReadOnlySequence<byte> content)
    {
        var octets = content.IsSingleSegment ? content.First : content.ToArray();
        var reading = MessageReader.Read(octets, new(_signers, directory.Policies, time.GetUtcNow()) { FieldsOnly = true });
        if (reading.IsProven)
            return null;
        return new(
            new(550, "5.7.7", "Review signature missing or invalid"),
            "RELEASE_SIGNATURE",
            [reading.Signature.ToString(), .. reading.HeaderDifferences.Concat(reading.Unsigned).Take(10)]
        );
    }
}
