using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit.Security;

namespace Mmhs.Wire.Smtp;

/// <summary>How a client proves at a server who it is.</summary>
public abstract record SmtpLogin
{
    /// <summary>By SCRAM-SHA-256 (RFC 7677).</summary>
    public sealed record Password(NetworkCredential Credential) : SmtpLogin
    {
        internal override SaslMechanism Mechanism(string host) => new SaslMechanismScramSha256(Credential);
    }

    /// <summary>By the certificate of the connection (EXTERNAL, RFC 4422 Appendix A).</summary>
    /// <param name="Own">With its private key.</param>
    public sealed record Certificate(X509Certificate2 Own) : SmtpLogin
    {
        /// <summary>From two PEM files.</summary>
        /// <exception cref="CryptographicException">They hold no certificate and the key that fits.</exception>
        public static Certificate FromFiles(string certificateFile, string keyFile)
        {
            using var read = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            // A key that came from PEM must be in a store of its own before TLS on every platform takes it.
            return new(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null));
        }

        internal override SaslMechanism Mechanism(string host) => new SaslMechanismExternal();
    }

    /// <summary>By Kerberos (GSSAPI, RFC 4752), with the tickets of this process: <c>KRB5CCNAME</c>, or a key in <c>KRB5_CLIENT_KTNAME</c>.</summary>
    public sealed record Kerberos : SmtpLogin
    {
        internal override SaslMechanism Mechanism(string host) => new KerberosTickets($"smtp/{host}");
    }

    internal abstract SaslMechanism Mechanism(string host);

    // MailKit's own options want the address its client connected to, and ours is not that client.
    private sealed class KerberosTickets(string service) : SaslMechanismGssapi
    {
        protected override NegotiateAuthenticationClientOptions CreateClientOptions() =>
            new()
            {
                Package = "Kerberos",
                TargetName = service,
                RequiredProtectionLevel = ProtectionLevel.Sign,
            };
    }
}
