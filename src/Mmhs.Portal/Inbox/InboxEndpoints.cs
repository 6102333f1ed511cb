using System.Globalization;
using System.Net.Mime;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Inbox.Formatted;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox;

/// <summary>Downloads: a part of a message, and the message as it is kept. What they hand out is never shown inside our pages.</summary>
internal static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(
                "/inbox/{id:long}/source",
                async (long id, HttpContext context, InboxDesk desk, ActorResolver actors) =>
                    await SourceAsync(id, context, desk, actors) is { } octets
                        ? Results.File(octets, "message/rfc822", string.Create(CultureInfo.InvariantCulture, $"message-{id}.eml"))
                        : Results.NotFound()
            )
            .RequireAuthorization();

        endpoints
            .MapGet(
                "/inbox/{id:long}/formatted",
                async (long id, HttpContext context, InboxDesk desk, ActorResolver actors) =>
                {
                    context.SetContentSecurityPolicy(FormattedMessage.Policy);
                    var actor = await actors.ResolveAsync(context.User, context.RequestAborted);
                    return actor is not null && await desk.FormattedAsync(actor, id, context.RequestAborted) is { } formatted
                        ? Results.Text(formatted, "text/html; charset=utf-8")
                        : Results.NotFound();
                }
            )
            .RequireAuthorization();

        endpoints
            .MapGet(
                "/inbox/{id:long}/part/{path}",
                async (
                    long id,
                    string path,
                    HttpContext context,
                    InboxDesk desk,
                    ActorResolver actors,
                    MessageFiles files,
                    TimeProvider time
                ) =>
                {
                    if (await SourceAsync(id, context, desk, actors) is not { } octets)
                        return Results.NotFound();
                    var reading = await files.ReadAsync(octets, time.GetUtcNow(), context.RequestAborted);
                    if (reading.Parts.FirstOrDefault(part => part.Path == path) is not { } part)
                        return Results.NotFound();
                    // The type the sender claims is not repeated: a download is octets, whatever they pretend to be.
                    return Results.Stream(
                        stream => AttachmentExtractor.CopyToAsync(octets, path, stream, context.RequestAborted),
                        MediaTypeNames.Application.Octet,
                        part.Name ?? $"part-{path}"
                    );
                }
            )
            .RequireAuthorization();
    }

    private static async Task<byte[]?> SourceAsync(long id, HttpContext context, InboxDesk desk, ActorResolver actors) =>
        await actors.ResolveAsync(context.User, context.RequestAborted) is { } actor
            ? await desk.SourceAsync(actor, id, context.RequestAborted)
            : null;
}
