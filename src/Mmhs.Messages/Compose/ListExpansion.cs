using System.Collections.Immutable;

namespace Mmhs.Messages.Compose;

/// <summary>One line of an address list: a mailbox, or another list.</summary>
/// <param name="Address">Null for another list.</param>
/// <param name="List">Number of the other list; null for a mailbox.</param>
/// <param name="InformationOnly">To know only, whatever the list is addressed as.</param>
public sealed record ListMember(EmailAddress? Address, int? List, bool InformationOnly);

/// <summary>A named set of mailboxes and other lists.</summary>
public sealed record AddressList(int Number, string Name, ImmutableArray<ListMember> Members);

/// <summary>A mailbox a list stands for.</summary>
/// <param name="Address">Once, whatever paths lead to it.</param>
/// <param name="InformationOnly">Every path to it says so; one that does not makes it act.</param>
/// <param name="Through">Name of the list it was first found in.</param>
public sealed record ExpandedMember(EmailAddress Address, bool InformationOnly, string Through);

/// <summary>What a list stands for: mailboxes alone, each once, in the order they are come upon.</summary>
public static class ListExpansion
{
    /// <summary>More mailboxes than these a list may not stand for.</summary>
    public const int Most = 1000;

    /// <summary>Ends also where lists contain each other; a list that is not there stands for nobody.</summary>
    /// <param name="list">The list.</param>
    /// <param name="lists">All lists by number.</param>
    public static ImmutableArray<ExpandedMember> Of(int list, IReadOnlyDictionary<int, AddressList> lists)
    {
        var found = new List<ExpandedMember>();
        var places = new Dictionary<EmailAddress, int>();
        var seen = new HashSet<(int, bool)>();
        void Walk(int number, bool informationOnly)
        {
            // who comes again to only know learns nothing new where somebody came to act
            if (
                seen.Contains((number, false))
                || !seen.Add((number, informationOnly))
                || !lists.TryGetValue(number, out var here)
            )
                return;
            foreach (var member in here.Members)
            {
                var knows = informationOnly || member.InformationOnly;
                if (member.List is { } other)
                    Walk(other, knows);
                else if (member.Address is { } address)
                {
                    if (places.TryAdd(address, found.Count))
                        found.Add(new(address, knows, here.Name));
                    else if (!knows)
                        found[places[address]] = found[places[address]] with { InformationOnly = false };
                }
            }
        }
        Walk(list, false);
        return [.. found];
    }

    /// <summary>The names along a way from a list back to itself, that list first and last; null when there is none.</summary>
    public static ImmutableArray<string>? Circle(int list, IReadOnlyDictionary<int, AddressList> lists)
    {
        var seen = new HashSet<int>();
        ImmutableArray<string>? Walk(int number, ImmutableArray<string> way)
        {
            if (!lists.TryGetValue(number, out var here))
                return null;
            foreach (var other in here.Members.Select(member => member.List).OfType<int>())
            {
                if (other == list)
                    return way.Add(lists[list].Name);
                if (
                    seen.Add(other) && Walk(other, way.Add(lists.TryGetValue(other, out var next) ? next.Name : "")) is { } circle
                )
                    return circle;
            }
            return null;
        }
        return lists.TryGetValue(list, out var first) ? Walk(list, [first.Name]) : null;
    }
}
