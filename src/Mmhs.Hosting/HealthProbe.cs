namespace Mmhs.Hosting;

/// <summary>Asks a running program whether it is ready: the health check of a container that has no other tool in it.</summary>
public static class HealthProbe
{
    /// <param name="address">Where it says so, as <c>http://127.0.0.1:5080/health/ready</c>.</param>
    /// <returns>0 when it is ready, 1 when not.</returns>
    public static async Task<int> RunAsync(string address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await client.GetAsync(new Uri(address), cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
