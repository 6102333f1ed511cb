using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>Runs one server session over a pipe: reads commands, asks the reception, writes replies.</summary>
internal sealed class SmtpServerPump : IAsyncDisposable
{
    private readonly SmtpServerShared _shared;
    private readonly SmtpSession _session;
    private readonly SmtpInput _input;
    private readonly SessionGuard _guard;
    private readonly CancellationToken _stopping;
    private SslStream? _secured;
    private int _echoes; // of RCPT and DATA that may still come behind a MAIL that was refused

    public SmtpServerPump(
        SmtpServerShared shared,
        SmtpPeer peer,
        IDuplexPipe transport,
        CancellationToken stopping,
        SessionGuard? guard = null
    )
    {
        _guard = guard ?? SessionGuard.Alone(shared.Options.Limits, shared.Time);
        _stopping = stopping;
        _shared = shared;
        _session = new(shared.Options, peer);
        _input = new(transport, shared.Options, shared.Time, stopping, _guard.IsFree);
    }

    private SmtpServerOptions Options => _shared.Options;

    /// <summary>Who was at the other end, as known by now.</summary>
    public SmtpPeer Peer => _session.Peer;

    /// <summary>Transactions that ended with 2yz for at least one recipient.</summary>
    public int Accepted { get; private set; }

