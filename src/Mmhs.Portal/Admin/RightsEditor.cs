using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Admin;

/// <summary>The change a keeper has in hand: one for both pages that show the book, so that rights and policies are proposed together.</summary>
/// <remarks>Lives with the circuit; nothing of it is in force, or kept, until it is proposed.</remarks>
public sealed class RightsEditor(PolicyCatalog policies)
{
    /// <summary>What the first passwords of people who are new are checked by (RFC 5803 §3), by sign-in name; the passwords themselves are not kept.</summary>
    public Dictionary<string, string> FirstVerifiers { get; } = new(StringComparer.OrdinalIgnoreCase);

    private ShownBook? shown;

    /// <summary>The organisation's part of the book in force.</summary>
    public RightsBook Before { get; private set; } = RightsBook.Empty;

    /// <summary>The whole book it is the part of; what is proposed is a change of this.</summary>
    public RightsBook WholeBefore => shown?.InForce ?? RightsBook.Empty;

    public RightsBook WholeAfter => shown?.Whole(After) ?? After;

    public RightsBook After { get; private set; } = RightsBook.Empty;

    /// <summary>Another book came into force while this change was in hand: it can no longer be proposed.</summary>
    public bool IsOvertaken { get; private set; }

    public IReadOnlyList<string> Differences { get; private set; } = [];

    /// <summary>Takes what is in force; a change in hand stays, and is overtaken where it was made from another book.</summary>
    public void Load(ShownBook inForce)
    {
        if (Differences.Count > 0)
        {
            IsOvertaken = WholeBefore.Digest() != inForce.InForce.Digest();
            return;
        }
        shown = inForce;
        Before = inForce.Book;
        Drop();
    }

    /// <summary>Forgets the change in hand.</summary>
    public void Drop()
    {
        After = Before;
        Differences = [];
        IsOvertaken = false;
        FirstVerifiers.Clear();
    }

    public void Change(RightsBook after)
    {
        After = after;
        Differences = RightsDiff.Between(Before, after, policies);
        foreach (var gone in FirstVerifiers.Keys.Where(name => after.Find(name) is null).ToList())
            FirstVerifiers.Remove(gone);
    }

    /// <summary>Puts a person in the place of the one of this name; null: takes him out.</summary>
    public void Change(string name, Approver? person)
    {
        var at = After.People.ToList().FindIndex(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
        var people = After.People;
        if (at >= 0)
            people = people.RemoveAt(at);
        if (person is not null)
            people = people.Insert(at >= 0 ? at : people.Length, person);
        Change(After with { People = people });
    }

    /// <summary>Puts a policy in the place of the one of its domain, or adds it.</summary>
    public void Change(ReleasePolicy policy)
    {
        var at = After
            .Policies.ToList()
            .FindIndex(one => string.Equals(one.Domain, policy.Domain, StringComparison.OrdinalIgnoreCase));
        Change(After with { Policies = at >= 0 ? After.Policies.SetItem(at, policy) : After.Policies.Add(policy) });
    }
}
