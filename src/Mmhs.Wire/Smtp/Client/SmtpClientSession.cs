using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Wire.Smtp;

/// <summary>One connection to a server, ready for one transaction after the other.</summary>
/// <remarks>Not for use by two callers at a time. Once <see cref="IsUsable"/> is false it can only be disposed.</remarks>
public sealed class SmtpClientSession : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AliveTimeout = TimeSpan.FromSeconds(5);

    private readonly SmtpClientPump _pump;
    private readonly SmtpClientOptions _options;
    private readonly bool _authenticated;
    private ClientPhase _phase;

    internal SmtpClientSession(
        SmtpClientPump pump,
        SmtpClientOptions options,
        SmtpCapabilities capabilities,
        bool authenticated,
        ClientPhase phase
    ) => (_pump, _options, Capabilities, _authenticated, _phase) = (pump, options, capabilities, authenticated, phase);

    /// <summary>What the server offered last, after TLS where there is TLS.</summary>
    public SmtpCapabilities Capabilities { get; }

    /// <summary>The address that was reached; null over a stream that has none.</summary>
    public IPEndPoint? Remote => _pump.Remote;

    public bool IsSecure => _pump.IsSecure;

    /// <summary>Whether another transaction may be begun.</summary>
    public bool IsUsable => _phase == ClientPhase.Introduced;

    /// <summary>Whether the server still listens: one that was not spoken to for a while is asked by NOOP, so that no message is offered to a session it has closed.</summary>
    /// <remarks>False ends the session. A line that died without a word is found out here, and not by the long wait for the answer to MAIL.</remarks>
    public async ValueTask<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (!IsUsable)
            return false;
        if (_pump.SinceReply < Idle)
            return true;
        try
        {
            var limit = _options.CommandTimeout < AliveTimeout ? _options.CommandTimeout : AliveTimeout;
            if ((await _pump.SayAsync("NOOP\r\n", limit, cancellationToken).ConfigureAwait(false)).IsPositive)
                return true;
        }
        catch (Exception gone) when (gone is IOException or SocketException or SmtpProtocolException)
        {
            // It is gone: that is the answer.
        }
        _phase = ClientOrder.Move(_phase, ClientAct.End);
        return false;
    }

    /// <summary>Connects, introduces us, protects the connection and logs in, as the options say.</summary>
    /// <exception cref="SmtpProtocolException">What the server says is no SMTP.</exception>
    public static ValueTask<SmtpConnectOutcome> ConnectAsync(
        SmtpClientOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    ) => new SmtpConnector(options, time).ConnectAsync(cancellationToken);

    /// <summary>Sends one message by one transaction.</summary>
    /// <param name="envelope">With at least one recipient. Parameters the server does not offer are left out.</param>
    /// <param name="content">CRLF line ends, not dot-stuffed; a last line without CRLF gets one. The caller keeps it.</param>
    /// <param name="cancellationToken">After the end of data was sent it no longer throws but makes the result ambiguous.</param>
    /// <exception cref="SmtpProtocolException">We and the server are out of step; the session has ended and nothing was handed over.</exception>
    /// <exception cref="InvalidOperationException">The session is not usable.</exception>
    public ValueTask<TransactionResult> SendAsync(
        Envelope envelope,
        ReadOnlySequence<byte> content,
        CancellationToken cancellationToken
    ) => SendAsync(envelope, new OutgoingContent(content), cancellationToken);

    /// <summary>The same from a stream, from its beginning; it is read twice and must be able to seek.</summary>
    public ValueTask<TransactionResult> SendAsync(Envelope envelope, Stream content, CancellationToken cancellationToken) =>
        SendAsync(envelope, new OutgoingContent(content), cancellationToken);

    /// <summary>Takes leave and closes; a server that is gone already is no error (RFC 5321 §4.1.1.10).</summary>
    public async ValueTask QuitAsync(CancellationToken cancellationToken)
    {
        if (IsUsable)
        {
            try
            {
                await _pump.SayAsync("QUIT\r\n", _options.CommandTimeout, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is IOException or SocketException or SmtpProtocolException)
            {
                // The transactions are settled; the farewell carries nothing.
            }
        }
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes without a word.</summary>
    public ValueTask DisposeAsync()
    {
        _phase = ClientOrder.Move(_phase, ClientAct.End);
        return _pump.DisposeAsync();
    }

    private async ValueTask<TransactionResult> SendAsync(
        Envelope envelope,
        OutgoingContent content,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfZero(envelope.Recipients.Count);
        _phase = ClientOrder.Move(_phase, ClientAct.Open);
        var transaction = new SmtpTransaction(_pump, _options, Capabilities, _authenticated, envelope);
        try
        {
            return await transaction.RunAsync(content, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _phase = ClientOrder.Move(_phase, transaction.IsSettled ? ClientAct.Settle : ClientAct.End);
        }
    }
}
