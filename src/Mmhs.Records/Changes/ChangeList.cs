namespace Mmhs.Records.Changes;

/// <summary>What one work changes, told once and to all it concerns when the work is committed.</summary>
internal sealed class ChangeList
{
    // an empty set: everybody
    private readonly Dictionary<ChangeTopic, HashSet<int>> roles = [];
    private readonly HashSet<(ChangeTopic Topic, Guid Person)> persons = [];

    public void Add(ChangeTopic topic, IReadOnlyCollection<int> seenIn)
    {
        if (!roles.TryGetValue(topic, out var known))
            roles[topic] = [.. seenIn];
        else if (seenIn.Count == 0)
            known.Clear();
        else if (known.Count > 0)
            known.UnionWith(seenIn);
    }

    public void Add(ChangeTopic topic, Guid person) => persons.Add((topic, person));

    public IEnumerable<Change> All() =>
        roles
            .Select(one => new Change(one.Key, [.. one.Value]))
            .Concat(persons.Select(one => new Change(one.Topic, [], one.Person)));
}
