using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Trust;
using Org.BouncyCastle.Cms;

namespace Mmhs.Wire.Smime;

/// <summary>Verifies every signer of a SignedData (RFC 5652 §5.4, §5.6; RFC 8551 §2; smime.md §5).</summary>
internal static class SignedDataReader
{
    /// <param name="path">Of the layer.</param>
    /// <param name="signed">The signatures.</param>
    /// <param name="content">The octets they are to be over.</param>
    /// <param name="trust">Which roots may vouch for which domain.</param>
    /// <param name="at">When certificates are to be valid.</param>
    [SuppressMessage("Design", "CA1031", Justification = "The library reports bad octets with whatever came to hand.")]
    public static LayerReading Read(
        string path,
        CmsSignedData signed,
        ReadOnlyMemory<byte> content,
        SignerTrust trust,
        DateTimeOffset at
    )
    {
        using var certificates = new CertificateBag();
        try
        {
            certificates.AddAll(signed);
            var signers = signed.GetSignerInfos().GetSigners();
            if (signers.Count == 0)
                return new(path, LayerKind.Signed, LayerStatus.Unverified, "The layer has no signer.", []);
            ImmutableArray<SignerReading> readings =
            [
                .. signers.Select(signer => Read(signer, signed.SignedContentType.Id, content, certificates, trust, at)),
            ];
            return new(
                path,
                LayerKind.Signed,
                Overall(readings),
                readings.FirstOrDefault(reading => reading.Status != SignerStatus.Valid)?.Reason,
                readings
            );
        }
        catch (Exception bad)
        {
            return new(
                path,
                LayerKind.Signed,
                LayerStatus.Malformed,
                $"The signature cannot be read ({bad.GetType().Name}).",
                []
            );
        }
    }

    private static LayerStatus Overall(ImmutableArray<SignerReading> readings) =>
        readings.Max(reading => reading.Status) switch
        {
            SignerStatus.Valid => LayerStatus.Valid,
            SignerStatus.Unverified => LayerStatus.Unverified,
            SignerStatus.Invalid => LayerStatus.Invalid,
        };

    [SuppressMessage("Design", "CA1031", Justification = "The library reports bad octets with whatever came to hand.")]
    private static SignerReading Read(
        SignerInformation signer,
        string contentType,
        ReadOnlyMemory<byte> content,
        CertificateBag bag,
        SignerTrust trust,
        DateTimeOffset at
    )
    {
        var reading = new SignerReading
        {
            Identity = $"serial {signer.SignerID.SerialNumber?.ToString(16) ?? "unknown"}",
            Digest = signer.DigestAlgorithmID.Algorithm.Id,
            Algorithm = signer.SignatureAlgorithm.Algorithm.Id,
        };
        try
        {
            var attributes = new SignedAttributes(signer);
            reading = Describe(reading, attributes);
            var candidates = bag.Of(signer.SignerID);
            if (candidates.Count == 0)
                return reading with
                {
                    Status = SignerStatus.Unverified,
                    Reason = "The signer's certificate is not in the message.",
                };
            // RFC 8551 §2.3: a key identifier may fit several certificates
            var tried = candidates
                .Select(candidate => Try(reading, signer, attributes, contentType, content, candidate))
                .ToList();
            var best = tried.MinBy(outcome => outcome.Reading.Status);
            if (best.Reading.Status != SignerStatus.Valid)
                return best.Reading;
            var path = CertificatePath.Check(best.Certificate, best.Reading.Email, bag.All, trust, at);
            return best.Reading with { Chain = path.Status, Trusted = path.Trusted, Reason = path.Reason ?? best.Reading.Reason };
        }
        catch (Exception bad)
        {
            return reading with
            {
                Status = SignerStatus.Invalid,
                Reason = $"The signature cannot be read ({bad.GetType().Name}).",
            };
        }
    }

