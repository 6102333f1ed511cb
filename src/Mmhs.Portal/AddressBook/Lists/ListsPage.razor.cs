using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.AddressBook.Lists;

public sealed partial class ListsPage
{
    private IReadOnlyList<KeptList> lists = [];
    private IReadOnlyList<Refusal> refusals = [];
    private string done = "";
    private bool mayKeep;
    private ElementReference formHead;

    // What the form changes; null: it makes one.
    private KeptList? changing;
    private string? name;
    private string? purpose;
    private IReadOnlyList<AddresseeChoice> members = [];
    private IReadOnlyList<AddresseeChoice> informed = [];
    private ImmutableHashSet<int> nested = [];
    private int round;

    [Inject]
    public required AddressListDesk Desk { get; set; }

    [Inject]
    public required AddresseeLookup Book { get; set; }

    protected override async Task LoadAsync(Actor actor)
    {
        mayKeep = KeepersAct.MayKeep(actor.Function);
        lists = await Desk.ReadAsync(actor, Leaving);
    }

    private string Words(ListMember member)
    {
        var words = member.Address?.ToString() ?? lists.FirstOrDefault(list => list.Id == member.List)?.Name ?? "";
        return member.InformationOnly ? $"{words} (to know)" : words;
    }

    private async Task<IReadOnlyList<AddresseeChoice>> SearchAsync(string words, CancellationToken cancellationToken) =>
        [
            .. (await Book.SearchAsync(words, cancellationToken)).Select(entry => new AddresseeChoice(
                entry.Mailbox,
                entry.Organisation
            )),
        ];

    private void Nest(int list, bool on) => nested = on ? nested.Add(list) : nested.Remove(list);

    private async Task BeginAsync(KeptList list)
    {
        var names = await Book.NamesAsync(list.Members.Select(member => member.Address).OfType<EmailAddress>(), Leaving);
        IReadOnlyList<AddresseeChoice> Chosen(bool informationOnly) =>
            [
                .. list
                    .Members.Where(member => member.Address is not null && member.InformationOnly == informationOnly)
                    .Select(member => new AddresseeChoice(
                        names.TryGetValue(member.Address!, out var entry) ? entry.Mailbox : new(null, member.Address!)
                    )),
            ];
        (changing, name, purpose, members, informed, refusals) = (list, list.Name, list.Purpose, Chosen(false), Chosen(true), []);
        nested = [.. list.Members.Select(member => member.List).OfType<int>()];
        round++;
        await formHead.FocusAsync();
    }

    private void Reset() =>
        (changing, name, purpose, members, informed, nested, refusals, round) = (null, null, null, [], [], [], [], round + 1);

    private async Task SaveAsync()
    {
        ImmutableArray<ListMember> wanted =
        [
            .. members.Select(choice => new ListMember(choice.Mailbox.Address, null, false)),
            .. informed.Select(choice => new ListMember(choice.Mailbox.Address, null, true)),
            .. nested
                .Order()
                .Select(list => new ListMember(
                    null,
                    list,
                    changing?.Members.Any(member => member.List == list && member.InformationOnly) == true
                )),
        ];
        var wish = new ListRequest(changing?.Id, changing?.Revision ?? 0, name?.Trim() ?? "", purpose?.Trim() ?? "", wanted);
        if (await ActAsync(actor => Desk.SaveAsync(actor, wish, Leaving), $"{wish.Name} is kept."))
            Reset();
    }

    private Task RemoveAsync(KeptList list) =>
        ActAsync(actor => Desk.RemoveAsync(actor, list.Id, Leaving), $"{list.Name} is removed.");

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
