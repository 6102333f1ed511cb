using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Organisations;

public sealed partial class PeoplePage
{
    private PeopleView? view;
    private Guid me;
    private IReadOnlyList<Refusal> refusals = [];
    private string done = "";

    private string personId = "";
    private string roleId = "";
    private RoleFunction function;
    private DateTimeGroup? from;
    private DateTimeGroup? until;
    private Refusal? wrongFrom;
    private Refusal? wrongUntil;
    private int given;

    private string? provider;
    private string? claim;
    private string? value;
    private string ruleRoleId = "";
    private RoleFunction ruleFunction;
    private int ruled;

    [Inject]
    public required PeopleDesk Desk { get; set; }

    [Inject]
    public required IJSRuntime Js { get; set; }

    protected override async Task LoadAsync(Actor actor)
    {
        me = actor.PersonId;
        view = await Desk.ReadAsync(actor, Leaving);
    }

    private static string Dates(MembershipLine membership)
    {
        var dates = (membership.HeldFrom, membership.HeldUntil) switch
        {
            (null, null) => null,
            ({ } start, null) => $"from {new DateTimeGroup(start)}",
            (null, { } end) => $"until {new DateTimeGroup(end)}",
            ({ } start, { } end) => $"from {new DateTimeGroup(start)} until {new DateTimeGroup(end)}",
        };
        var rule = membership.GrantedBy is { } number ? $"by rule {number}" : null;
        var state = membership.IsHeld ? null : "not held now";
        return string.Join(", ", new[] { state, dates, rule }.OfType<string>());
    }

    private static string Said(PersonLine person, MembershipLine membership) =>
        $"{person.DisplayName} no longer holds {membership.Role}.";

    private static string Activated(PersonLine person) => $"{person.DisplayName} is active.";

    private static string Deactivated(PersonLine person) => $"{person.DisplayName} is deactivated.";

    private async Task GiveAsync()
    {
        if ((wrongFrom ?? wrongUntil) is { } wrong)
        {
            (refusals, done) = ([wrong], "");
            await Js.InvokeVoidAsync("mmhs.focus", Leaving, wrong.Field);
        }
        else if (!Guid.TryParse(personId, out var person) || !Number(roleId, out var role))
            refusals = [PeopleRefusals.NobodyChosen.At("person")];
        else if (
            await ActAsync(
                actor => Desk.GiveRoleAsync(actor, person, role, function, from?.At, until?.At, Leaving),
                "The role is given."
            )
        )
            (personId, roleId, function, from, until, given) = ("", "", default, null, null, given + 1);
    }

    private async Task AddRuleAsync()
    {
        if (!Number(ruleRoleId, out var role))
            refusals = [PeopleRefusals.NoRuleRole];
        else if (
            await ActAsync(
                actor =>
                    Desk.AddRuleAsync(
                        actor,
                        provider?.Trim() ?? "",
                        claim?.Trim() ?? "",
                        value?.Trim() ?? "",
                        role,
                        ruleFunction,
                        Leaving
                    ),
                "The rule is there."
            )
        )
            (provider, claim, value, ruleRoleId, ruleFunction, ruled) = (null, null, null, "", default, ruled + 1);
    }

    private Task RemoveRuleAsync(int rule) =>
        ActAsync(actor => Desk.RemoveRuleAsync(actor, rule, Leaving), "The rule is gone, and what it granted.");

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

    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
