using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mmhs.Wire.Smime;

namespace Mmhs.Testing;

/// <summary>An authority and what it certifies, made anew for each test.</summary>
public sealed class TestSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="name">Its common name; two authorities side by side need two.</param>
    /// <param name="mailOf">The only host whose addresses it may certify (RFC 5280 §4.2.1.10); null: it may certify any.</param>
    public TestSigner(string name = "Test authority", string? mailOf = null)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (mailOf is not null)
            request.CertificateExtensions.Add(new X509Extension("2.5.29.30", OnlyMailOf(mailOf), critical: true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(120));
    }

    public X509Certificate2 Authority { get; }

    public SigningIdentity Issue(params string[] addresses)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={addresses[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var address in addresses)
            names.AddEmailAddress(address);
        request.CertificateExtensions.Add(names.Build());
        var serial = SHA256.HashData(Encoding.ASCII.GetBytes(addresses[0]))[..8];
        return new(
            request.Create(Authority, DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(110), serial),
            key,
            []
        );
    }

    public void Dispose()
    {
        Authority.Dispose();
        _key.Dispose();
    }

    /// <summary>The fields of a <c>multipart/signed</c> with these parts, and the parts.</summary>
    /// <param name="signature">Of the first.</param>
    /// <param name="parts">MIME entities without the line end that belongs to the boundary.</param>
    /// <param name="parameters">Of the Content-Type.</param>
    public static string Clear(
        byte[] signature,
        IReadOnlyList<string> parts,
        string parameters = "protocol=\"application/pkcs7-signature\"; micalg=sha-256"
    ) =>
        $"MIME-Version: 1.0\r\nContent-Type: multipart/signed; {parameters}; boundary=sig\r\n\r\n"
        + string.Concat(
            parts.Take(1).Append(SignaturePart(signature)).Concat(parts.Skip(1)).Select(part => $"--sig\r\n{part}\r\n")
        )
        + "--sig--\r\n";

    public static string Opaque(byte[] signed) =>
        $"MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(signed)}\r\n";

    private static byte[] OnlyMailOf(string host)
    {
        var constraints = new AsnWriter(AsnEncodingRules.DER);
        using (constraints.PushSequence())
        using (constraints.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (constraints.PushSequence())
            constraints.WriteCharacterString(UniversalTagNumber.IA5String, host, new Asn1Tag(TagClass.ContextSpecific, 1));
        return constraints.Encode();
    }

    private static string SignaturePart(byte[] signature) =>
        $"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(signature)}";

    private static string Base64(byte[] octets) => Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks);
}
