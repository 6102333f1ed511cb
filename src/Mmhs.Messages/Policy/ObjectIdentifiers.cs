namespace Mmhs.Messages.Policy;

/// <summary>Object identifiers as dotted text, the names of policies and tag sets.</summary>
public static class ObjectIdentifiers
{
    private const int MaxLength = 255;

    /// <summary>At least two arcs, digits only, no leading zeros; the first arc 0 to 2, the second below 40 under 0 and 1 (X.660).</summary>
    public static bool IsValid(string? text)
    {
        if (text is null || text.Length is < 3 or > MaxLength)
            return false;
        var arcs = text.Split('.');
        if (arcs.Length < 2 || arcs[0] is not ("0" or "1" or "2"))
            return false;
        foreach (var arc in arcs)
        {
            if (arc.Length == 0 || (arc.Length > 1 && arc[0] == '0'))
                return false;
            foreach (var c in arc)
                if (!char.IsAsciiDigit(c))
                    return false;
        }
        return arcs[0] == "2" || arcs[1].Length == 1 || (arcs[1].Length == 2 && arcs[1][0] < '4');
    }
}
