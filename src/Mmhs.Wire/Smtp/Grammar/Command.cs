namespace Mmhs.Wire.Smtp;

/// <summary>The command verbs the engine knows; all others are answered 500 5.5.1.</summary>
internal enum Verb
{
    Ehlo,
    Helo,
    Lhlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
}

/// <summary>One command line, read. Only <see cref="CommandGrammar"/> makes these.</summary>
internal abstract record Command
{
    private Command() { }

    /// <summary>The line broke the grammar, and this is the answer; it moves nothing.</summary>
    public sealed record Unreadable(SmtpReply Reply) : Command;

    /// <summary>EHLO, HELO or LHLO with the name the peer gives itself.</summary>
    public sealed record Hello(Verb Verb, string Name) : Command;

    /// <summary>A verb that carries nothing we use.</summary>
    public sealed record Plain(Verb Verb) : Command;

    /// <summary>AUTH; the initial response is null when absent and <c>=</c> when it is present but empty (RFC 4954 §4).</summary>
    public sealed record Authenticate(string Mechanism, string? InitialResponse) : Command;

    /// <summary>MAIL; the envelope has no recipients yet.</summary>
    public sealed record Mail(Envelope Envelope) : Command;

    public sealed record Recipient(EnvelopeRecipient To) : Command;
}
