using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>EXTERNAL (RFC 4422 Appendix A): the certificate of the connection has said who it is, and the client says that this is meant.</summary>
internal sealed class ExternalLogin(SmtpAuthentication certified) : ISaslExchange
{
    public const string Mechanism = "EXTERNAL";

    public string? Account => certified.Login;

    // Nobody acts for another here: an authorization identity must be the login of the certificate.
    public ValueTask<SaslStep> AnswerAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        new(
            response.IsEmpty || response.Span.SequenceEqual(Encoding.UTF8.GetBytes(certified.Login))
                ? new(Identity: certified)
                : SaslStep.Failed
        );

    public void Dispose() { }
}
