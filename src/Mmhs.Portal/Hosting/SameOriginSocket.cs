namespace Mmhs.Portal.Hosting;

/// <summary>The line of a page is opened by our own pages only: browsers let any site open a WebSocket with our cookie (RFC 6455 §10.2).</summary>
internal static class SameOriginSocket
{
    /// <summary>Refuses with 403 what names another origin than the host it asks; who sends no Origin is no browser and brings no cookie of a person.</summary>
    public static IApplicationBuilder UseSameOriginSocket(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (!context.Request.Path.StartsWithSegments("/_blazor") || IsOurs(context.Request))
                    return next();
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );

    // The scheme is not compared: behind a proxy that ends TLS the page is https and what reaches us is not.
    private static bool IsOurs(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Origin", out var origins))
            return true;
        return origins is [{ } origin]
            && Uri.TryCreate(origin, UriKind.Absolute, out var named)
            && string.Equals(named.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
