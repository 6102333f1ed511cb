using System.Buffers;
using System.ComponentModel;
using System.Net.Security;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>GSSAPI over Kerberos (RFC 4752 §3.2), without a security layer: the connection is under TLS.</summary>
/// <remarks>The service's key is where Kerberos looks for it, <c>KRB5_KTNAME</c> or the system's keytab.</remarks>
internal sealed class KerberosLogin(IKerberosAccounts accounts) : ISaslExchange
{
    public const string Mechanism = "GSSAPI";

    // RFC 4752 §3.1: bit 1 says "no security layer"; the largest message of a layer that is not there is 0
    private static readonly byte[] NoLayer = [1, 0, 0, 0];

    private readonly NegotiateAuthentication _context = Acceptor();
    private Step _next;

    public string? Account => null;

    private enum Step
    {
        Token,
        Empty,
        Layer,
    }

    /// <summary>Whether the service has a key to accept with; without one the mechanism MUST NOT be offered (RFC 4752 §3.2).</summary>
    public static bool IsPossible()
    {
        try
        {
            using var context = Acceptor();
            context.GetOutgoingBlob([0], out var status); // no token of anybody: with a key it is found bad, without one nothing is looked at
            return status is NegotiateAuthenticationStatusCode.InvalidToken;
        }
        catch (Exception missing)
            when (missing
                    is Win32Exception
                        or PlatformNotSupportedException
                        or DllNotFoundException
                        or TypeInitializationException
            )
        {
            return false; // no GSSAPI library on this machine
        }
    }

    public async ValueTask<SaslStep> AnswerAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        switch (_next)
        {
            case Step.Token:
                return Token(response.Span);
            case Step.Empty:
                return response.IsEmpty ? Offer() : SaslStep.Failed;
            case Step.Layer:
            default:
                return Chosen(response.Span) is { } authorization
                    ? await AdmitAsync(authorization, cancellationToken).ConfigureAwait(false)
                    : SaslStep.Failed;
        }
    }

    public void Dispose() => _context.Dispose();

    private static NegotiateAuthentication Acceptor() =>
        new(new NegotiateAuthenticationServerOptions { Package = "Kerberos", RequiredProtectionLevel = ProtectionLevel.Sign });

    private SaslStep Token(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
            return SaslStep.Failed; // RFC 4752 §3.1: the client's first response is a token
        var answer = _context.GetOutgoingBlob(token, out var status);
        if (status == NegotiateAuthenticationStatusCode.ContinueNeeded)
            return new(answer ?? []);
        if (status != NegotiateAuthenticationStatusCode.Completed)
            return SaslStep.Failed;
        if (answer is not { Length: > 0 })
            return Offer();
        _next = Step.Empty; // our last token first, which the client answers with nothing
        return new(answer);
    }

    private SaslStep Offer()
    {
        var wrapped = new ArrayBufferWriter<byte>();
        if (_context.Wrap(NoLayer, wrapped, requestEncryption: false, out _) != NegotiateAuthenticationStatusCode.Completed)
            return SaslStep.Failed;
        _next = Step.Layer;
        return new(wrapped.WrittenSpan.ToArray());
    }

    // The authorization identity, "" for none; null when the client's choice is not what was offered
    private string? Chosen(ReadOnlySpan<byte> response)
    {
        var choice = new ArrayBufferWriter<byte>();
        if (_context.Unwrap(response, choice, out _) != NegotiateAuthenticationStatusCode.Completed)
            return null;
        var octets = choice.WrittenSpan;
        if (octets.Length < NoLayer.Length || !octets[..NoLayer.Length].SequenceEqual(NoLayer))
            return null;
        octets = octets[NoLayer.Length..];
        return octets.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(octets) ? null : Encoding.UTF8.GetString(octets);
    }

    private async ValueTask<SaslStep> AdmitAsync(string authorization, CancellationToken cancellationToken)
    {
        if (_context.RemoteIdentity.Name is not { Length: > 0 } principal)
            return SaslStep.Failed;
        if (await accounts.FindAsync(principal, cancellationToken).ConfigureAwait(false) is not { } login)
            return SaslStep.Failed;
        // Nobody acts for another here.
        return authorization.Length == 0 || authorization == login || authorization == principal
            ? new(Identity: new(login, Mechanism, principal))
            : SaslStep.Failed;
    }
}
