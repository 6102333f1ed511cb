namespace Mmhs.Portal.Compose;

/// <summary>What the operator sets of the pre-flight.</summary>
public sealed class PreFlightOptions
{
    public const string Section = "Mmhs:PreFlight";

    /// <summary>Attachments keep a FLASH message back; otherwise they are pointed out.</summary>
    public bool StopFlashAttachments { get; set; }
}
