using System.Threading.Channels;

namespace Mmhs.Portal.Release;

/// <summary>Wakes the outbox when there is work, so that nothing waits for the next look at the clock.</summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Signal() => bell.Writer.TryWrite(true);

    /// <summary>Ends when rung, or after the time, whichever is first.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // time is up
        }
    }
}
