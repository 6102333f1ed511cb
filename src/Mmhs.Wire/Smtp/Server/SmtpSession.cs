using System.Globalization;
using Mmhs.Wire.Scram;

namespace Mmhs.Wire.Smtp;

/// <summary>What the pump must do after a command.</summary>
internal enum Act
{
    /// <summary>Write the reply and go on.</summary>
    Answer,

    /// <summary>Ask the reception about the envelope, then <see cref="SmtpSession.SenderAnswered"/>.</summary>
    AskSender,

    /// <summary>Ask the reception about the recipient, then <see cref="SmtpSession.RecipientAnswered"/>.</summary>
    AskRecipient,

    /// <summary>Write 354, read the message, hand it over, then <see cref="SmtpSession.TransactionEnded"/>.</summary>
    ReceiveMessage,

    /// <summary>Write 220, forget the input, shake hands, then <see cref="SmtpSession.TlsStarted"/>.</summary>
    BeginTls,

    /// <summary>Run the SASL exchange, then <see cref="SmtpSession.Authenticated"/> or <see cref="SmtpSession.AuthenticationFailed"/>.</summary>
    Authenticate,

    /// <summary>Write the reply and close.</summary>
    Close,
}

/// <summary>What to do, the reply to write first where there is one, and what came with AUTH.</summary>
internal readonly record struct SessionStep(
    Act Act,
    SmtpReply? Reply = null,
    string? Mechanism = null,
    string? InitialResponse = null
);

/// <summary>One server session: what has been said, and what the next command is answered. No socket, no clock: the time comes with the command.</summary>
/// <remarks>A refused command moves nothing (RFC 5321 §4.3.2).</remarks>
internal sealed class SmtpSession(SmtpServerOptions options, SmtpPeer peer)
{
    private Phase _phase = Phase.Connected;
    private Phase _next;
    private int _authenticationFailures;
    private SmtpAuthentication? _certified;

    public SmtpPeer Peer { get; private set; } = peer;

    /// <summary>The envelope of the open transaction, or the one the reception is being asked about.</summary>
    public Envelope? Envelope { get; private set; }

    /// <summary>The recipient the reception is being asked about.</summary>
    public EnvelopeRecipient? Asked { get; private set; }

    /// <summary>RFC 5321 §4.3.1; the last word says what this is.</summary>
    public SmtpReply Greeting { get; } =
        new(220, (EnhancedStatus?)null, $"{options.HostName} {(options.Door == SmtpDoor.Delivery ? "LMTP" : "ESMTP")} MMHS");

    private bool IsLmtp => options.Door == SmtpDoor.Delivery;

    private bool OffersTls => options.Certificate is not null && Peer.Tls is null;

    // RFC 4422 §7, the strongest first: EXTERNAL only to who has shown a certificate that stands for somebody
    private IEnumerable<string> Mechanisms
    {
        get
        {
            if (_certified is not null)
                yield return ExternalLogin.Mechanism;
            if (options.KerberosAccounts is not null)
                yield return KerberosLogin.Mechanism;
            if (options.Accounts is not null)
                yield return ScramExchange.Mechanism;
        }
    }

