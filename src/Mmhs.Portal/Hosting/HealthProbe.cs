namespace Mmhs.Portal.Hosting;

/// <summary>Asks a running portal whether it is ready: the health check of a container that has no other tool in it.</summary>
public static class HealthProbe
{
    private const string Default = "http://127.0.0.1:5080/health/ready";

    /// <param name="args"><c>--health</c>, and the address to ask where it is not the usual one.</param>
    /// <returns>0 when it is ready, 1 when not.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await client.GetAsync(new Uri(args.Length > 1 ? args[1] : Default), cancellationToken);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
