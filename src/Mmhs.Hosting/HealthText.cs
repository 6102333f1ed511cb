using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mmhs.Hosting;

/// <summary>The answer to whoever asks after our health: one word, and the names of what is not well. Why is said to the operator, who signed in.</summary>
public static class HealthText
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var names = report
            .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => entry.Key)
            .Order(StringComparer.Ordinal);
        await context
            .Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. names]), context.RequestAborted)
            .ConfigureAwait(false);
    }
}
