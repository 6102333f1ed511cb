using System.Collections.Immutable;
using Mmhs.Messages.Track;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>What the signatures around a whole message are worth together, in a status and in words.</summary>
/// <remarks>
/// The worst of several decides: whoever could make one fail cannot be told from whoever could not. A certificate must speak for From; one
/// that speaks for Sender alone proves who sent the message and not whose it is, though RFC 8550 §3 would let it pass. Source: RFC 8551 §2.4; RFC 8550 §3.
/// </remarks>
/// <param name="Status">The verdict.</param>
/// <param name="Words">A sentence to be shown.</param>
/// <param name="Signed">Those of From and Sender for whom good and trusted signatures speak.</param>
internal sealed record SignatureVerdict(SignatureStatus Status, string Words, ImmutableArray<string> Signed)
{
    /// <param name="layers">Those that cover the whole message, from the outside in.</param>
    /// <param name="partsAreSigned">Whether a part of it is signed by itself.</param>
    /// <param name="originator">Of the header that counts.</param>
    public static SignatureVerdict Of(IReadOnlyList<LayerReading> layers, bool partsAreSigned, OriginatorView originator)
    {
        if (layers.Count == 0)
            return new(
                SignatureStatus.Unsigned,
                partsAreSigned ? "Only a part of this message is signed." : "Nobody signed this message.",
                []
            );
        // the innermost comes first: it is the originator's, and its words are the ones to show
        var all = layers.Reverse().SelectMany(layer => Judge(layer, originator)).ToList();
        var worst = all.Aggregate((worst, next) => next.Status > worst.Status ? next : worst);
        ImmutableArray<string> signed = [.. all.SelectMany(one => one.Signed).Distinct()];
        var others = originator.ReadFrom.Mailboxes.Select(mailbox => mailbox.Address).Except(signed).ToList();
        return worst.Status == SignatureStatus.Valid && others.Count > 0
            ? new(
                SignatureStatus.Untrusted,
                $"{worst.Words} It is also sent in the name of {string.Join(", ", others)}, who did not sign.",
                signed
            )
            : worst with
            {
                Signed = signed,
            };
    }

    private static IEnumerable<SignatureVerdict> Judge(LayerReading layer, OriginatorView originator)
    {
        if (!layer.Signers.IsEmpty)
            return layer.Signers.Select(signer => Judge(signer, originator));
        return
        [
            layer.Status == LayerStatus.Unverified
                ? new(SignatureStatus.Unsigned, "Nobody signed this message.", [])
                : new(SignatureStatus.Invalid, layer.Reason ?? "The signature cannot be read.", []),
        ];
    }

    private static SignatureVerdict Judge(SignerReading signer, OriginatorView originator)
    {
        var (from, sender) = (Covered(signer.Trusted, originator.ReadFrom), Covered(signer.Trusted, originator.ReadSender));
        var who = signer.Email is [var address, ..]
            ? $"{signer.Identity} ({from.Concat(sender).FirstOrDefault() ?? address})"
            : signer.Identity;
        return signer switch
        {
            { Status: SignerStatus.Invalid } => Bad(SignatureStatus.Invalid, $"The signature is broken. {signer.Reason}"),
            { Status: SignerStatus.Unverified } => Bad(
                SignatureStatus.Invalid,
                $"The signature cannot be checked. {signer.Reason}"
            ),
            { IsWeak: true } => Bad(
                SignatureStatus.Untrusted,
                $"Signed by {who}, with an algorithm too weak to rely on. {signer.Reason}"
            ),
            { Chain: not ChainStatus.Valid } => Bad(
                SignatureStatus.Untrusted,
                $"Signed by {who}, whose certificate is not trusted. {signer.Reason}"
            ),
            { Email.IsEmpty: true } => Bad(SignatureStatus.Untrusted, $"Signed by {who}, whose certificate names no address."),
            _ when originator.ReadFrom is not OriginatorReading.One => Bad(
                SignatureStatus.Untrusted,
                $"Signed by {who}, but From {Fault(originator.ReadFrom)}."
            ),
            _ when from.IsEmpty && Covered(signer.Email, originator.ReadFrom) is [var named, ..] => new(
                SignatureStatus.Untrusted,
                $"Signed by {who}, whose certificate is not trusted for {named}. {signer.Reason}",
                sender
            ),
            _ when from.IsEmpty && !sender.IsEmpty => new(
                SignatureStatus.Untrusted,
                $"Signed by {who} as its Sender alone. Nothing proves that it is of {originator.From[0].Address}.",
                sender
            ),
            _ when from.IsEmpty => Bad(
                SignatureStatus.Untrusted,
                $"Signed by {who}, but sent in the name of {originator.From[0].Address}."
            ),
            _ => new(
                SignatureStatus.Valid,
                $"Signed by {who}, certificate valid. Whether it was revoked is not known.",
                [.. from, .. sender]
            ),
        };
    }

    private static SignatureVerdict Bad(SignatureStatus status, string words) => new(status, words, []);

    private static string Fault(OriginatorReading from) =>
        from switch
        {
            OriginatorReading.Missing => "names nobody",
            OriginatorReading.Repeated => "is there more than once",
            _ => "cannot be read to the last octet",
        };

    private static ImmutableArray<string> Covered(ImmutableArray<string> addresses, OriginatorReading field) =>
        [.. field.Mailboxes.Select(mailbox => mailbox.Address).Where(address => CertificateAddresses.Covers(addresses, address))];
}
