using System.Collections.Frozen;
using System.Globalization;

namespace Mmhs.Wire.Smtp;

/// <summary>What the server offered in its latest answer to EHLO or LHLO (RFC 5321 §4.1.1.1); nothing after HELO.</summary>
public sealed class SmtpCapabilities
{
    private readonly FrozenDictionary<string, string> _keywords;

    private SmtpCapabilities(string hostName, FrozenDictionary<string, string> keywords) =>
        (HostName, _keywords) = (hostName, keywords);

    /// <summary>The name the server gave itself.</summary>
    public string HostName { get; }

    public bool Pipelining => Offers("PIPELINING");

    public bool EightBitMime => Offers("8BITMIME");

    public bool DeliveryNotifications => Offers("DSN");

    public bool Priority => Offers("MT-PRIORITY");

    public bool StartTls => Offers("STARTTLS");

    /// <summary>The fixed maximum in octets; null when there is none or it is not said (RFC 1870 §4).</summary>
    public long? MaxMessageSize =>
        long.TryParse(Parameters("SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? size
            : null;

    /// <summary>The shortest time, in seconds, the server takes a message for (RFC 2852 §3); null when it does not say.</summary>
    public long? MinimumDeliverBy =>
        long.TryParse(Parameters("DELIVERBY"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>The longest hold and the latest moment of release (RFC 4865 §3); null when they are not offered, or not as they must be.</summary>
    public (TimeSpan Longest, DateTimeOffset Latest)? FutureReleaseLimits =>
        Parameters("FUTURERELEASE")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var interval, var moment]
        && FutureRelease.TryParseFor(interval, out var longest)
        && FutureRelease.TryParseUntil(moment, out var latest)
            ? (TimeSpan.FromSeconds(longest.Seconds!.Value), latest.Until!.Value)
            : null;

    /// <summary>Upper case, in the server's order; empty when AUTH is not offered.</summary>
    public IReadOnlyList<string> AuthenticationMechanisms =>
        Parameters("AUTH")?.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether the keyword was in the reply, in whatever case.</summary>
    public bool Offers(string keyword) => _keywords.ContainsKey(keyword);

    /// <summary>What stood behind the keyword; empty when nothing did, null when the keyword was not offered.</summary>
    public string? Parameters(string keyword) => _keywords.GetValueOrDefault(keyword);

    internal static SmtpCapabilities Read(SmtpReply reply, bool extended)
    {
        var name = reply.Lines[0].Split(' ')[0];
        Dictionary<string, string> keywords = new(StringComparer.OrdinalIgnoreCase);
        foreach (var line in extended ? reply.Lines.Skip(1) : [])
        {
            var parts = line.Split(' ', 2);
            keywords.TryAdd(parts[0], parts.Length > 1 ? parts[1].Trim() : "");
        }
        return new(name, keywords.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }
}
