using Mmhs.Wire.Labels;

namespace Mmhs.Relay.Border;

/// <summary>Which labels may travel over a link without TLS, in and out; the contents of a signed message are not encrypted.</summary>
internal sealed class LinkRule(RelayOptions options, IRelayDirectory directory)
{
    /// <summary>Whether a message may come or go in the clear. One without a label may; what its label says cannot be told: it may not.</summary>
    public bool MayBeInTheClear(MessageHeader header) =>
        header.Count("SIO-Label") switch
        {
            0 => true,
            1 => SioLabel.TryParse(header.Only("SIO-Label")!, out var field, out _) && MayBeInTheClear(field),
            _ => false,
        };

    private bool MayBeInTheClear(SioLabel field) =>
        field.Decode() switch
        {
            SioLabelContent.None => true,
            SioLabelContent.Decoded(var label) => directory.Policies.HierarchyOf(label) <= options.ClearLinkCeiling,
            _ => false,
        };
}
