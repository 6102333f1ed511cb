namespace Mmhs.Relay.Queue;

/// <summary>Wakes workers, one for each call: those kept for the urgent, and the others. A call nobody waits for is kept for who comes next.</summary>
internal sealed class QueueSignal : IDisposable
{
    public const short Urgent = 2; // Immediate (RFC 6710 Appendix A)

    private readonly SemaphoreSlim _any = new(0);
    private readonly SemaphoreSlim _urgent = new(0);

    /// <summary>There is a message of this level.</summary>
    public void Wake(short handledAs)
    {
        Release(_any);
        if (handledAs >= Urgent)
            Release(_urgent);
    }

    /// <summary>False when the time is over and nothing came.</summary>
    /// <param name="lowest">The level the worker takes from.</param>
    public Task<bool> WaitAsync(short lowest, TimeSpan time, CancellationToken cancellationToken) =>
        (lowest >= Urgent ? _urgent : _any).WaitAsync(time, cancellationToken);

    public void Dispose()
    {
        _any.Dispose();
        _urgent.Dispose();
    }

    // One call kept is enough: whoever takes it looks at the whole queue.
    private static void Release(SemaphoreSlim waiting)
    {
        if (waiting.CurrentCount == 0)
            waiting.Release();
    }
}
