using System.Globalization;
using System.Net.Sockets;
using MailKit.Security;
using AuthenticationException = System.Security.Authentication.AuthenticationException;

namespace Mmhs.Wire.Smtp;

/// <summary>From nothing to a session ready for transactions: connection, greeting, EHLO, TLS, AUTH.</summary>
internal sealed class SmtpConnector(SmtpClientOptions options, TimeProvider time)
{
    private SmtpConnectStage _stage;
    private ClientPhase _phase;
    private SmtpCapabilities? _offered;

    public async ValueTask<SmtpConnectOutcome> ConnectAsync(CancellationToken cancellationToken)
    {
        using var way = new Way(options);
        try
        {
            using var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await way.OpenAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"No connection within {options.ConnectTimeout}.");
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return new SmtpConnectOutcome.Failed(SmtpConnectStage.Connect, failure.Message);
        }
        return await OverAsync(way.Take(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same over a stream that is already there; it is disposed unless a session comes out.</summary>
    public async ValueTask<SmtpConnectOutcome> OverAsync(Stream stream, CancellationToken cancellationToken)
    {
        var pump = new SmtpClientPump(stream, time);
        SmtpConnectOutcome? outcome = null;
        try
        {
            outcome = await MeetAsync(pump, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException)
        {
            outcome = new SmtpConnectOutcome.Failed(_stage, failure.Message);
        }
        finally
        {
            if (outcome is not SmtpConnectOutcome.Ready)
                await pump.DisposeAsync().ConfigureAwait(false);
        }
        return outcome;
    }

    private async Task<SmtpConnectOutcome> MeetAsync(SmtpClientPump pump, CancellationToken cancellationToken)
    {
        if (options.ImplicitTls)
        {
            _stage = SmtpConnectStage.Tls;
            await pump.SecureAsync(options, cancellationToken).ConfigureAwait(false);
        }
        _stage = SmtpConnectStage.Greeting;
        var greeting = await pump.ReadReplyAsync(options.GreetingTimeout, cancellationToken).ConfigureAwait(false);
        if (!greeting.IsPositive)
            return new SmtpConnectOutcome.Refused(_stage, greeting);
        if (Unexpected(greeting, 220) is { } unwelcome)
            return unwelcome;
        Move(ClientAct.Welcome);
        if (await IntroduceAsync(pump, cancellationToken).ConfigureAwait(false) is { } refused)
            return refused;
        if (!pump.IsSecure && await ProtectAsync(pump, cancellationToken).ConfigureAwait(false) is { } unprotected)
            return unprotected;
        if (options.Login is not null && await LogInAsync(pump, cancellationToken).ConfigureAwait(false) is { } stranger)
            return stranger;
        return new SmtpConnectOutcome.Ready(new(pump, options, _offered!, authenticated: options.Login is not null, _phase));
    }

    private async Task<SmtpConnectOutcome?> IntroduceAsync(SmtpClientPump pump, CancellationToken cancellationToken)
    {
        _stage = SmtpConnectStage.Hello;
        var extended = true;
        var reply = await pump.SayAsync(
                $"{(options.Lmtp ? "LHLO" : "EHLO")} {options.HelloName}\r\n",
                options.CommandTimeout,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (reply.IsPermanent && !options.Lmtp)
        {
            // RFC 5321 §3.2: a server without extensions is spoken to without them
            extended = false;
            reply = await pump.SayAsync($"HELO {options.HelloName}\r\n", options.CommandTimeout, cancellationToken)
                .ConfigureAwait(false);
        }
        if (!reply.IsPositive)
            return new SmtpConnectOutcome.Refused(_stage, reply);
        if (Unexpected(reply, 250) is { } unknown)
            return unknown;
        _offered = SmtpCapabilities.Read(reply, extended);
        Move(ClientAct.Introduce);
        return null;
    }

    private async Task<SmtpConnectOutcome?> ProtectAsync(SmtpClientPump pump, CancellationToken cancellationToken)
    {
        if (options.Tls == SmtpTlsPolicy.None)
            return null;
        _stage = SmtpConnectStage.Tls;
        var must = options.Tls == SmtpTlsPolicy.Must;
        if (!_offered!.StartTls)
            return must
                ? new SmtpConnectOutcome.Failed(_stage, "TLS is required for this peer and it does not offer STARTTLS.")
                : null;
        var reply = await pump.SayAsync("STARTTLS\r\n", options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        if (!reply.IsPositive)
            return must ? new SmtpConnectOutcome.Refused(_stage, reply) : null;
        if (Unexpected(reply, 220) is { } unready)
            return unready;
        await pump.SecureAsync(options, cancellationToken).ConfigureAwait(false);
        Move(ClientAct.Secure);
        return await IntroduceAsync(pump, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SmtpConnectOutcome?> LogInAsync(SmtpClientPump pump, CancellationToken cancellationToken)
    {
        _stage = SmtpConnectStage.Authentication;
        if (!pump.IsSecure)
            return new SmtpConnectOutcome.Failed(
                _stage,
                "Credentials are given for this peer and the connection is not under TLS."
            );
        var sasl = options.Login!.Mechanism(options.Host);
        if (!_offered!.AuthenticationMechanisms.Contains(sasl.MechanismName))
            return new SmtpConnectOutcome.Failed(_stage, $"The server does not offer {sasl.MechanismName}.");
        Move(ClientAct.LogIn);
        string initial;
        try
        {
            initial = await sasl.ChallengeAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (SaslException failure)
        {
            return new SmtpConnectOutcome.Failed(_stage, failure.Message); // no ticket, no key: nothing has been said yet
        }
        // RFC 4954 §4: a response that is there and empty is "="
        var line = $"AUTH {sasl.MechanismName} {(initial.Length == 0 ? "=" : initial)}\r\n";
        // RFC 4954 §4: an initial response only if the line stays within 512 octets
        string? held = null;
        if (line.Length > 512)
            (held, line) = (initial, $"AUTH {sasl.MechanismName}\r\n");
        var reply = await pump.SayAsync(line, options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        while (reply.Code == 334)
        {
            string response;
            try
            {
                response = held ?? await sasl.ChallengeAsync(reply.Lines[0], cancellationToken).ConfigureAwait(false) ?? "";
                held = null;
            }
            catch (Exception failure) when (failure is SaslException or FormatException)
            {
                // RFC 4954 §4: a challenge that does not hold is cancelled
                await pump.SayAsync("*\r\n", options.CommandTimeout, cancellationToken).ConfigureAwait(false);
                return new SmtpConnectOutcome.Failed(_stage, "The server could not prove that it knows the account.");
            }
            reply = await pump.SayAsync($"{response}\r\n", options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        }
        if (!reply.IsPositive)
            return new SmtpConnectOutcome.Refused(_stage, reply);
        // RFC 5802 §5: success without the server's signature is no success
        return sasl.IsAuthenticated
            ? null
            : new SmtpConnectOutcome.Failed(_stage, "The server could not prove that it knows the account.");
    }

    // RFC 5321 §4.3.2: one code means yes here; 221 in its place is a server that is going away
    private SmtpConnectOutcome.Failed? Unexpected(SmtpReply reply, int wanted) =>
        reply.Code == wanted
            ? null
            : new(
                _stage,
                string.Create(CultureInfo.InvariantCulture, $"The server answered {reply.Code} where {wanted} belongs.")
            );

    private void Move(ClientAct act) => _phase = ClientOrder.Move(_phase, act);
}
