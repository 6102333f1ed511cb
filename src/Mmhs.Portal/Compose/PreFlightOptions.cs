using System.ComponentModel.DataAnnotations;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>What the operator sets of the pre-flight.</summary>
public sealed class PreFlightOptions
{
    public const string Section = "Mmhs:PreFlight";

    /// <summary>Most octets of text at FLASH and above.</summary>
    [Range(1024, 1024 * 1024)]
    public int FlashTextOctets { get; set; } = 10 * 1024;

    /// <summary>Most octets of text at IMMEDIATE.</summary>
    [Range(1024, 1024 * 1024)]
    public int ImmediateTextOctets { get; set; } = 100 * 1024;

    /// <summary>More addressees than this at FLASH are pointed out.</summary>
    [Range(1, 100)]
    public int FlashAddressees { get; set; } = 10;

    /// <summary>Attachments keep a FLASH message back; otherwise they are pointed out.</summary>
    public bool StopFlashAttachments { get; set; }

    public PreFlightLimits ToLimits(TimeSpan longestHold) =>
        new(FlashTextOctets, ImmediateTextOctets, FlashAddressees, StopFlashAttachments, longestHold);
}
