namespace Mmhs.Relay;

/// <summary>How the domain signatures of what strangers bring are checked; part of <see cref="RelayOptions"/>. Neither servers nor file: they are not.</summary>
public sealed class DkimOptions
{
    /// <summary>Name servers to ask for keys, address or address:port. They should be ours: their answers are believed.</summary>
    public IList<string> NameServers { get; } = [];

    /// <summary>
    /// Keys for networks without a DNS, asked first: a text file, a key a line, the name and the record with a tab between, as in
    /// <c>s1._domainkey.north.example&lt;TAB&gt;v=DKIM1; p=...</c>. Read at the start.
    /// </summary>
    public string? KeysFile { get; set; }

    /// <summary>RSA keys below this do not count; 2048, and 1024 at the least (RFC 8301 §3.2).</summary>
    public int PreferredRsaBits { get; set; } = 2048;

    /// <summary>How long all keys of one message may take. 10 seconds; what is not there by then is said to be a temporary error.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether they are checked at all.</summary>
    public bool IsOn => NameServers.Count > 0 || KeysFile is not null;
}
