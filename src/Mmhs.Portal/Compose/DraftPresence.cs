using System.Collections.Concurrent;
using Mmhs.Portal.Access;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Compose;

/// <summary>Somebody who has a draft open in this process.</summary>
public sealed record PresentPerson(string Name, string DisplayName);

/// <summary>Who has which draft open now. It is a courtesy between people and no right: it lives in memory and is forgotten with the process.</summary>
public sealed class DraftPresence(ChangeFeed changes)
{
    private readonly ConcurrentDictionary<long, (Guid Draft, PresentPerson Person)> open = new();
    private long next;

    /// <summary>Says that the actor has the draft open; dispose the result when he leaves it.</summary>
    public IDisposable Enter(Actor actor, Guid draft)
    {
        var key = Interlocked.Increment(ref next);
        open[key] = (draft, new(actor.Name, actor.DisplayName));
        changes.Publish(new(ChangeTopic.Presence));
        return new Stay(this, key);
    }

    /// <summary>Everybody else who has the draft open, each once, by name. Ask it only for a draft the actor may see.</summary>
    public IReadOnlyList<PresentPerson> Others(Actor actor, Guid draft) =>
        [
            .. open
                .Values.Where(stay => stay.Draft == draft && stay.Person.Name != actor.Name)
                .Select(stay => stay.Person)
                .Distinct()
                .OrderBy(person => person.DisplayName, StringComparer.OrdinalIgnoreCase),
        ];

    /// <summary>Whether the actor himself has the draft open.</summary>
    public bool IsHere(Actor actor, Guid draft) => open.Values.Any(stay => stay.Draft == draft && stay.Person.Name == actor.Name);

    private void Leave(long key)
    {
        if (open.TryRemove(key, out _))
            changes.Publish(new(ChangeTopic.Presence));
    }

    private sealed class Stay(DraftPresence presence, long key) : IDisposable
    {
        public void Dispose() => presence.Leave(key);
    }
}
