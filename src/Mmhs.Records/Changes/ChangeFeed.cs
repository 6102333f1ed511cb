using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mmhs.Records.Changes;

/// <summary>Tells pages of this process that something changed; it carries no content, every page asks again under its own rights.</summary>
/// <param name="logger">Told of listeners that fail; null: nobody is.</param>
public sealed class ChangeFeed(ILogger<ChangeFeed>? logger = null)
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
        {
            try
            {
                listener(change);
            }
            catch (Exception failure)
            {
                // what was changed is committed, and the others are to hear of it
                logger?.ListenerFailed(change.Topic, failure);
            }
        }
    }

    private sealed class Subscription(ConcurrentDictionary<long, Action<Change>> listeners, long key) : IDisposable
    {
        public void Dispose() => listeners.TryRemove(key, out _);
    }
}

internal static partial class ChangeLog
{
    [LoggerMessage(
        EventId = 8301,
        EventName = "ListenerFailed",
        Level = LogLevel.Error,
        Message = "A page could not be told that {Topic} changed; it shows what it showed"
    )]
    public static partial void ListenerFailed(this ILogger logger, ChangeTopic topic, Exception failure);
}
