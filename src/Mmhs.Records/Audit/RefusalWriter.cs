using Mmhs.Messages.Audit;

namespace Mmhs.Records.Audit;

/// <summary>Writes what a <see cref="RefusalTally"/> has counted: once a minute, and once more at a stop.</summary>
/// <remarks>
/// Nothing is written at once, so an attempt is in the trail at most a minute after it was made, and a process that is killed loses at
/// most that minute. What cannot be written is kept and tried again; meanwhile the counts go on, so an outage makes them no more.
/// </remarks>
/// <param name="tally">What is counted.</param>
/// <param name="write">Writes the events in one transaction, or throws.</param>
/// <param name="time">The minute.</param>
public sealed class RefusalWriter(
    RefusalTally tally,
    Func<IReadOnlyList<AuditEvent>, CancellationToken, Task> write,
    TimeProvider time
)
{
    /// <summary>The time between two writes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private IReadOnlyList<AuditEvent> waiting = [];

    /// <summary>Writes every minute until the token ends, which it does not throw for; then <see cref="FlushAsync"/> is the caller's.</summary>
    /// <param name="failed">Told of a write that failed.</param>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(Action<Exception> failed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Period, time, cancellationToken).ConfigureAwait(false);
                await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        }
    }

    /// <summary>Writes what is counted now, after what could not be written before. Not for two callers at once.</summary>
    /// <exception cref="Exception">What <c>write</c> throws; nothing is lost then.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (waiting.Count > 0)
            await write(waiting, cancellationToken).ConfigureAwait(false);
        waiting = tally.Take();
        if (waiting.Count > 0)
            await write(waiting, cancellationToken).ConfigureAwait(false);
        waiting = [];
    }
}
