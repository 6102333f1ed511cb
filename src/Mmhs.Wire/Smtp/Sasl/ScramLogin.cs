using Mmhs.Wire.Scram;

namespace Mmhs.Wire.Smtp;

/// <summary>SCRAM-SHA-256 as SMTP carries it (RFC 5802, RFC 7677, RFC 4954 §4).</summary>
internal sealed class ScramLogin(string serverNonce, IScramAccounts accounts, UnknownUsers unknownUsers) : ISaslExchange
{
    private readonly ScramExchange _exchange = new(serverNonce);
    private ScramVerifier? _verifier;
    private Step _next;

    private enum Step
    {
        First,
        Final,
        Empty,
    }

    public string? Account => _exchange.User.Length > 0 ? _exchange.User : null;

    public async ValueTask<SaslStep> AnswerAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        switch (_next++)
        {
            case Step.First:
                if (!_exchange.TryFirst(response.Span))
                    return SaslStep.Failed;
                _verifier = await accounts.FindAsync(_exchange.User, cancellationToken).ConfigureAwait(false);
                // A user that does not exist is led through the same steps and fails at the same one.
                return new(_exchange.ServerFirst(_verifier ?? unknownUsers.Verifier(_exchange.User)));
            case Step.Final:
                // RFC 4954 §4: 235 cannot carry data, so the server's signature goes in a 334 that is answered by an empty line
                return _exchange.TryFinal(response.Span, out var serverFinal) && _verifier is not null
                    ? new(serverFinal)
                    : SaslStep.Failed;
            case Step.Empty:
            default:
                return response.IsEmpty ? new(Identity: new(_exchange.User, ScramExchange.Mechanism)) : SaslStep.Failed;
        }
    }

    public void Dispose() { }
}
