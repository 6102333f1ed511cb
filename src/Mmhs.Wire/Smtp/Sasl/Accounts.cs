using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Scram;

namespace Mmhs.Wire.Smtp;

/// <summary>Where the verifiers of the users are kept.</summary>
public interface IScramAccounts
{
    /// <summary>The verifier of a user, or null when there is no such user or he may not log in.</summary>
    /// <param name="user">After SASLprep, compared exactly.</param>
    /// <param name="cancellationToken">Ends when the server will wait no longer.</param>
    ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken);
}

/// <summary>Who may log in by the certificate of his connection (SASL EXTERNAL).</summary>
public interface ICertificateAccounts
{
    /// <summary>The login a certificate stands for; null when it is not to be trusted or stands for nobody.</summary>
    /// <param name="certificate">As presented: TLS has shown that the peer holds its key, and nothing else of it is proven.</param>
    /// <param name="cancellationToken">Ends when the server will wait no longer.</param>
    ValueTask<string?> FindAsync(X509Certificate2 certificate, CancellationToken cancellationToken);
}

/// <summary>Who may log in by Kerberos (SASL GSSAPI).</summary>
public interface IKerberosAccounts
{
    /// <summary>The login a principal stands for; null when it stands for nobody.</summary>
    /// <param name="principal">With its realm, as <c>portal@HQ.EXAMPLE</c>; the ticket has proven it.</param>
    /// <param name="cancellationToken">Ends when the server will wait no longer.</param>
    ValueTask<string?> FindAsync(string principal, CancellationToken cancellationToken);
}
