namespace Mmhs.Wire.Smtp;

/// <summary>A count that runs down evenly with time, down to zero.</summary>
internal struct RunningCount
{
    private double _count;
    private long _at;

    /// <summary>What is left of it.</summary>
    /// <param name="now">A timestamp, never before an earlier one.</param>
    /// <param name="perTick">How much it loses in one tick of the timestamp.</param>
    public readonly double At(long now, double perTick) => Math.Max(0, _count - ((now - _at) * perTick));

    public void Add(double more, long now, double perTick)
    {
        _count = Math.Max(0, At(now, perTick) + more);
        _at = now;
    }
}
