using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Smtp;

/// <summary>The client's end of a connection: commands out, replies in, each wait with its limit.</summary>
/// <remarks>A lost connection and a wait that ran out are both <see cref="IOException"/>; octets that are no reply are <see cref="SmtpProtocolException"/>.</remarks>
internal sealed class SmtpClientPump : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private long _replied;
    private Stream _stream;
    private PipeReader _reader;

    public SmtpClientPump(Stream stream, TimeProvider time)
    {
        _time = time;
        _replied = time.GetTimestamp();
        Remote = stream is NetworkStream { Socket.RemoteEndPoint: IPEndPoint remote } ? remote : null;
        (_stream, _reader, Output) = Over(stream);
    }

    /// <summary>What is written here goes out with the next <see cref="FlushAsync"/>.</summary>
    public PipeWriter Output { get; private set; }

    /// <summary>The other end; null on a stream without addresses.</summary>
    public IPEndPoint? Remote { get; }

    /// <summary>How long ago the server said something; since the beginning where it has not.</summary>
    public TimeSpan SinceReply => _time.GetElapsedTime(_replied);

    public bool IsSecure => _stream is SslStream;

    public void Write(string line) => Encoding.ASCII.GetBytes(line, Output);

    public Task FlushAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(limit, async token => await Output.FlushAsync(token).ConfigureAwait(false), cancellationToken);

    public Task<SmtpReply> ReadReplyAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(limit, ReadReplyAsync, cancellationToken);

    /// <summary>Writes one command and reads its reply.</summary>
    public async Task<SmtpReply> SayAsync(string line, TimeSpan limit, CancellationToken cancellationToken)
    {
        Write(line);
        await FlushAsync(limit, cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shakes hands; everything later is under TLS.</summary>
    /// <exception cref="SmtpProtocolException">The server sent something behind its 220, in the clear.</exception>
    public async Task SecureAsync(SmtpClientOptions options, CancellationToken cancellationToken)
    {
        // What came in the clear must not be taken for the first reply under TLS.
        if (_reader.TryRead(out var early) && !early.Buffer.IsEmpty)
            throw new SmtpProtocolException("The server went on in the clear after it had agreed to TLS (RFC 3207 §4).");
        var secured = new SslStream(_stream, leaveInnerStreamOpen: false);
        (_stream, _reader, Output) = Over(secured);
        await WithinAsync(
                options.CommandTimeout,
                token => secured.AuthenticateAsClientAsync(TlsOptions(options), token),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Not completed: that would try to flush what a lost connection left behind.
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private static (Stream Stream, PipeReader Reader, PipeWriter Writer) Over(Stream stream) =>
        (
            stream,
            PipeReader.Create(stream, new(leaveOpen: true)),
            PipeWriter.Create(stream, new(minimumBufferSize: 16 * 1024, leaveOpen: true))
        );

    private static SslClientAuthenticationOptions TlsOptions(SmtpClientOptions options) =>
        new()
        {
            TargetHost = options.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, // RFC 8314 §4
            ClientCertificateContext = options.Login is SmtpLogin.Certificate login
                ? SslStreamCertificateContext.Create(login.Own, null, offline: true)
                : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = options.TrustedRoots is null
                ? null
                : TrustedPath.PolicyFor(TrustPurpose.Peer, options.TrustedRoots, at: null),
            RemoteCertificateValidationCallback =
                options.ValidateCertificate
                ?? (
                    options.Tls == SmtpTlsPolicy.May
                        ? (_, _, _, _) => true // opportunistic: the alternative would be the clear
                        : null
                ),
        };

    private async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (ReplyGrammar.TryRead(ref buffer, out var reply))
            {
                _reader.AdvanceTo(buffer.Start);
                _replied = _time.GetTimestamp();
                return reply!;
            }
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new EndOfStreamException("The server closed the connection.");
        }
    }

    private Task WithinAsync(TimeSpan limit, Func<CancellationToken, Task> act, CancellationToken cancellationToken) =>
        WithinAsync(
            limit,
            async token =>
            {
                await act(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken
        );

    private async Task<T> WithinAsync<T>(
        TimeSpan limit,
        Func<CancellationToken, Task<T>> act,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await act(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The server did not answer within {limit}.");
        }
    }
}
