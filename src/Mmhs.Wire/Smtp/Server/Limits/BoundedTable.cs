namespace Mmhs.Wire.Smtp;

/// <summary>What is remembered of one address or account.</summary>
internal abstract class Remembered
{
    /// <summary>When it was last asked for, as a timestamp.</summary>
    public long Touched { get; set; }

    /// <summary>It must not be forgotten: something is still going on.</summary>
    public virtual bool IsHeld => false;
}

/// <summary>Remembers something by key, and at its size forgets the half that was not asked for the longest. Not for two callers at once.</summary>
/// <remarks>Who comes from ever new addresses makes it forget others' counts, but not more than that: what is held stays, and memory has an end.</remarks>
internal sealed class BoundedTable<TKey, TValue>(int most)
    where TKey : notnull
    where TValue : Remembered, new()
{
    private readonly Dictionary<TKey, TValue> _all = [];

    public int Count => _all.Count;

    public TValue Of(TKey key, long now)
    {
        if (!_all.TryGetValue(key, out var value))
        {
            if (_all.Count >= most)
                Forget();
            _all[key] = value = new();
        }
        value.Touched = now;
        return value;
    }

    private void Forget()
    {
        foreach (
            var (key, _) in _all.Where(one => !one.Value.IsHeld).OrderBy(one => one.Value.Touched).Take((most + 1) / 2).ToList()
        )
            _all.Remove(key);
    }
}
