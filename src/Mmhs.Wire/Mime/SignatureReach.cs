using System.Collections.Immutable;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>What the signatures of a message do not reach, where it has any: nothing of it may be taken for signed.</summary>
public static class SignatureReach
{
    /// <summary>Stands among the paths of parts for the fields people are shown.</summary>
    public const string Header = "header";

    /// <param name="root">The message.</param>
    /// <param name="payload">What stands inside the signatures around all of it.</param>
    /// <param name="holds">Whether those are good.</param>
    /// <param name="anyIsSigned">Whether anything in it is signed.</param>
    /// <returns>Paths of parts and "header"; empty where nothing is signed, for then nothing is.</returns>
    internal static ImmutableArray<string> Unsigned(PartNode root, Payload payload, bool holds, bool anyIsSigned)
    {
        if (payload.Signatures.Count > 0)
            return holds && payload.Protected is null ? [Header] : [];
        return anyIsSigned ? [.. Beside(root, payload.Wrapper)] : [];
    }

    internal static ReadingProblem Problem(string where) =>
        new(
            ReadingCodes.Unsigned,
            where,
            where == Header
                ? "The signature does not cover the header: subject, addressees and military fields may have been changed on the way."
                : "No signature covers the part."
        );

    private static IEnumerable<string> Beside(PartNode node, PartNode? wrapper)
    {
        if (node.Cms is CmsContent.Signed)
            return [];
        var below = node.Children.SelectMany(child => Beside(child, wrapper));
        return node != wrapper && PartList.IsListed(node) ? below.Prepend(node.Path) : below;
    }
}
