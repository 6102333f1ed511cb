using Mmhs.Records.People;

namespace Mmhs.Portal.Organisations;

/// <summary>An organisation as its administrator sees it.</summary>
/// <param name="Units">As a tree, each after the one it lies in.</param>
public sealed record OrganisationView(string Name, string Domain, IReadOnlyList<UnitLine> Units, IReadOnlyList<KeptRole> Roles);

/// <param name="Depth">0: directly below the organisation.</param>
public sealed record UnitLine(int Id, int? ParentId, string Name, int Depth);

/// <param name="DeactivatedAt">Null: open.</param>
public sealed record KeptRole(int Id, string Name, string Address, int? UnitId, DateTimeOffset? DeactivatedAt);

/// <summary>Units by where they lie.</summary>
internal static class UnitTree
{
    /// <summary>Each unit after the one it lies in, those of one place by name.</summary>
    public static IReadOnlyList<UnitLine> Of(IReadOnlyList<UnitRow> units)
    {
        var below = units.ToLookup(unit => unit.ParentId);
        var lines = new List<UnitLine>(units.Count);
        void Add(int? parent, int depth)
        {
            foreach (var unit in below[parent])
            {
                lines.Add(new(unit.Id, parent, unit.Name, depth));
                Add(unit.Id, depth + 1);
            }
        }
        Add(null, 0);
        return lines;
    }

    /// <summary>Whether a place lies in a unit, or is it.</summary>
    public static bool IsWithin(IReadOnlyList<UnitRow> units, int? place, int? unit)
    {
        if (unit is null)
            return false;
        for (var at = place; at is { } id; at = units.Single(one => one.Id == id).ParentId)
            if (id == unit)
                return true;
        return false;
    }

    /// <summary>How many units lie above and at a place; 0 for the organisation itself.</summary>
    public static int DepthOf(IReadOnlyList<UnitRow> units, int? place)
    {
        var depth = 0;
        for (var at = place; at is { } id; at = units.Single(one => one.Id == id).ParentId)
            depth++;
        return depth;
    }

    /// <summary>How many units lie one in the other from a unit down; 1 for one that has none, and for a new one.</summary>
    public static int HeightOf(IReadOnlyList<UnitRow> units, int? unit) =>
        unit is null
            ? 1
            : 1 + units.Where(one => one.ParentId == unit).Select(one => HeightOf(units, one.Id)).DefaultIfEmpty(0).Max();
}
