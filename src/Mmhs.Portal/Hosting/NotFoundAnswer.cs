namespace Mmhs.Portal.Hosting;

/// <summary>An address with nothing behind it is answered by a page with words; programs keep their bare answers.</summary>
internal static class NotFoundAnswer
{
    private const string Page = "/not-found";

    /// <summary>Routing comes after it, so that the page is found in the same way as any other.</summary>
    public static void UseNotFoundPage(this WebApplication app)
    {
        app.Use(
            async (context, next) =>
            {
                await next(context);
                if (
                    context.Response is not { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null }
                    || !IsBrowser(context)
                )
                    return;
                context.SetEndpoint(null);
                context.Request.RouteValues.Clear();
                context.Request.Path = Page;
                context.Request.QueryString = QueryString.Empty;
                // A page that finds 404 already said draws nothing: it is said again when the answer begins.
                context.Response.StatusCode = StatusCodes.Status200OK;
                context.Response.OnStarting(() =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                });
                await next(context);
            }
        );
        app.UseRouting();
    }

    private static bool IsBrowser(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.Any(accepted =>
            accepted?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true
        )
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && context.Request.Path != Page;
}
