using System.Text.Encodings.Web;

namespace Mmhs.Portal.Access.Federation;

/// <summary>Where somebody who comes back from a provider is set down.</summary>
internal static class Landing
{
    public static string Refused(string code) => "/sign-in?refused=" + Uri.EscapeDataString(code);

    /// <summary>A page that goes on by itself.</summary>
    /// <remarks>No redirect: the whole chain began at the provider, so the browser would follow it without our strict cookie. A step from our own page carries it.</remarks>
    public static Task GoOnAsync(HttpContext context, string path)
    {
        var to = HtmlEncoder.Default.Encode(path);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Signed in · MMHS Portal</title><meta http-equiv="refresh" content="0; url={to}"></head>
            <body><p>You are signed in. <a href="{to}">Go on to the portal.</a></p></body>
            </html>
            """,
            context.RequestAborted
        );
    }
}
