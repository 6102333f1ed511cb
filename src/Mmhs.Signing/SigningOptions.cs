using System.ComponentModel.DataAnnotations;

namespace Mmhs.Signing;

/// <summary>Where the signing service keeps what is its own: <c>keys/</c>, <c>roster.json</c> and <c>checkpoints/</c>.</summary>
public sealed class SigningOptions
{
    public const string Section = "Mmhs:Signing";

    /// <summary>A folder only the account of the service may read. Relative paths are from the working directory.</summary>
    [Required]
    public string Folder { get; set; } = "data/signing";

    public string KeysFolder => Path.Combine(Folder, "keys");

    public string CheckpointsFolder => Path.Combine(Folder, "checkpoints");

    public string RosterFile => Path.Combine(Folder, "roster.json");
}
