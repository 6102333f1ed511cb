using System.ComponentModel.DataAnnotations;

namespace Mmhs.Signing;

/// <summary>Where the signing service keeps what is its own: <c>keys/</c>, <c>checkpoints/</c>, <c>ledger.db</c>, <c>rights.json</c>, <c>credentials.json</c> and <c>delegations.json</c>.</summary>
public sealed class SigningOptions
{
    public const string Section = "Mmhs:Signing";

    /// <summary>A folder only the account of the service may read. Relative paths are from the working directory.</summary>
    [Required]
    public string Folder { get; set; } = "data/signing";

    public string KeysFolder => Path.Combine(Folder, "keys");

    public string CheckpointsFolder => Path.Combine(Folder, "checkpoints");

    public string LedgerFile => Path.Combine(Folder, "ledger.db");

    public string RightsFile => Path.Combine(Folder, "rights.json");

    public string CredentialsFile => Path.Combine(Folder, "credentials.json");

    public string DelegationsFile => Path.Combine(Folder, "delegations.json");

    /// <summary>Whether files of the folder that the ledger knows nothing of are believed: for a first start, and false again after it.</summary>
    public bool TakeOver { get; set; }

    /// <summary>
    /// A second place, best on another machine's disk, where what is attested is written too: the folder set back to an earlier copy is then refused and
    /// said (CHK-007, LED-013), and <c>mmhs audit verify --attested</c> reads it. Null: there is none.
    /// </summary>
    public string? AnchorFolder { get; set; }

    /// <summary>How long after the time it was to leave a copy may still be handed on. 5 days, as long as a relay tries (RFC 5321 §4.5.4.1).</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan CopyLifetime { get; set; } = TimeSpan.FromDays(5);

    /// <summary>The domain passkeys are made for (WebAuthn relying party identifier); of an IP address browsers make none.</summary>
    [Required]
    public string RelyingPartyId { get; set; } = "localhost";

    /// <summary>Scheme, host and port of the pages that may ask for a passkey's yes.</summary>
    public IList<string> RelyingPartyOrigins { get; } = [];
}
