using Mmhs.Hosting;

namespace Mmhs.Portal.AddressBook.Ldap;

/// <summary>An LDAP directory where drafters find addressees. Without <see cref="Server"/> there is none.</summary>
/// <remarks>What is found there may be written to only where the organisation is known here: the objections of the address book stand.</remarks>
internal sealed class LdapOptions
{
    public const string Section = "Mmhs:Ldap";

    public string? Server { get; set; }

    public int Port { get; set; } = 636;

    /// <summary>TLS from the first octet (ldaps). False only on this machine, where a password is given.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>Who asks; null: anonymous.</summary>
    public string? BindDn { get; set; }

    /// <summary>File whose text, without blanks at its ends, is the password.</summary>
    public string? PasswordFile { get; set; }

    public string BaseDn { get; set; } = "";

    /// <summary>What every entry must meet besides the words; RFC 4515.</summary>
    public string Filter { get; set; } = "(objectClass=*)";

    public string NameAttribute { get; set; } = "cn";
    public string AddressAttribute { get; set; } = "mail";
    public string OrganisationAttribute { get; set; } = "o";

    /// <summary>How long an answer is good; 20 s.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a directory that did not answer is left alone; 15 s.</summary>
    public TimeSpan LeaveAloneFor { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsOn => !string.IsNullOrWhiteSpace(Server);

    /// <summary>Everything that is wrong, each with its remedy.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsOn)
            yield break;
        if (Port is < 1 or > 65535)
            yield return $"{Section}:Port is {Port}. Use 1 to 65535; 636 is usual with TLS, 389 without.";
        if (BaseDn.Length == 0)
            yield return $"{Section}:BaseDn is missing. Set the entry below which addressees are, for instance ou=roles,dc=northland,dc=example.";
        if (!Filter.StartsWith('(') || !Filter.EndsWith(')'))
            yield return $"{Section}:Filter is {Filter}, without brackets around it. Write it as (objectClass=person).";
        if (BindDn is not null && (PasswordFile is null || !File.Exists(PasswordFile)))
            yield return $"{Section}:BindDn is set, and PasswordFile is not there. Make the file, or remove BindDn to ask anonymously.";
        if (BindDn is not null && !UseTls && !Loopback.Is(Server!))
            yield return $"{Section}:UseTls is false, so the password would cross the network in the clear. Set it to true.";
    }
}
