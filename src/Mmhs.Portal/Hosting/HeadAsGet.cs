namespace Mmhs.Portal.Hosting;

/// <summary>HEAD is GET without the content (RFC 9110 §9.3.2): the server leaves the octets out, so everything answers both alike.</summary>
internal static class HeadAsGet
{
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                    context.Request.Method = HttpMethods.Get;
                return next();
            }
        );
}
