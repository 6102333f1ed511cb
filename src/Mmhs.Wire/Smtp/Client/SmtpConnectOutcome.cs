namespace Mmhs.Wire.Smtp;

/// <summary>How far a connection came.</summary>
public enum SmtpConnectStage
{
    Connect,
    Greeting,
    Hello,
    Tls,
    Authentication,
}

/// <summary>What became of a connection attempt.</summary>
public abstract record SmtpConnectOutcome
{
    private SmtpConnectOutcome() { }

    /// <summary>Ready for transactions; the receiver disposes it.</summary>
    public sealed record Ready(SmtpClientSession Session) : SmtpConnectOutcome;

    /// <summary>The server said no: 4yz try later, 5yz do not.</summary>
    public sealed record Refused(SmtpConnectStage Stage, SmtpReply Reply) : SmtpConnectOutcome;

    /// <summary>There was no connection, or not the one that was asked for; try later or elsewhere.</summary>
    /// <param name="Stage">Where it ended.</param>
    /// <param name="Reason">For the operator.</param>
    public sealed record Failed(SmtpConnectStage Stage, string Reason) : SmtpConnectOutcome;
}
