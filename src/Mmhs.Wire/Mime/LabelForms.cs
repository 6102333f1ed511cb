using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Mime;

/// <summary>A label in the two forms a message carries: inside the signature and in the header (MMHS §4.2.5).</summary>
/// <param name="Ess">DER of ESSSecurityLabel.</param>
/// <param name="Sio">The SIO-Label field, which carries the same octets and the marking.</param>
public sealed record LabelForms(ReadOnlyMemory<byte> Ess, SioLabel Sio)
{
    /// <exception cref="ArgumentException">The label has no ESS form; see <see cref="EssLabelCodec.Encode"/>.</exception>
    public static LabelForms Of(SecurityLabel label, SecurityPolicy policy) =>
        new(EssLabelCodec.Encode(label), SioLabel.Of(label, Marking.Of(policy, label)));
}
