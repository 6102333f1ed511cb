namespace Mmhs.Testing;

/// <summary>Waits for what happens in its own time, and says what was missing when it does not.</summary>
public static class Eventually
{
    public static async Task<T> GetAsync<T>(
        string what,
        Func<Task<T?>> look,
        CancellationToken cancellationToken,
        int seconds = 30
    )
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            if (await look() is { } found)
                return found;
            try
            {
                await Task.Delay(20, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{what} did not happen within {seconds} s.");
            }
        }
    }
}