    /// <summary>Greets with the one reply and closes (RFC 5321 §3.8: 421 when the service is not available).</summary>
    public async ValueTask RejectAsync(SmtpReply reply, CancellationToken cancellationToken)
    {
        _input.Write(reply);
        if (await _input.FlushAsync(cancellationToken).ConfigureAwait(false))
            await _input.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From the greeting to the end. Ends quietly when the peer goes; throws only when the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _input.Write(_session.Greeting);
        while (true)
        {
            var kind = await _input.ReadLineAsync(Options.MaxCommandLine, cancellationToken).ConfigureAwait(false);
            var step =
                kind == InputKind.Ready
                    ? _session.Step(CommandGrammar.Read(_input.Line), _shared.Time.GetUtcNow())
                    : Broken(kind, Replies.LineTooLong);
            // RFC 2920 §3.1: DATA ends a group, and without EHLO there are no groups; what was sent ahead would be taken for commands
            if (kind == InputKind.Ready && _input.HasMore && IsAhead(step))
                step = new(Act.Close, Replies.UnauthorizedPipelining);
            if (
                await ActAsync(step, kind == InputKind.Ready ? PartOf(_input.Line) : null, cancellationToken)
                    .ConfigureAwait(false)
                is not { } last
            )
                continue;
            await CloseAsync(last, cancellationToken).ConfigureAwait(false);
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _input.DisposeAsync().ConfigureAwait(false);
        if (_secured is not null)
            await _secured.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsAhead(SessionStep step) =>
        step.Act == Act.ReceiveMessage
        || CommandGrammar.IsData(_input.Line)
        || (_session.Peer is { Extended: false, Hello: not null } && step.Act != Act.Close);

    /// <summary>Does what the step says; the last step of the session when it ends here, null when it goes on.</summary>
    private async ValueTask<SessionStep?> ActAsync(SessionStep step, SmtpRefusedPart? part, CancellationToken cancellationToken)
    {
        switch (step.Act)
        {
            case Act.Answer:
                return await AnswerAsync(step.Reply!, part, null, cancellationToken).ConfigureAwait(false);
            case Act.AskSender:
                var from = _session.Envelope!.ReversePath?.ToString() ?? "<>";
                var sender = await AskAsync(static (r, s, t) => r.SenderAsync(s.Peer, s.Envelope!, t), cancellationToken)
                    .ConfigureAwait(false);
                _session.SenderAnswered(sender);
                return await AnswerAsync(sender, SmtpRefusedPart.Sender, from, cancellationToken).ConfigureAwait(false);
            case Act.AskRecipient:
                var to = _session.Asked!.ForwardPath.ToString();
                var recipient =
                    _guard.MayNotName(hasOthers: _session.Envelope!.Recipients.Count > 0)
                    ?? await AskAsync(static (r, s, t) => r.RecipientAsync(s.Peer, s.Envelope!, s.Asked!, t), cancellationToken)
                        .ConfigureAwait(false);
                _session.RecipientAnswered(recipient);
                if (recipient.IsPermanent)
                    _guard.Missed();
                if (!recipient.IsPositive)
                    Tell(SmtpRefusedPart.Recipient, recipient, to);
                _input.Write(recipient);
                return recipient.Code == 421 ? new(Act.Close) : null;
            case Act.ReceiveMessage:
                return await ReceiveAsync(step.Reply!, cancellationToken).ConfigureAwait(false);
            case Act.BeginTls:
                return await BeginTlsAsync(step.Reply!, cancellationToken).ConfigureAwait(false);
            case Act.Authenticate:
                step = await AuthenticateAsync(step.Mechanism!, step.InitialResponse, cancellationToken).ConfigureAwait(false);
                if (step.Act == Act.Close)
                    return step;
                if (step.Reply!.IsPermanent && step.Reply != Replies.BadCredentials) // those were counted as what they are
                    return await AnswerAsync(step.Reply, SmtpRefusedPart.Login, null, cancellationToken).ConfigureAwait(false);
                _input.Write(step.Reply);
                return null;
            case Act.Close:
            default:
                return step;
        }
    }

    /// <summary>Answers a command; one that is refused for good counts as a mistake, whose answer may have to wait or be the last.</summary>
    private async ValueTask<SessionStep?> AnswerAsync(
        SmtpReply reply,
        SmtpRefusedPart? part,
        string? about,
        CancellationToken cancellationToken
    )
    {
        if (IsEcho(reply))
        {
            _input.Write(reply);
            return null;
        }
        if (part == SmtpRefusedPart.Sender)
            _echoes = reply.IsPositive ? 0 : Options.MaxRecipients + 1;
        if (!reply.IsPositive && part is { } refused)
            Tell(refused, reply, about);
        if (reply.IsPermanent)
        {
            var (wait, end) = _guard.Erred();
            if (end is not null)
            {
                Tell(SmtpRefusedPart.Session, end, null);
                return new(Act.Close, end);
            }
            await WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
        _input.Write(reply);
        return reply.Code == 421 ? new(Act.Close) : null;
    }

    // RFC 2920 §3.1: what was sent in one group with a refused MAIL or RCPT is refused too, and is no mistake of its own
    private bool IsEcho(SmtpReply reply) =>
        reply == Replies.NoValidRecipients
        || (reply == Replies.OutOfOrder && CommandGrammar.VerbOf(_input.Line) is Verb.Rcpt or Verb.Data && _echoes-- > 0);

    /// <summary>Lets the peer wait, but not the shutdown.</summary>
    private async ValueTask WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping, cancellationToken);
        await Task.Delay(wait, _shared.Time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Tell(SmtpRefusedPart part, SmtpReply reply, string? about) =>
        Options.Refused?.Invoke(new(part, Peer, reply, about));

    private static SmtpRefusedPart? PartOf(ReadOnlySpan<byte> line) =>
        CommandGrammar.VerbOf(line) switch
        {
            Verb.Auth => SmtpRefusedPart.Login,
            Verb.Mail => SmtpRefusedPart.Sender,
            Verb.Rcpt => SmtpRefusedPart.Recipient,
            _ => null,
        };

    private SessionStep Overtime()
    {
        Tell(SmtpRefusedPart.Session, Replies.TakesTooLong, null);
        return new(Act.Close, Replies.TakesTooLong);
    }

    private async ValueTask CloseAsync(SessionStep last, CancellationToken cancellationToken)
    {
        if (last.Reply is not null)
            _input.Write(last.Reply);
        if (!await _input.FlushAsync(cancellationToken).ConfigureAwait(false))
            return;
        if (_secured is not null)
            await _secured.ShutdownAsync().ConfigureAwait(false); // RFC 8446 §6.1: an end the peer can tell from a cut line
        // After QUIT the peer waits for us to close; after a refusal it may still be talking.
        if (last.Reply?.Code != 221)
            await _input.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    private SessionStep Broken(InputKind kind, SmtpReply tooLong) =>
        kind switch
        {
            InputKind.TooLong => new(Act.Answer, tooLong),
            InputKind.Malformed => new(Act.Close, Replies.MalformedLine),
            InputKind.Idle => new(Act.Close, new(421, "4.4.2", $"{Options.HostName} idle for too long, closing connection")), // RFC 5321 §3.8
            InputKind.Overtime => Overtime(),
            InputKind.Stopping => new(Act.Close, _shared.ShuttingDown),
            InputKind.Ended or InputKind.Ready => new(Act.Close),
        };

    private async ValueTask<SmtpReply> AskAsync(
        Func<ISmtpReception, SmtpSession, CancellationToken, ValueTask<SmtpReply>> question,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await question(_shared.Reception, _session, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _shared.Log.ReceptionFailed(Peer.SessionId, failure);
            return Replies.LocalError;
        }
    }

    private async ValueTask<SessionStep?> ReceiveAsync(SmtpReply sendData, CancellationToken cancellationToken)
    {
        _input.Write(sendData);
        var envelope = _session.Envelope!;
        using var intake = new DataReader(Options, _shared.Memory, LongestLine(envelope));
        var kind = await _input
            .ReadMessageAsync(intake, Options.MaxMessageSize + Options.OversizeTolerance, cancellationToken)
            .ConfigureAwait(false);
        if (kind == InputKind.TooLong)
        {
            Tell(SmtpRefusedPart.Content, Replies.TooBig, envelope.ReversePath?.ToString());
            return new(Act.Close, Replies.TooBig);
        }
        if (kind != InputKind.Ready)
            return Broken(kind, Replies.TooBig);

        var perRecipient = Options.Door == SmtpDoor.Delivery; // RFC 2033 §4.2
        var expected = perRecipient ? envelope.Recipients.Count : 1;
        if (Answer(intake.Flaw) is { } refusal)
        {
            Tell(SmtpRefusedPart.Content, refusal, envelope.ReversePath?.ToString());
            if (intake.Flaw is ContentFlaw.BareLineEnd or ContentFlaw.Nul)
                _guard.Erred();
            for (var i = 0; i < expected; i++)
                _input.Write(refusal);
        }
        else
        {
            foreach (var reply in await HandOverAsync(envelope, intake, expected, cancellationToken).ConfigureAwait(false))
                _input.Write(reply);
        }
        _session.TransactionEnded();
        return intake.Flaw == ContentFlaw.BareLineEnd ? new(Act.Close) : null;
    }

    // Reports of large mail systems have lines beyond RFC 5322 §2.1.1; refused they are lost, for nobody reports on a report (RFC 5321 §4.5.5)
    private int? LongestLine(Envelope envelope) =>
        envelope.ReversePath is null && Options.Door != SmtpDoor.Submission ? null : Options.MaxContentLine;

    private SmtpReply? Answer(ContentFlaw flaw) =>
        flaw switch
        {
            ContentFlaw.None => null,
            ContentFlaw.TooBig => Replies.TooBig,
            ContentFlaw.NoMemory => Replies.NoMemory,
            ContentFlaw.LineTooLong => Replies.ContentLineTooLong(Options.MaxContentLine ?? int.MaxValue),
            ContentFlaw.Nul => Replies.ContentWithNul,
            ContentFlaw.BareLineEnd => Replies.ContentWithBareLineEnd,
        };

    private async ValueTask<IReadOnlyList<SmtpReply>> HandOverAsync(
        Envelope envelope,
        DataReader intake,
        int expected,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var message = intake.ToMessage();
            var replies = await _shared.Reception.MessageAsync(Peer, envelope, message, cancellationToken).ConfigureAwait(false);
            if (replies.Count != expected)
                throw new InvalidOperationException(
                    "The reception gives one reply, or by LMTP one for each recipient (RFC 2033 §4.2)."
                );
            if (replies.Any(reply => reply.IsPositive))
                Accepted++;
            return replies;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _shared.Log.ReceptionFailed(Peer.SessionId, failure);
            return [.. Enumerable.Repeat(Replies.LocalError, expected)];
        }
    }

    private async ValueTask<SessionStep?> BeginTlsAsync(SmtpReply ready, CancellationToken cancellationToken)
    {
        _input.Discard(); // RFC 3207 §4.2: whatever was sent in the clear behind STARTTLS is not heard
        _input.Write(ready);
        if (!await _input.FlushAsync(cancellationToken).ConfigureAwait(false))
            return new(Act.Close);
        using var deadline = new CancellationTokenSource(Options.IdleTimeout, _shared.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        _secured = new(_input.AsStream(), leaveInnerStreamOpen: true);
        try
        {
            await _secured.AuthenticateAsServerAsync(_shared.TlsOptions, either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException || deadline.IsCancellationRequested)
        {
            _shared.Log.HandshakeFailed(Peer.SessionId, failure.Message);
            return new(Act.Close); // nothing more can be said: the peer speaks TLS or has gone
        }
        _input.Continue(_secured);
        var certificate = _secured.RemoteCertificate as X509Certificate2;
        var certified = await CertifiedAsync(certificate, cancellationToken).ConfigureAwait(false);
        _session.TlsStarted(new(_secured.SslProtocol, _secured.NegotiatedCipherSuite, certificate), certified);
        return null;
    }

    private async ValueTask<SessionStep> AuthenticateAsync(string mechanism, string? initial, CancellationToken cancellationToken)
    {
        using var login = _guard.LoginBegins();
        if (login is null)
        {
            Tell(SmtpRefusedPart.Login, Replies.TooManyFailedLogins, null);
            return new(Act.Close, Replies.TooManyFailedLogins);
        }
        using var exchange = _session.Exchange(mechanism, _shared);
        var hasWaited = false;
        // RFC 4954 §4: "=" is a response that is there and empty
        var (response, refused) = initial is not null
            ? Decode(initial == "=" ? "" : initial)
            : await AskClientAsync([], cancellationToken).ConfigureAwait(false);
        while (response is not null)
        {
            if (!hasWaited && exchange.Account is { } claimed)
            {
                hasWaited = true;
                await WaitAsync(login.Wait(claimed), cancellationToken).ConfigureAwait(false);
            }
            SaslStep step;
            try
            {
                step = await exchange.AnswerAsync(response, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
                when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                _shared.Log.ReceptionFailed(Peer.SessionId, failure);
                return new(Act.Answer, Replies.TemporaryAuthenticationFailure);
            }
            if (step.Identity is { } identity)
            {
                login.Succeeded(identity.Login);
                _session.Authenticated(identity);
                return new(Act.Answer, Replies.Authenticated);
            }
            if (step.Challenge is not { } challenge)
            {
                if (!hasWaited)
                    await WaitAsync(login.Wait(null), cancellationToken).ConfigureAwait(false);
                login.Failed(exchange.Account);
                Tell(SmtpRefusedPart.Login, Replies.BadCredentials, exchange.Account);
                return _session.AuthenticationFailed(Replies.BadCredentials);
            }
            (response, refused) = await AskClientAsync(challenge, cancellationToken).ConfigureAwait(false);
        }
        return refused;
    }

    /// <summary>Whom the certificate of the connection stands for; null for nobody, also where that cannot be asked now.</summary>
    private async ValueTask<SmtpAuthentication?> CertifiedAsync(
        X509Certificate2? certificate,
        CancellationToken cancellationToken
    )
    {
        if (certificate is null || Options.CertificateAccounts is null)
            return null;
        try
        {
            return await Options.CertificateAccounts.FindAsync(certificate, cancellationToken).ConfigureAwait(false) is { } login
                ? new(
                    login,
                    ExternalLogin.Mechanism,
                    "sha256:" + certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()
                )
                : null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _shared.Log.ReceptionFailed(Peer.SessionId, failure);
            return null;
        }
    }

    /// <summary>Sends a challenge and reads the response; null with the step to take when there is none.</summary>
    private async ValueTask<(byte[]? Response, SessionStep Refused)> AskClientAsync(
        byte[] challenge,
        CancellationToken cancellationToken
    )
    {
        _input.WriteChallenge(challenge);
        var kind = await _input.ReadLineAsync(Options.MaxAuthenticationLine, cancellationToken).ConfigureAwait(false);
        if (kind != InputKind.Ready)
            return (null, Broken(kind, Replies.AuthLineTooLong));
        if (_input.Line is [(byte)'*'])
            return (null, new(Act.Answer, Replies.AuthenticationCancelled));
        return Decode(Encoding.Latin1.GetString(_input.Line));
    }

    private static (byte[]? Response, SessionStep Refused) Decode(string text) =>
        StrictBase64.TryDecode(text, out var octets) ? (octets, default) : (null, new(Act.Answer, Replies.BadBase64));
}
