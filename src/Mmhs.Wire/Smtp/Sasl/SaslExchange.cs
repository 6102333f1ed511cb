namespace Mmhs.Wire.Smtp;

/// <summary>Who logged in, and by what.</summary>
/// <param name="Login">Whom the directory knows him as.</param>
/// <param name="Mechanism">The SASL mechanism.</param>
/// <param name="Credential">What stood for him beside the login: the fingerprint of a certificate, a Kerberos principal; null for a password.</param>
public sealed record SmtpAuthentication(string Login, string Mechanism, string? Credential = null);

/// <summary>What one response of the client comes to: a further challenge, an identity, or neither: it failed.</summary>
internal readonly record struct SaslStep(byte[]? Challenge = null, SmtpAuthentication? Identity = null)
{
    public static SaslStep Failed => default;
}

/// <summary>The server's half of one login. All mechanisms here are such that the client speaks first (RFC 4422 §5).</summary>
internal interface ISaslExchange : IDisposable
{
    /// <summary>Whom the client says he is; null before he has said so, and where the mechanism says it only once it is proven.</summary>
    string? Account { get; }

    ValueTask<SaslStep> AnswerAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken);
}
