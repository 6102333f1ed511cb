using Mmhs.Portal.Access;
using Mmhs.Portal.Release;

namespace Mmhs.Portal.Inbox.AllRoles;

/// <summary>Something that awaits a person in one of his roles.</summary>
/// <param name="Acting">The membership it is seen in; to open it he acts in that one.</param>
/// <param name="Line">What the list of that role shows.</param>
public sealed record InRole<T>(HeldRole Acting, T Line);

/// <summary>Everything a person's roles hold for him, each line as its own role's list would show it.</summary>
/// <param name="ToDecide">Most urgent first, then what is due first.</param>
/// <param name="Received">Unread first, then the latest arrival.</param>
public sealed record AllRoles(IReadOnlyList<InRole<QueueLine>> ToDecide, IReadOnlyList<InRole<InboxItem>> Received)
{
    /// <summary>How many are unread in all of these inboxes, each once; not only among the lines shown.</summary>
    public int Unread { get; init; }
}

/// <summary>One view over all roles a person holds. Each role is asked as itself, so no right is wider here than there.</summary>
public sealed class AllRolesDesk(ActorResolver actors, ReleaseQueue queue, InboxDesk inbox, LabelAccess gate)
{
    /// <param name="actor">The person; the role he acts in now is one among the others.</param>
    /// <param name="take">Lines of each of the two lists, 1 to 200.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AllRoles> ReadAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        take = Math.Clamp(take, 1, 200);
        var deciding = new List<InRole<QueueLine>>();
        var received = new List<InRole<InboxItem>>();
        var places = new Dictionary<int, HashSet<int>>();
        foreach (var held in await actors.HeldAsync(actor.PersonId, cancellationToken))
        {
            if (await actors.FindAsync(actor.PersonId, held.MembershipId, cancellationToken) is not { } acting)
                continue;
            deciding.AddRange(
                (await queue.PageAsync(acting, take, cancellationToken)).Select(line => new InRole<QueueLine>(held, line))
            );
            // an inbox that several of his roles read counts once, under the labels any of them may see
            var (roles, labels) = await inbox.PlacesAsync(acting, cancellationToken);
            foreach (var role in roles)
            {
                if (!places.TryGetValue(role, out var readable))
                    places[role] = readable = [];
                readable.UnionWith(labels);
            }
            foreach (var line in await inbox.PageAsync(acting, null, take, cancellationToken))
                if (await gate.MarkAsync(line.Entry.LabelId, acting, cancellationToken) is { } marking)
                    received.Add(new(held, new(line, marking)));
        }
        return new(
            [
                .. deciding
                    .DistinctBy(one => (one.Line.DraftId, one.Line.Stage))
                    .OrderByDescending(one => one.Line.Urgency)
                    .ThenBy(one => one.Line.DueAt)
                    .ThenBy(one => one.Line.DraftId)
                    .Take(take),
            ],
            [
                .. received
                    .DistinctBy(one => one.Line.Line.Entry.Id)
                    .OrderBy(one => one.Line.Line.Entry.FirstReadAt is not null)
                    .ThenByDescending(one => one.Line.Line.Entry.Id)
                    .Take(take),
            ]
        )
        {
            Unread = await inbox.UnreadAsync(
                places.ToDictionary(place => place.Key, place => (IReadOnlyCollection<int>)place.Value),
                cancellationToken
            ),
        };
    }
}