    public SessionStep Step(Command command, DateTimeOffset now) =>
        command switch
        {
            Command.Unreadable unreadable => Answer(unreadable.Reply),
            Command.Hello hello => Admit(hello.Verb) ?? Hello(hello, now),
            Command.Plain plain => Admit(plain.Verb) ?? Plain(plain.Verb),
            Command.Authenticate authenticate => Admit(Verb.Auth) ?? Authenticate(authenticate),
            Command.Mail mail => Admit(Verb.Mail) ?? Mail(mail.Envelope, now),
            Command.Recipient recipient => Admit(Verb.Rcpt) ?? Recipient(recipient.To),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The reception's word on MAIL: only 2yz opens the transaction.</summary>
    public void SenderAnswered(SmtpReply reply)
    {
        if (reply.IsPositive)
            _phase = _next;
        else
            Envelope = null;
    }

    /// <summary>The reception's word on RCPT: only 2yz adds the recipient.</summary>
    public void RecipientAnswered(SmtpReply reply)
    {
        if (reply.IsPositive)
        {
            Envelope!.Add(Asked!);
            _phase = _next;
        }
        Asked = null;
    }

    public void TransactionEnded() => Clear(Phase.Greeted);

    /// <param name="tls">What was agreed.</param>
    /// <param name="certified">Whom the client's certificate stands for; null for nobody.</param>
    public void TlsStarted(SmtpTls tls, SmtpAuthentication? certified = null)
    {
        // RFC 3207 §4.2: nothing said in the clear is remembered, the name least of all
        Peer = Peer with
        {
            Tls = tls,
            Hello = null,
            Extended = false,
            Authentication = null,
        };
        _certified = certified;
        Clear(Phase.Connected);
    }

    public void Authenticated(SmtpAuthentication identity) => Peer = Peer with { Authentication = identity };

    /// <summary>The login that <see cref="Act.Authenticate"/> begins, for one of the mechanisms offered.</summary>
    public ISaslExchange Exchange(string mechanism, SmtpServerShared shared) =>
        mechanism switch
        {
            ExternalLogin.Mechanism => new ExternalLogin(_certified!),
            KerberosLogin.Mechanism => new KerberosLogin(options.KerberosAccounts!),
            _ => new ScramLogin(shared.NewNonce(), options.Accounts!, shared.UnknownUsers),
        };

    /// <summary>Counts one failure; the step says whether the connection survives it (RFC 4954 §4: not before three).</summary>
    public SessionStep AuthenticationFailed(SmtpReply reply)
    {
        _authenticationFailures++;
        return new(_authenticationFailures >= options.MaxAuthenticationFailures ? Act.Close : Act.Answer, reply);
    }

    /// <summary>The reply that refuses the verb here and now, or null; notes where the verb leads.</summary>
    private SessionStep? Admit(Verb verb)
    {
        if (verb is Verb.Ehlo or Verb.Helo && IsLmtp)
            return Answer(Replies.UnknownCommand); // RFC 2033 §4.1
        if (verb is Verb.Lhlo && !IsLmtp)
            return Answer(Replies.UnknownCommand);
        if (options.TlsIsRequired && Peer.Tls is null && !MayComeBeforeTls(verb))
            return Answer(Replies.TlsFirst);
        if (options.AuthenticationIsRequired && Peer.AuthenticatedAs is null && !MayComeBeforeAuthentication(verb))
            return Answer(Replies.AuthenticationFirst);
        if (CommandOrder.TryMove(_phase, verb, out _next))
            return null;
        // RFC 5321 §3.3: MAIL without a valid RCPT has an answer of its own; RFC 2033 §4.2 has another
        return Answer(verb == Verb.Data && _phase == Phase.Sender && !IsLmtp ? Replies.NoValidRecipients : Replies.OutOfOrder);
    }

    // RFC 3207 §4: all other commands are answered 530
    private static bool MayComeBeforeTls(Verb verb) => verb is Verb.Noop or Verb.Ehlo or Verb.Lhlo or Verb.StartTls or Verb.Quit;

    // RFC 4954 §4, §6: all other commands are answered 530
    private static bool MayComeBeforeAuthentication(Verb verb) =>
        verb is Verb.Auth or Verb.Ehlo or Verb.Helo or Verb.Lhlo or Verb.Noop or Verb.Rset or Verb.Quit or Verb.StartTls;

    private SessionStep Plain(Verb verb)
    {
        switch (verb)
        {
            case Verb.StartTls:
                if (OffersTls)
                    return new(Act.BeginTls, Replies.TlsReady);
                return Answer(Peer.Tls is null ? Replies.NotImplemented : Replies.OutOfOrder);
            case Verb.Data:
                return new(Act.ReceiveMessage, Replies.SendData);
            case Verb.Rset:
                Clear(_next);
                return Answer(Replies.Done);
            case Verb.Noop:
                return Answer(Replies.Done);
            case Verb.Vrfy:
                return Answer(Replies.CannotVerify); // RFC 5321 §7.3: who exists is not told
            case Verb.Expn:
                return Answer(Replies.NotImplemented);
            case Verb.Help:
                return Answer(Replies.Help);
            case Verb.Quit:
                Clear(_next);
                return new(Act.Close, new(221, "2.0.0", $"{options.HostName} closing connection"));
            case Verb.Ehlo or Verb.Helo or Verb.Lhlo or Verb.Auth or Verb.Mail or Verb.Rcpt:
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private SessionStep Hello(Command.Hello hello, DateTimeOffset now)
    {
        var extended = hello.Verb != Verb.Helo;
        Peer = Peer with { Hello = hello.Name, Extended = extended };
        Clear(_next);
        return Answer(extended ? new(250, null, Keywords(now)) : new(250, (EnhancedStatus?)null, options.HostName));
    }

    private List<string> Keywords(DateTimeOffset now)
    {
        List<string> lines =
        [
            options.HostName,
            "PIPELINING", // RFC 2920 §3
            string.Create(CultureInfo.InvariantCulture, $"SIZE {options.MaxMessageSize}"), // RFC 1870 §4
            "8BITMIME", // RFC 6152 §2
            "ENHANCEDSTATUSCODES", // RFC 2034 §3
            "DSN", // RFC 3461 §4
            "MT-PRIORITY STANAG4406", // RFC 6710 §3; MMHS §6.1(5), §7.1(3): the policy is named
        ];
        if (options.Door != SmtpDoor.Delivery)
            lines.Add("DELIVERBY"); // RFC 2852 §3; MMHS §6.1(4), §7.1(2): no least time
        // RFC 4865 §3: both limits, and the second moves with the clock
        if (options.OffersHold)
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"FUTURERELEASE {(long)options.MaxHold!.Value.TotalSeconds} {LatestRelease(now):yyyy-MM-dd'T'HH:mm:ss'Z'}"
                )
            );
        if (OffersTls)
            lines.Add("STARTTLS"); // RFC 3207 §4.2: never under TLS
        if (Peer.Tls is not null && Mechanisms.Any())
            lines.Add($"AUTH {string.Join(' ', Mechanisms)}");
        return lines;
    }

    private SessionStep Authenticate(Command.Authenticate authenticate)
    {
        if (Peer.AuthenticatedAs is not null)
            return Answer(Replies.OutOfOrder); // RFC 4954 §4
        if (!options.TakesLogins)
            return Answer(Replies.NotImplemented);
        if (Peer.Tls is null)
            return Answer(Replies.TlsFirst);
        return Mechanisms.Contains(authenticate.Mechanism)
            ? new(Act.Authenticate, Mechanism: authenticate.Mechanism, InitialResponse: authenticate.InitialResponse)
            : Answer(Replies.MechanismUnavailable);
    }

    private SessionStep Mail(Envelope envelope, DateTimeOffset now)
    {
        if (envelope.Size > options.MaxMessageSize)
            return Answer(Replies.TooBig); // RFC 1870 §6.1
        if (envelope.Hold is { } hold)
        {
            if (!options.OffersHold)
                return Answer(Replies.UnknownParameter); // RFC 5321 §4.1.1.11
            if (!MayHold(hold, envelope.DeliverBy, now))
                return Answer(Replies.BadHold);
            envelope.ReleaseAt = hold.ReleaseAt(now);
        }
        envelope.AuthenticatedAs = Peer.AuthenticatedAs;
        Envelope = envelope;
        return new(Act.AskSender);
    }

    // RFC 4865 §4: neither past nor beyond what was announced, nor later than the message is to be delivered
    private bool MayHold(FutureRelease hold, DeliverBy? by, DateTimeOffset now)
    {
        if (hold.Until <= now || hold.Until > now + options.MaxHold || hold.Seconds > (long)options.MaxHold!.Value.TotalSeconds)
            return false;
        return by is null || hold.ReleaseAt(now) <= now.AddSeconds(by.Seconds);
    }

    private DateTimeOffset LatestRelease(DateTimeOffset now) => now.ToUniversalTime() + options.MaxHold!.Value;

    private SessionStep Recipient(EnvelopeRecipient recipient)
    {
        if (Envelope!.Recipients.Count >= options.MaxRecipients)
            return Answer(Replies.TooManyRecipients); // RFC 5321 §4.5.3.1.10
        Asked = recipient;
        return new(Act.AskRecipient);
    }

    private void Clear(Phase phase)
    {
        _phase = phase;
        Envelope = null;
        Asked = null;
    }

    private static SessionStep Answer(SmtpReply reply) => new(Act.Answer, reply);
}
