namespace Mmhs.Portal.Hosting;

/// <summary>What every answer carries: nothing from elsewhere is loaded, nobody frames us, nothing is guessed or kept.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    /// <summary>A stricter policy for this answer alone, in place of the one for pages.</summary>
    public static void SetContentSecurityPolicy(this HttpContext context, string policy) =>
        context.Items[typeof(SecurityHeaders)] = policy;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    var headers = context.Response.Headers;
                    headers.ContentSecurityPolicy = context.Items[typeof(SecurityHeaders)] as string ?? Policy;
                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "no-referrer";
                    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    // Pages hold messages: no cache on the way may keep one. Assets carry their own, longer life.
                    if (!headers.ContainsKey("Cache-Control"))
                        headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
                return next();
            }
        );
}
