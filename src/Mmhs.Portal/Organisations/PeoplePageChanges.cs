using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;

namespace Mmhs.Portal.Organisations;

/// <summary>The form that adds a person or changes one.</summary>
public sealed partial class PeoplePage
{
    private PersonLine? changing;
    private string? newName;
    private string? display;
    private Dictionary<string, int?> cleared = [];
    private HashSet<(string Policy, Category Category)> categories = [];
    private (string Name, string Password)? firstPassword;
    private ElementReference personHead;
    private int added;

    [Inject]
    public required PolicyCatalog Policies { get; set; }

    private IEnumerable<(string Policy, Category Category, string Words)> Categories =>
        from clearance in view!.Clearances
        from category in clearance.Categories
        let policy = Policies.Find(clearance.PolicyId)
        select (clearance.PolicyId, category, $"{policy?.Name ?? clearance.PolicyId} {ClearanceText.Of(category, policy)}");

    private void Hold(string policy, Category category, bool holds)
    {
        if (holds)
            categories.Add((policy, category));
        else
            categories.Remove((policy, category));
    }

    private async Task ChangeAsync(PersonLine person)
    {
        (changing, display, refusals, firstPassword) = (person, person.DisplayName, [], null);
        cleared = Policies.Policies.ToDictionary(
            policy => policy.Id,
            policy => ClearanceInput.Highest(person.Clearances, policy)
        );
        categories = [.. person.Clearances.SelectMany(one => one.Categories.Select(category => (one.PolicyId, category)))];
        added++;
        await personHead.FocusAsync();
    }

    private void ResetPerson() =>
        (changing, newName, display, cleared, categories, refusals, added) = (null, null, null, [], [], [], added + 1);

    private async Task SavePersonAsync()
    {
        var wanted = ClearanceInput.Clearances(
            changing?.Clearances ?? [],
            cleared,
            policy => [.. categories.Where(one => one.Policy == policy).Select(one => one.Category)],
            Policies
        );
        var shown = display?.Trim() ?? "";
        if (changing is { } person)
        {
            if (await ActAsync(actor => Desk.ChangePersonAsync(actor, person.Id, shown, wanted, Leaving), $"{shown} is changed."))
                ResetPerson();
            return;
        }
        var name = newName?.Trim() ?? "";
        FirstPasswordGiven? given = null;
        if (
            await ActAsync(
                async actor => (given = await Desk.AddPersonAsync(actor, name, shown, wanted, Leaving)).Outcome,
                $"{shown} is added. Give a role below."
            )
        )
        {
            ResetPerson();
            firstPassword = (name, given!.FirstPassword!);
        }
    }

    private async Task GiveFirstPasswordAsync()
    {
        if (changing is not { } person)
            return;
        FirstPasswordGiven? given = null;
        if (
            await ActAsync(
                async actor => (given = await Desk.GiveFirstPasswordAsync(actor, person.Id, Leaving)).Outcome,
                $"{person.DisplayName} has a first password."
            )
        )
        {
            ResetPerson();
            firstPassword = (person.Name, given!.FirstPassword!);
        }
    }
}
