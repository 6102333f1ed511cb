using System.Collections.Concurrent;

namespace Mmhs.Records.Changes;

/// <summary>Tells pages of this process that something changed; it carries no content, every page asks again under its own rights.</summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<long, Action<Change>> listeners = new();
    private long next;

    /// <summary>The listener is called on whatever thread changed something, so it asks first whether it is concerned; dispose the result to end it.</summary>
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
