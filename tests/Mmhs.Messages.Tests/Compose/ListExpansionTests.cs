using CsCheck;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

public sealed class ListExpansionTests
{
    private static readonly Gen<ListMember> Members = Gen.Select(
        Gen.Int[0, 11],
        Gen.Bool,
        Gen.Bool,
        (number, nested, knows) =>
            nested
                ? new ListMember(null, number % 6, knows)
                : new ListMember(EmailAddress.Parse($"m{number}@hq.example"), null, knows)
    );

    // six lists that contain mailboxes and each other in any way, circles too
    private static readonly Gen<Dictionary<int, AddressList>> Worlds = Members
        .Array[0, 6]
        .Array[6]
        .Select(lists =>
            lists
                .Select((members, number) => new AddressList(number, $"LIST {number}", [.. members]))
                .ToDictionary(list => list.Number)
        );

    [Fact]
    public void Whatever_lists_contain_each_mailbox_comes_once_and_acts_where_any_way_to_it_says_so() =>
        Worlds.Sample(
            lists =>
            {
                var expanded = ListExpansion.Of(0, lists);
                var (reached, acting) = (Reach(lists, false), Reach(lists, true));
                Assert.Equal(
                    reached.Order(StringComparer.Ordinal),
                    expanded.Select(member => member.Address.ToString()).Order(StringComparer.Ordinal)
                );
                Assert.Equal(
                    acting.Order(StringComparer.Ordinal),
                    expanded
                        .Where(member => !member.InformationOnly)
                        .Select(member => member.Address.ToString())
                        .Order(StringComparer.Ordinal)
                );
                Assert.Equal(expanded, ListExpansion.Of(0, lists)); // the same each time, in the same order
            },
            iter: 5000
        );

    [Fact]
    public void A_circle_is_found_where_there_is_one_and_only_there() =>
        Worlds.Sample(
            lists =>
            {
                var direct = lists.ToDictionary(
                    list => list.Key,
                    list => list.Value.Members.Select(member => member.List).OfType<int>().ToHashSet()
                );
                var reached = new HashSet<int>(direct[0]);
                for (var before = -1; before != reached.Count; )
                {
                    before = reached.Count;
                    foreach (var one in reached.ToList())
                        reached.UnionWith(direct[one]);
                }
                var circle = ListExpansion.Circle(0, lists);
                Assert.Equal(reached.Contains(0), circle is not null);
                if (circle is not { } way)
                    return;
                Assert.Equal(("LIST 0", "LIST 0"), (way[0], way[^1]));
                for (var step = 1; step < way.Length; step++) // each step is a membership
                    Assert.Contains(Number(way[step]), direct[Number(way[step - 1])]);
            },
            iter: 5000
        );

    [Fact]
    public void A_list_that_is_not_there_stands_for_nobody() =>
        Assert.Empty(ListExpansion.Of(7, new Dictionary<int, AddressList>()));

    private static int Number(string name) => int.Parse(name.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);

    // said a second time, naively: grow the set of lists until it stays the same
    private static HashSet<string> Reach(Dictionary<int, AddressList> lists, bool actingOnly)
    {
        var open = new HashSet<int> { 0 };
        for (var before = 0; before != open.Count; )
        {
            before = open.Count;
            foreach (
                var member in open.ToList()
                    .SelectMany(one => lists[one].Members)
                    .Where(member => !actingOnly || !member.InformationOnly)
            )
                if (member.List is { } other)
                    open.Add(other);
        }
        return
        [
            .. open.SelectMany(one => lists[one].Members)
                .Where(member => member.Address is not null && (!actingOnly || !member.InformationOnly))
                .Select(member => member.Address!.ToString()),
        ];
    }
}
