using System.ComponentModel.DataAnnotations;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>Where passkeys are good.</summary>
public sealed class PasskeyOptions
{
    public const string Section = "Mmhs:Passkeys";

    /// <summary>The domain passkeys are bound to (the relying party's id); null: the host the portal is asked under. Changed, all passkeys are lost.</summary>
    [RegularExpression(
        "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
        ErrorMessage = "Mmhs:Passkeys:ServerDomain is no domain name in lower case. Give one such as portal.example, without scheme and port."
    )]
    [StringLength(253)]
    public string? ServerDomain { get; set; }

    /// <summary>Scheme, host and port of our pages as browsers write them; empty: the address the portal is asked under.</summary>
    public IList<string> Origins { get; } = [];
}
