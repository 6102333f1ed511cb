namespace Mmhs.Wire.Smtp;

/// <summary>What one session may still do (<see cref="SmtpLimits"/>). A session of our own may do anything.</summary>
internal sealed class SessionGuard
{
    private readonly DoorGuard _door;
    private readonly SmtpLimits _limits;
    private readonly SourceNetwork? _network;
    private readonly DoorGuard.Admission _admission;
    private int _errors;
    private int _missed;

    private SessionGuard(DoorGuard door, SmtpLimits limits, SourceNetwork? network, DoorGuard.Admission admission)
    {
        (_door, _limits, _network, _admission) = (door, limits, network, admission);
        IsFree = admission is DoorGuard.Admission.Own or DoorGuard.Admission.Reserved;
    }

    /// <summary>Under no limit but the size of messages and the patience with silence.</summary>
    public bool IsFree { get; }

    /// <summary>The answer in place of the greeting; null: it may come in.</summary>
    public SmtpReply? Refusal =>
        _admission switch
        {
            DoorGuard.Admission.Full => Replies.TooManySessions,
            DoorGuard.Admission.TooMany => Replies.TooManySessionsOfYours,
            DoorGuard.Admission.Barred => Replies.TooManyErrors,
            DoorGuard.Admission.Counted or DoorGuard.Admission.Reserved or DoorGuard.Admission.Own => null,
        };

    /// <summary>Let in, or not; either way <see cref="Leave"/> it.</summary>
    public static SessionGuard Enter(DoorGuard door, SmtpLimits limits, SmtpPeer peer, bool isOwn)
    {
        var network = peer.Remote is { } remote ? SourceNetwork.Of(remote.Address) : (SourceNetwork?)null;
        return new(door, limits, network, isOwn ? DoorGuard.Admission.Own : door.Enter(network));
    }

    /// <summary>A session without a door around it, under the limits of a session.</summary>
    public static SessionGuard Alone(SmtpLimits limits, TimeProvider time) =>
        new(new(limits, time), limits, null, DoorGuard.Admission.Counted);

    public void Leave() => _door.Leave(_network, _admission);

    /// <summary>Counts a wrong command: how long its answer waits, and what to end the session with, if anything.</summary>
    public (TimeSpan Wait, SmtpReply? End) Erred()
    {
        if (IsFree)
            return default;
        _errors++;
        var tooMany = _network is { } network && _door.Erred(network);
        if (tooMany || _errors >= _limits.ErrorsPerSession)
            return (TimeSpan.Zero, Replies.TooManyErrors);
        return (_errors * 2 > _limits.ErrorsPerSession ? TimeSpan.FromSeconds(1) : TimeSpan.Zero, null);
    }

    /// <summary>The answer to a recipient before it is looked at; null: it may be.</summary>
    /// <param name="hasOthers">
    /// The message has recipients already, so that putting this one off lets it go its way and the rest come again (RFC 5321 §4.5.3.1.10).
    /// </param>
    public SmtpReply? MayNotName(bool hasOthers)
    {
        if (IsFree)
            return null;
        if (_missed >= _limits.RefusedRecipientsPerSession)
            return hasOthers ? Replies.RecipientPutOff : Replies.TooManyWrongRecipients;
        return _network is { } network && _door.MayNotName(network) ? Replies.RecipientPutOff : null;
    }

    public void Missed()
    {
        if (IsFree)
            return;
        _missed++;
        if (_network is { } network)
            _door.Missed(network);
    }

    /// <summary>Begins a login; null: it is not to be looked at.</summary>
    public LoginGuard? LoginBegins()
    {
        if (IsFree || _network is not { } network)
            return new(_door, null, 0);
        return _door.LoginBegins(network) is { } failed ? new(_door, network, failed) : null;
    }
}

/// <summary>One login under way. Disposed without a verdict it counts as none.</summary>
internal sealed class LoginGuard(DoorGuard door, SourceNetwork? network, int failed) : IDisposable
{
    private bool _isFailed;

    /// <summary>How long to wait before the login is looked at.</summary>
    public TimeSpan Wait(string? account) => network is { } known ? door.LoginWait(known, failed, account) : TimeSpan.Zero;

    public void Failed(string? account)
    {
        _isFailed = true;
        if (network is not null && account is not null)
            door.LoginFailed(account);
    }

    public void Succeeded(string account)
    {
        if (network is { } known)
            door.LoginSucceeded(known, account);
    }

    public void Dispose()
    {
        if (network is { } known && !_isFailed)
            door.LoginTakenBack(known);
    }
}
