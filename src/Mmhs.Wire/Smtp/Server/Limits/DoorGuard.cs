using System.Net;

namespace Mmhs.Wire.Smtp;

/// <summary>Counts what each address takes of one door, and what was tried on each account (<see cref="SmtpLimits"/>).</summary>
/// <remarks>Remembers at most <see cref="MostRemembered"/> addresses, and as many accounts, besides those with open sessions.</remarks>
internal sealed class DoorGuard
{
    public const int MostRemembered = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AccountStep = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly SmtpLimits _limits;
    private readonly TimeProvider _time;
    private readonly double _ticks;
    private readonly HashSet<SourceNetwork> _reserved;
    private readonly BoundedTable<SourceNetwork, Source> _sources = new(MostRemembered);
    private readonly BoundedTable<string, Account> _accounts = new(MostRemembered);
    private int _sessions;
    private int _ofReserve;

    public DoorGuard(SmtpLimits limits, TimeProvider time)
    {
        (_limits, _time) = (limits, time);
        _ticks = limits.Window.TotalSeconds * time.TimestampFrequency;
        _reserved = [.. limits.ReservedAddresses.Select(text => SourceNetwork.Of(IPAddress.Parse(text)))];
    }

    /// <summary>How a session is let in, if it is.</summary>
    public enum Admission
    {
        /// <summary>As anybody's.</summary>
        Counted,

        /// <summary>Into the reserve.</summary>
        Reserved,

        /// <summary>As a connection of this process to itself, which nobody counts.</summary>
        Own,

        /// <summary>No more sessions at all.</summary>
        Full,

        /// <summary>No more of this address.</summary>
        TooMany,

        /// <summary>Too much is held against this address.</summary>
        Barred,
    }

    /// <summary>Addresses remembered now.</summary>
    public int Remembered => _sources.Count;

    /// <summary>Lets a session in, or not; what was let in must <see cref="Leave"/>.</summary>
    /// <param name="network">Null where there are no addresses: only the total counts.</param>
    public Admission Enter(SourceNetwork? network)
    {
        lock (_gate)
        {
            if (network is { } address && _reserved.Contains(address) && _ofReserve < _limits.ReservedSessions)
            {
                _ofReserve++;
                return Admission.Reserved;
            }
            var now = _time.GetTimestamp();
            var source = network is { } known ? _sources.Of(known, now) : null;
            if (source?.Errors.At(now, _limits.ErrorsPerAddress / _ticks) >= _limits.ErrorsPerAddress)
                return Admission.Barred;
            if (source?.Sessions >= _limits.SessionsPerAddress)
                return Admission.TooMany;
            if (_sessions >= _limits.Sessions)
                return Admission.Full;
            _sessions++;
            if (source is not null)
                source.Sessions++;
            return Admission.Counted;
        }
    }

    public void Leave(SourceNetwork? network, Admission admitted)
    {
        lock (_gate)
        {
            if (admitted == Admission.Reserved)
                _ofReserve--;
            if (admitted != Admission.Counted)
                return;
            _sessions--;
            if (network is { } known)
                _sources.Of(known, _time.GetTimestamp()).Sessions--;
        }
    }

    /// <summary>Counts a wrong command; true: the address has made too many.</summary>
    public bool Erred(SourceNetwork network) => Counted(network, static source => ref source.Errors, _limits.ErrorsPerAddress);

    /// <summary>Counts a recipient that was refused; true: the address has named too many.</summary>
    public bool Missed(SourceNetwork network) =>
        Counted(network, static source => ref source.Recipients, _limits.RefusedRecipientsPerAddress);

    /// <summary>Whether the address has named too many wrong recipients for any to be looked at.</summary>
    public bool MayNotName(SourceNetwork network)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            return _sources.Of(network, now).Recipients.At(now, _limits.RefusedRecipientsPerAddress / _ticks)
                >= _limits.RefusedRecipientsPerAddress;
        }
    }

    /// <summary>
    /// Begins a login, which counts as failed until <see cref="LoginTakenBack"/>, so that many at once get no further than one after the other.
    /// </summary>
    /// <returns>How many had failed before; null: too many, and this one is not to be looked at.</returns>
    public int? LoginBegins(SourceNetwork network)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var source = _sources.Of(network, now);
            var perTick = _limits.FailedLoginsPerAddress / _ticks;
            var before = source.Logins.At(now, perTick);
            if (before > _limits.FailedLoginsPerAddress - 1)
                return null;
            source.Logins.Add(1, now, perTick);
            return (int)before;
        }
    }

    /// <summary>It succeeded, or came to no end.</summary>
    public void LoginTakenBack(SourceNetwork network)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _sources.Of(network, now).Logins.Add(-1, now, _limits.FailedLoginsPerAddress / _ticks);
        }
    }

    /// <summary>How long a login waits before it is looked at.</summary>
    /// <param name="network">Where it comes from.</param>
    /// <param name="failed">By <see cref="LoginBegins"/>.</param>
    /// <param name="account">Null where the mechanism names none before it is decided.</param>
    public TimeSpan LoginWait(SourceNetwork network, int failed, string? account)
    {
        var wait = failed == 0 ? TimeSpan.Zero : Shorter(FirstWait * Math.Pow(2, Math.Min(failed, 10) - 1));
        if (account is null)
            return wait;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var known = _accounts.Of(account, now);
            if (known.Good.Contains(network))
                return wait;
            var beyond =
                (int)known.Failures.At(now, _limits.FailedLoginsPerAccount / _ticks) - _limits.FailedLoginsPerAccount + 1;
            var slowed = beyond <= 0 ? TimeSpan.Zero : Shorter(AccountStep * beyond);
            return slowed > wait ? slowed : wait;
        }
    }

    public void LoginFailed(string account)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _accounts.Of(account, now).Failures.Add(1, now, _limits.FailedLoginsPerAccount / _ticks);
        }
    }

    public void LoginSucceeded(SourceNetwork network, string account)
    {
        lock (_gate)
            _accounts.Of(account, _time.GetTimestamp()).Remember(network);
    }

    private delegate ref RunningCount CountOf(Source source);

    private bool Counted(SourceNetwork network, CountOf which, int most)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            ref var count = ref which(_sources.Of(network, now));
            if (count.At(now, most / _ticks) < most)
                count.Add(1, now, most / _ticks);
            return count.At(now, most / _ticks) >= most;
        }
    }

    private static TimeSpan Shorter(TimeSpan wait) => wait < LongestWait ? wait : LongestWait;

    private sealed class Source : Remembered
    {
        public int Sessions;
        public RunningCount Errors;
        public RunningCount Recipients;
        public RunningCount Logins;

        public override bool IsHeld => Sessions > 0;
    }

    private sealed class Account : Remembered
    {
        private const int MostGood = 4;

        public RunningCount Failures;

        /// <summary>Where it was logged in to from last.</summary>
        public List<SourceNetwork> Good { get; } = [];

        public void Remember(SourceNetwork network)
        {
            Good.Remove(network);
            Good.Add(network);
            if (Good.Count > MostGood)
                Good.RemoveAt(0);
        }
    }
}
