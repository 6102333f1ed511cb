using System.Globalization;
using System.Net.Mime;
using Mmhs.Portal.Access;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Inbox.Formatted;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox;

/// <summary>Downloads: a part of a message, and the message as it is kept. What they hand out is never shown inside our pages.</summary>
public static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/inbox/{id:long}/source", async (long id, HttpContext context, InboxDesk desk, Viewers viewers) =>
            await SourceAsync(id, context, desk, viewers) is { } octets
                ? Results.File(octets, "message/rfc822", string.Create(CultureInfo.InvariantCulture, $"message-{id}.eml"))
                : Results.NotFound()).RequireAuthorization();

        endpoints.MapGet("/inbox/{id:long}/formatted", async (long id, HttpContext context, InboxDesk desk, Viewers viewers) =>
        {
            context.SetContentSecurityPolicy(FormattedMessage.Policy);
            var viewer = await viewers.ResolveAsync(context.User, context.RequestAborted);
            return viewer is not null && await desk.FormattedAsync(viewer, id, context.RequestAborted) is { } formatted
                ? Results.Text(formatted, "text/html; charset=utf-8")
                : Results.NotFound();
        }).RequireAuthorization();

        endpoints.MapGet("/inbox/{id:long}/part/{path}", async (long id, string path, HttpContext context, InboxDesk desk, Viewers viewers, Deliver.MessageFiles files, TimeProvider time) =>
        {
            if (await SourceAsync(id, context, desk, viewers) is not { } octets) return Results.NotFound();
            var part = files.Read(octets, time.GetUtcNow()).Parts.FirstOrDefault(part => part.Path == path);
            if (part is null) return Results.NotFound();
            // The type the sender claims is not repeated: a download is octets, whatever they pretend to be.
            return Results.Stream(
                stream => AttachmentExtractor.CopyToAsync(octets, path, stream, context.RequestAborted),
                MediaTypeNames.Application.Octet, part.Name ?? $"part-{path}");
        }).RequireAuthorization();
    }

    private static async Task<byte[]?> SourceAsync(long id, HttpContext context, InboxDesk desk, Viewers viewers) =>
        await viewers.ResolveAsync(context.User, context.RequestAborted) is { } viewer ? await desk.SourceAsync(viewer, id, context.RequestAborted) : null;
}
