using System.Collections.Immutable;
using Mmhs.Messages.Track;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>What the signatures around a whole message are worth together, in a status and in words.</summary>
/// <remarks>The worst of several decides: whoever could make one fail cannot be told from whoever could not. Source: RFC 8551 §2.4; RFC 8550 §3.</remarks>
internal sealed record SignatureVerdict(SignatureStatus Status, string Words)
{
    /// <param name="layers">Those that cover the whole message, from the outside in.</param>
    /// <param name="partsAreSigned">Whether a part of it is signed by itself.</param>
    /// <param name="from">From and Sender of the header that counts.</param>
    public static SignatureVerdict Of(IReadOnlyList<LayerReading> layers, bool partsAreSigned, ImmutableArray<HeaderAddress> from)
    {
        if (layers.Count == 0)
            return new(SignatureStatus.Unsigned, partsAreSigned ? "Only a part of this message is signed." : "Nobody signed this message.");
        // the innermost comes first: it is the originator's, and its words are the ones to show
        return layers.Reverse().SelectMany(layer => Judge(layer, from)).Aggregate((worst, next) => next.Status > worst.Status ? next : worst);
    }

    private static IEnumerable<SignatureVerdict> Judge(LayerReading layer, ImmutableArray<HeaderAddress> from)
    {
        if (!layer.Signers.IsEmpty) return layer.Signers.Select(signer => Judge(signer, from));
        return [layer.Status == LayerStatus.Unverified
            ? new(SignatureStatus.Unsigned, "Nobody signed this message.")
            : new(SignatureStatus.Invalid, layer.Reason ?? "The signature cannot be read.")];
    }

    private static SignatureVerdict Judge(SignerReading signer, ImmutableArray<HeaderAddress> from)
    {
        var who = signer.Email is [var address, ..] ? $"{signer.Identity} ({Shown(signer, from) ?? address})" : signer.Identity;
        return signer switch
        {
            { Status: SignerStatus.Invalid } => new(SignatureStatus.Invalid, $"The signature is broken. {signer.Reason}"),
            { Status: SignerStatus.Unverified } => new(SignatureStatus.Invalid, $"The signature cannot be checked. {signer.Reason}"),
            { IsWeak: true } => new(SignatureStatus.Untrusted, $"Signed by {who}, with an algorithm too weak to rely on. {signer.Reason}"),
            { Chain: not ChainStatus.Valid } => new(SignatureStatus.Untrusted, $"Signed by {who}, whose certificate is not trusted. {signer.Reason}"),
            { Email.IsEmpty: true } => new(SignatureStatus.Untrusted, $"Signed by {who}, whose certificate names no address."),
            _ when Shown(signer, from) is null =>
                new(SignatureStatus.Untrusted, $"Signed by {who}, but sent in the name of {(from is [var claimed, ..] ? claimed.Address : "nobody")}."),
            _ => new(SignatureStatus.Valid, $"Signed by {who}, certificate valid. Whether it was revoked is not known."),
        };
    }

    // RFC 8550 §3: the certificate speaks for From, or for Sender
    private static string? Shown(SignerReading signer, ImmutableArray<HeaderAddress> from) =>
        from.Select(mailbox => mailbox.Address).FirstOrDefault(address => CertificateAddresses.Covers(signer.Email, address));
}
