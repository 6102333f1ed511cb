using System.Collections.Concurrent;

namespace Mmhs.Portal.Shared;

/// <summary>What changed, so that open pages can load anew.</summary>
public enum Change : byte
{
    Inbox = 0,
    Drafts = 1,
    Tracking = 2,
    Rights = 3,
    Presence = 4,
    Comments = 5,
    Minimize = 6,
    Sessions = 7,
}

/// <summary>Tells pages of this process that something changed; it carries no content, every page asks again under its own rights.</summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<long, Action<Change>> listeners = new();
    private long next;

    /// <summary>The listener is called on whatever thread changed something; dispose the result to end it.</summary>
    public IDisposable Subscribe(Action<Change> listener)
    {
        var key = Interlocked.Increment(ref next);
        listeners[key] = listener;
        return new Subscription(listeners, key);
    }

    public void Publish(Change change)
    {
        foreach (var listener in listeners.Values)
            listener(change);
    }

    private sealed class Subscription(ConcurrentDictionary<long, Action<Change>> listeners, long key) : IDisposable
    {
        public void Dispose() => listeners.TryRemove(key, out _);
    }
}