    private static SignerReading Describe(SignerReading reading, SignedAttributes attributes)
    {
        if (attributes.Fault is not null)
            return reading;
        var (label, problem) = attributes.Label();
        return reading with
        {
            SigningTime = attributes.SigningTime,
            SignatureType = attributes.SignatureType,
            ReceiptRequested = attributes.ReceiptRequested,
            Label = label,
            LabelProblem = problem,
        };
    }

    private static (SignerReading Reading, X509Certificate2 Certificate) Try(
        SignerReading reading,
        SignerInformation signer,
        SignedAttributes attributes,
        string contentType,
        ReadOnlyMemory<byte> content,
        X509Certificate2 certificate
    )
    {
        var described = reading with
        {
            Identity = certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } name
                ? name
                : certificate.Subject,
            Email = CertificateAddresses.Of(certificate),
            Issuer = certificate.Issuer,
            Serial = certificate.SerialNumber,
        };
        return (Judge(described, signer, attributes, contentType, content, certificate), certificate);
    }

    private static SignerReading Judge(
        SignerReading reading,
        SignerInformation signer,
        SignedAttributes attributes,
        string contentType,
        ReadOnlyMemory<byte> content,
        X509Certificate2 certificate
    )
    {
        SignerReading Invalid(string reason) => reading with { Status = SignerStatus.Invalid, Reason = reason };
        SignerReading Unverified(string reason) => reading with { Status = SignerStatus.Unverified, Reason = reason };

        if (attributes.Fault is { } fault)
            return Invalid(fault);
        if (SignatureArithmetic.Digest(signer.DigestAlgorithmID.Algorithm.Id) is not { } digest)
            return Unverified("The digest algorithm is weak or not supported here.");
        var hash = CryptographicOperations.HashData(digest, content.Span);
        if (attributes.IsPresent)
        {
            if (attributes.Contradiction(contentType, hash) is { } contradiction)
                return Invalid(contradiction);
        }
        else if (contentType != CmsOids.Data)
            return Invalid("A signature over other than plain data has no signed attributes."); // RFC 5652 §5.3

        var holds = false;
        foreach (
            var signed in attributes.IsPresent
                ? attributes.SignedForms().Select(form => CryptographicOperations.HashData(digest, form))
                : [hash]
        )
        {
            if (
                SignatureArithmetic.Verify(
                    certificate,
                    signer.SignatureAlgorithm.Algorithm.Id,
                    digest,
                    signed,
                    signer.GetSignature()
                )
                is not { } verified
            )
                return Unverified("The signature algorithm is not supported here.");
            holds |= verified;
        }
        if (!holds)
            return Invalid("The signature is not one by this certificate over this content.");
        if (attributes.OtherCertificate(certificate.RawData) is { } other)
            return Invalid(other);
        var weakness = SignatureArithmetic.Weakness(certificate, digest);
        return reading with { Status = SignerStatus.Valid, Reason = weakness, IsWeak = weakness is not null };
    }

    /// <summary>The certificates of one message, as the platform's objects.</summary>
    private sealed class CertificateBag : IDisposable
    {
        private readonly List<(Org.BouncyCastle.X509.X509Certificate Parsed, X509Certificate2 Native)> _certificates = [];

        public X509Certificate2Collection All => [.. _certificates.Select(certificate => certificate.Native)];

        public void AddAll(CmsSignedData signed)
        {
            foreach (var certificate in signed.GetCertificates().EnumerateMatches(null))
            {
                try
                {
                    _certificates.Add((certificate, X509CertificateLoader.LoadCertificate(certificate.GetEncoded())));
                }
                catch (CryptographicException)
                {
                    // one that cannot be read helps nobody; the signer it belonged to is left without
                }
            }
        }

        public List<X509Certificate2> Of(SignerID signer) =>
            [.. _certificates.Where(certificate => signer.Match(certificate.Parsed)).Select(certificate => certificate.Native)];

        public void Dispose()
        {
            foreach (var (_, native) in _certificates)
                native.Dispose();
        }
    }
}
