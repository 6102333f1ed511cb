using System.ComponentModel.DataAnnotations;
using Mmhs.Records.Storage;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Shared;

/// <summary>What kind of installation this is.</summary>
public enum PortalMode : byte
{
    /// <summary>Seeded with the fictional world, listening on loopback only.</summary>
    Demo = 0,

    /// <summary>Nothing seeded, nothing presumed.</summary>
    Production = 1,
}

/// <summary>The portal as a whole.</summary>
public sealed class MmhsOptions
{
    public const string Section = "Mmhs";

    /// <summary>Demo unless configured otherwise, so that a fresh machine shows something; Demo refuses to listen beyond loopback.</summary>
    public PortalMode Mode { get; set; } = PortalMode.Demo;

    /// <summary>
    /// The name of this portal, which is that of its audit stream: of portals on one database each has its own (access-and-audit §4.1). 1 to 63 letters,
    /// digits and hyphens, beginning with neither <c>msa-</c> nor <c>mta-</c>, which are the relay's. With another name another stream begins; what stands
    /// in the old one stays and is verified with it.
    /// </summary>
    [Required]
    [RegularExpression(
        "(?!(?i:msa|mta)-)[A-Za-z0-9-]{1,63}",
        ErrorMessage = "Mmhs:Instance is 1 to 63 letters, digits and hyphens, and does not begin with msa- or mta-, as the relay's streams do."
    )]
    public string Instance { get; set; } = "portal-1";

    /// <summary>Where databases, keys and secrets are kept; relative to the working directory. Made with owner-only permissions.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Where the SPIFs are; relative to the program. Every *.xml in it must load.</summary>
    [Required]
    public string PolicyFolder { get; set; } = "policies";

    /// <summary>Which engine; SQLite files in the data folder unless configured otherwise.</summary>
    public DatabaseProvider DatabaseProvider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Connection string of the portal's database; null: portal.db in the data folder.</summary>
    public string? PortalConnection { get; set; }

    /// <summary>Connection string of the relay's database; null: relay.db in the data folder.</summary>
    public string? RelayConnection { get; set; }

    /// <summary>Key of the label an unlabelled message is treated as having; null: it is refused. Demo: NORTHLAND SECRET, the highest all its systems hold.</summary>
    public string? DefaultLabel { get; set; }

    /// <summary>Where the portal takes deliveries (LMTP), address and port; port 0 lets the system choose.</summary>
    [Required]
    public string DeliveryEndpoint { get; set; } = "127.0.0.1:5524";

    /// <summary>Addresses that may hand messages over at that door, as a relay on another machine; they are believed in whatever they bring. Empty: this process alone.</summary>
    public IList<string> DeliveryCallers { get; } = [];

    /// <summary>
    /// Names (authserv-id) of the verifiers whose Authentication-Results are shown, as those of the border hosts before us (RFC 8601 §2.5). Empty: nobody's
    /// is. Only hosts that remove such fields of their own name from what comes from outside may be named.
    /// </summary>
    public IList<string> TrustedVerifiers { get; } = [];

    /// <summary>What one client may take of the delivery door; the relay of this process is under none of it.</summary>
    public SmtpLimits DeliveryLimits { get; set; } = new();

    /// <summary>Largest message taken for delivery, in octets; 25 MiB.</summary>
    [Range(65536, 1L << 30)]
    public long MaxMessageOctets { get; set; } = 25L << 20;
}
