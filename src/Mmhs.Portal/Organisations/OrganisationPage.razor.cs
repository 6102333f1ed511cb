using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Organisations;

public sealed partial class OrganisationPage
{
    private OrganisationView? view;
    private IReadOnlyList<Refusal> refusals = [];
    private string done = "";
    private ElementReference formHead;

    // What the form changes; both null: it adds.
    private int? unitId;
    private int? roleId;
    private string kind = "role";
    private string? name;
    private string? local;
    private string place = "";
    private int round;

    [Inject]
    public required OrganisationDesk Desk { get; set; }

    private bool IsNewRole => unitId is null && roleId is null && kind == "role";

    private string FormTitle =>
        unitId is not null ? "Change the unit"
        : roleId is not null ? "Change the role"
        : "Add a role or a unit";

    private string FormVerb =>
        unitId is not null || roleId is not null ? "Save"
        : kind == "role" ? "Add the role"
        : "Add the unit";

    private int? Place => int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    protected override async Task LoadAsync(Actor actor) => view = await Desk.ReadAsync(actor, Leaving);

    private Task SwitchAsync(KeptRole role) =>
        ActAsync(
            actor => Desk.ActivateRoleAsync(actor, role.Id, role.DeactivatedAt is not null, Leaving),
            role.DeactivatedAt is null ? $"{role.Name} is closed." : $"{role.Name} is open."
        );

    private Task RemoveAsync(UnitLine unit) =>
        ActAsync(actor => Desk.RemoveUnitAsync(actor, unit.Id, Leaving), $"{unit.Name} is removed.");

    private async Task BeginAsync(UnitLine unit)
    {
        (unitId, roleId, name, place, refusals) = (
            unit.Id,
            null,
            unit.Name,
            unit.ParentId?.ToString(CultureInfo.InvariantCulture) ?? "",
            []
        );
        await formHead.FocusAsync();
    }

    private async Task BeginAsync(KeptRole role)
    {
        (unitId, roleId, name, place, refusals) = (
            null,
            role.Id,
            role.Name,
            role.UnitId?.ToString(CultureInfo.InvariantCulture) ?? "",
            []
        );
        await formHead.FocusAsync();
    }

    private void Reset() => (unitId, roleId, name, local, place, refusals, round) = (null, null, null, null, "", [], round + 1);

    private async Task SaveAsync()
    {
        var (wanted, words) = (name?.Trim() ?? "", "");
        Func<Actor, Task<Outcome>> act;
        if (unitId is { } unit)
            (act, words) = (actor => Desk.ChangeUnitAsync(actor, unit, wanted, Place, Leaving), $"{wanted} is changed.");
        else if (roleId is { } role)
            (act, words) = (actor => Desk.ChangeRoleAsync(actor, role, wanted, Place, Leaving), $"{wanted} is changed.");
        else if (kind == "role")
            (act, words) = (
                actor => Desk.AddRoleAsync(actor, wanted, local?.Trim() ?? "", Place, Leaving),
                $"{wanted} is there."
            );
        else
            (act, words) = (actor => Desk.AddUnitAsync(actor, wanted, Place, Leaving), $"{wanted} is there.");
        if (await ActAsync(act, words))
            Reset();
    }

    private async Task<bool> ActAsync(Func<Actor, Task<Outcome>> act, string words)
    {
        if (await Current.FindAsync(Leaving) is not { } actor)
            return false;
        var outcome = await act(actor);
        refusals = outcome.Refusals;
        done = outcome.IsDone ? words : "";
        await RefreshAsync();
        return outcome.IsDone;
    }
}
