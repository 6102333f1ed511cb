using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Submit;

/// <summary>Where the MSA listens and how we log in there.</summary>
/// <param name="Host">The name its certificate must be for.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Login">How we prove that the account is ours.</param>
/// <param name="TrustedRoots">The only roots trusted, those of mail servers.</param>
internal sealed record SubmissionEndpoint(string Host, int Port, SmtpLogin Login, TrustRoots TrustedRoots)
{
    /// <summary>Where connections to it are announced when it may be in this process.</summary>
    public OwnConnections? Own { get; init; }
}

/// <summary>Finds the MSA; with the relay in this process its port is known only once it listens.</summary>
internal interface IMsaEndpoint
{
    Task<SubmissionEndpoint> FindAsync(CancellationToken cancellationToken);
}
