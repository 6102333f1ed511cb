using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Messages.Policy;

/// <summary>A clearance as one line of text, for the records: the classifications held, a bar, and policy and categories as in a label's key.</summary>
public static class ClearanceKey
{
    public static string ToKey(this Clearance clearance) =>
        string.Join(',', clearance.Classifications.Select(held => held.ToString(CultureInfo.InvariantCulture)))
        + "|"
        + new SecurityLabel(clearance.PolicyId, null, null, clearance.Categories).ToKey();

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Clearance? clearance)
    {
        clearance = null;
        if (text?.IndexOf('|', StringComparison.Ordinal) is not (>= 0 and var bar))
            return false;
        if (
            !SecurityLabel.TryParse(text[(bar + 1)..], out var scope)
            || scope.Classification is not null
            || scope.PrivacyMark is not null
        )
            return false;
        var held = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var number in text[..bar].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var classification))
                return false;
            held.Add(classification);
        }
        clearance = new(scope.PolicyId, held.ToImmutable(), scope.Categories);
        return true;
    }

    /// <summary>Several, one a line. A line that cannot be read is left out, which can only take rights away.</summary>
    public static ImmutableArray<Clearance> ParseAll(string lines) =>
        [
            .. lines
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => TryParse(line, out var clearance) ? clearance : null)
                .OfType<Clearance>(),
        ];
}
