using Microsoft.AspNetCore.Diagnostics;

namespace Mmhs.Portal.Hosting;

/// <summary>An address with nothing behind it is answered by a page with words; programs keep their bare answers.</summary>
internal static class NotFoundAnswer
{
    private const string Page = "/not-found";

    public static void UseNotFoundPage(this WebApplication app) =>
        app.UseWhen(IsBrowser, browser =>
        {
            browser.UseStatusCodePagesWithReExecute(Page, createScopeForStatusCodePages: true);
            browser.Use(async (context, next) =>
            {
                await next(context);
                // every other status has said, or will say, what it is
                if (context.Response.StatusCode != StatusCodes.Status404NotFound && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            });
        });

    private static bool IsBrowser(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.Any(accepted => accepted?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
