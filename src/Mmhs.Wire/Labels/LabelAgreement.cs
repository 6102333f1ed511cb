using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>Whether the label inside the signature and the one in the header say the same: these three and no more.</summary>
internal abstract record LabelAgreement
{
    private LabelAgreement() { }

    public sealed record Agree : LabelAgreement;

    /// <summary>They do not; the reason names the first difference.</summary>
    public sealed record Mismatch(string Reason) : LabelAgreement;

    /// <summary>One of them cannot be read here; whether that is a mismatch is for local policy to say.</summary>
    public sealed record CannotCompare(string Reason) : LabelAgreement;

    /// <summary>Compares both labels of a message by what they mean, never by their octets.</summary>
    /// <remarks>
    /// The label of the header decides when there is one, its marking otherwise. A privacy mark only one of them has is no difference:
    /// not every form can convey it. Source: MMHS §4.2.5; RFC 7444 §4.
    /// </remarks>
    /// <param name="ess">The label of a verified signature.</param>
    /// <param name="sio">The header field.</param>
    /// <param name="policy">The policy of <paramref name="ess"/>; null when it is not known here.</param>
    public static LabelAgreement Compare(SecurityLabel ess, SioLabel sio, SecurityPolicy? policy) =>
        sio.Decode() switch
        {
            SioLabelContent.Decoded(var label) => Compare(ess, label),
            SioLabelContent.Malformed(var problem) => new Mismatch($"The label in the header cannot be read: {problem.Text}"),
            SioLabelContent.UnknownType(var type) => new CannotCompare($"Labels of type {type} are not read here."),
            _ => CompareMarking(ess, sio.Marking!, policy),
        };

    private static LabelAgreement Compare(SecurityLabel ess, SecurityLabel sio)
    {
        if (ess.PolicyId != sio.PolicyId)
            return new Mismatch("The policies differ.");
        if (ess.Classification != sio.Classification)
            return new Mismatch("The classifications differ.");
        if (!ess.Categories.SetEquals(sio.Categories))
            return new Mismatch("The categories differ.");
        if (
            ess.PrivacyMark is not null
            && sio.PrivacyMark is not null
            && !string.Equals(ess.PrivacyMark, sio.PrivacyMark, StringComparison.Ordinal)
        )
            return new Mismatch("The privacy marks differ.");
        return new Agree();
    }

    private static LabelAgreement CompareMarking(SecurityLabel ess, string marking, SecurityPolicy? policy)
    {
        if (policy is null)
            return new CannotCompare("The policy is not known here, so its marking cannot be built.");
        return Normalised(Marking.Of(policy, ess).Text) == Normalised(marking)
            ? new Agree()
            : new Mismatch("The marking differs.");
    }

    private static string Normalised(string marking) =>
        string.Join(' ', marking.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
