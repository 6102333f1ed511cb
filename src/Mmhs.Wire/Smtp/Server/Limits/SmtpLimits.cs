using System.Globalization;
using System.Net;

namespace Mmhs.Wire.Smtp;

/// <summary>What one client may take of a door, so that there is always some left for the others.</summary>
/// <remarks>
/// "Address" is an IPv4 address or the /64 of an IPv6 address (<see cref="SourceNetwork"/>). Counts of an address run down evenly over
/// <see cref="Window"/>: after a pause that long nothing is held against it. Connections of this process to itself (<see cref="OwnConnections"/>)
/// are under none of these limits.
/// </remarks>
public sealed class SmtpLimits
{
    /// <summary>Sessions at one time, 1 to 100,000; the next is greeted with 421 4.3.2. 1000.</summary>
    public int Sessions { get; set; } = 1000;

    /// <summary>Of them those of one address, 1 to 100,000; the next is greeted with 421 4.7.0. 50.</summary>
    public int SessionsPerAddress { get; set; } = 50;

    /// <summary>Sessions beyond <see cref="Sessions"/> for <see cref="ReservedAddresses"/>, 0 to 10,000. 32.</summary>
    public int ReservedSessions { get; set; } = 32;

    /// <summary>
    /// Addresses the reserve is for, as a portal's on another machine: they are not held to a share of the sessions and nothing is counted
    /// against them. IP addresses, and none but those nobody else can connect from. None unless named.
    /// </summary>
    public IList<string> ReservedAddresses { get; } = [];

    /// <summary>
    /// Wrong, unknown or misplaced commands in a session, 2 to 10,000: from half of them on each is answered a second later, and the last
    /// with 421 4.7.0. 20.
    /// </summary>
    public int ErrorsPerSession { get; set; } = 20;

    /// <summary>The same for an address, 2 to 1,000,000; then its sessions end and new ones are greeted with 421 4.7.0. 100.</summary>
    public int ErrorsPerAddress { get; set; } = 100;

    /// <summary>Failed logins of an address, 3 to 10,000; each is answered later than the last, and after them none is looked at: 421 4.7.0. 10.</summary>
    public int FailedLoginsPerAddress { get; set; } = 10;

    /// <summary>
    /// Failed logins to an account from everywhere, 3 to 10,000, after which each further login to it is answered later, up to 8 seconds.
    /// It is never closed, and an address it was last logged in to from is not kept waiting. 20.
    /// </summary>
    public int FailedLoginsPerAccount { get; set; } = 20;

    /// <summary>Refused recipients in a session, 1 to 10,000; then 452 4.7.1 where the message has others, else 421 4.7.1. 20.</summary>
    public int RefusedRecipientsPerSession { get; set; } = 20;

    /// <summary>The same for an address, 1 to 1,000,000; then all recipients it names are put off with 452 4.7.1, the right ones too. 100.</summary>
    public int RefusedRecipientsPerAddress { get; set; } = 100;

    /// <summary>How long it takes until nothing is held against an address or account, 1 minute to 1 day. 10 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a session may last, 10 minutes to 1 day; then 421 4.4.2 in place of the next command. A message on its way comes in. 1 hour.</summary>
    public TimeSpan SessionTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the content of a message may take whatever its size, 1 minute to 1 day. 5 minutes.</summary>
    public TimeSpan ContentTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>And for what it takes longer: octets of content a second, on the whole, 1 to 1,048,576. 1024.</summary>
    public int ContentRate { get; set; } = 1024;

    /// <summary>What is wrong with these values, each as <c>Name is value, and range is wanted.</c>; empty: nothing.</summary>
    public IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        Number(nameof(Sessions), Sessions, 1, 100_000);
        Number(nameof(SessionsPerAddress), SessionsPerAddress, 1, 100_000);
        Number(nameof(ReservedSessions), ReservedSessions, 0, 10_000);
        Number(nameof(ErrorsPerSession), ErrorsPerSession, 2, 10_000);
        Number(nameof(ErrorsPerAddress), ErrorsPerAddress, 2, 1_000_000);
        Number(nameof(FailedLoginsPerAddress), FailedLoginsPerAddress, 3, 10_000);
        Number(nameof(FailedLoginsPerAccount), FailedLoginsPerAccount, 3, 10_000);
        Number(nameof(RefusedRecipientsPerSession), RefusedRecipientsPerSession, 1, 10_000);
        Number(nameof(RefusedRecipientsPerAddress), RefusedRecipientsPerAddress, 1, 1_000_000);
        Number(nameof(ContentRate), ContentRate, 1, 1 << 20);
        Time(nameof(Window), Window, TimeSpan.FromMinutes(1));
        Time(nameof(SessionTime), SessionTime, TimeSpan.FromMinutes(10));
        Time(nameof(ContentTime), ContentTime, TimeSpan.FromMinutes(1));
        foreach (var address in ReservedAddresses)
            if (!IPAddress.TryParse(address, out _))
                faults.Add($"{nameof(ReservedAddresses)} holds \"{address}\", which is no IP address.");
        return faults;

        void Number(string name, int value, int least, int most)
        {
            if (value < least || value > most)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, and {least} to {most} are wanted."));
        }

        void Time(string name, TimeSpan value, TimeSpan least)
        {
            if (value < least || value > TimeSpan.FromDays(1))
                faults.Add($"{name} is {value}, and {least} to 1.00:00:00 are wanted.");
        }
    }
}
