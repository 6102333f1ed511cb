using System.ComponentModel.DataAnnotations;

namespace Mmhs.Signing;

/// <summary>Where the signing service keeps what is its own: <c>keys/</c>, <c>checkpoints/</c>, <c>rights.json</c>, <c>credentials.json</c> and <c>delegations.json</c>.</summary>
public sealed class SigningOptions
{
    public const string Section = "Mmhs:Signing";

    /// <summary>A folder only the account of the service may read. Relative paths are from the working directory.</summary>
    [Required]
    public string Folder { get; set; } = "data/signing";

    public string KeysFolder => Path.Combine(Folder, "keys");

    public string CheckpointsFolder => Path.Combine(Folder, "checkpoints");

    public string RightsFile => Path.Combine(Folder, "rights.json");

    public string CredentialsFile => Path.Combine(Folder, "credentials.json");

    public string DelegationsFile => Path.Combine(Folder, "delegations.json");

    /// <summary>The domain passkeys are made for (WebAuthn relying party identifier); of an IP address browsers make none.</summary>
    [Required]
    public string RelyingPartyId { get; set; } = "localhost";

    /// <summary>Scheme, host and port of the pages that may ask for a passkey's yes.</summary>
    public IList<string> RelyingPartyOrigins { get; } = [];
}
