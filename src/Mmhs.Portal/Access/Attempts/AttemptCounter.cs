namespace Mmhs.Portal.Access.Attempts;

/// <summary>What came of one attempt.</summary>
internal enum AttemptAnswer : byte
{
    Right = 0,
    Wrong = 1,

    /// <summary>Wrong, and the last for now.</summary>
    LastWrong = 2,

    /// <summary>There were too many wrong ones before; this one was not looked at.</summary>
    NotTried = 3,
}

/// <summary>Counts what was wrong by key, and says when it is too often. In memory and bounded; safe for many callers at once.</summary>
/// <param name="most">Wrong ones after which nothing more is tried.</param>
/// <param name="lockedFor">How long then, and how long a wrong one is remembered.</param>
/// <param name="time">The clock.</param>
internal sealed class AttemptCounter(int most, TimeSpan lockedFor, TimeProvider time)
{
    /// <summary>Keys remembered. Beyond it the least wrong are forgotten first, so that many strangers do not wash out who is locked.</summary>
    public const int MostKeys = 20_000;

    private const int Turns = 64; // a power of two

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>One attempt after the other for a key, so that many at once are no more than the limit.</summary>
    public async Task<AttemptAnswer> TryAsync(string key, Func<Task<bool>> isRight, CancellationToken cancellationToken)
    {
        var turn = turns[key.GetHashCode(StringComparison.Ordinal) & (Turns - 1)];
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (IsFull(key))
                return AttemptAnswer.NotTried;
            if (!await isRight())
                return Add(key) ? AttemptAnswer.LastWrong : AttemptAnswer.Wrong;
            Forget(key);
            return AttemptAnswer.Right;
        }
        finally
        {
            turn.Release();
        }
    }

    public bool IsFull(string key)
    {
        lock (gate)
            return entries.TryGetValue(key, out var entry) && entry.Until > time.GetUtcNow() && entry.Wrong >= most;
    }

    /// <summary>Counts a wrong one; true when it was the last for now.</summary>
    public bool Add(string key)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            var wrong = entries.TryGetValue(key, out var entry) && entry.Until > now ? entry.Wrong + 1 : 1;
            if (entries.Count >= MostKeys && !entries.ContainsKey(key))
                MakeRoom(now);
            entries[key] = new(wrong, now + lockedFor);
            return wrong >= most;
        }
    }

    public void Forget(string key)
    {
        lock (gate)
            entries.Remove(key);
    }

    // a tenth at once: so sorting is rare
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var key in entries.Where(one => one.Value.Until <= now).Select(one => one.Key).ToList())
            entries.Remove(key);
        if (entries.Count < MostKeys)
            return;
        var least = entries
            .OrderBy(one => one.Value.Wrong >= most)
            .ThenBy(one => one.Value.Until)
            .Take(MostKeys / 10)
            .Select(one => one.Key)
            .ToList();
        foreach (var key in least)
            entries.Remove(key);
    }

    private readonly record struct Entry(int Wrong, DateTimeOffset Until);
}
