using System.Globalization;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Reports;
using Mmhs.Messages.Search;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Shared;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Api;

/// <summary>Reading what arrived.</summary>
internal static class InboxApi
{
    public sealed record InboxLineBody(
        long Id,
        string MessageId,
        string Role,
        string ReceivedAs,
        string? Precedence,
        string Label,
        string Marking,
        string From,
        string Subject,
        string SubjectIndicatorCodes,
        DateTimeOffset? Dtg,
        DateTimeOffset ReceivedAt,
        string Signature,
        string LabelStatus,
        DateTimeOffset? FirstReadAt
    );

    /// <param name="HiddenCharacters">Names of the characters in subject, text and file names that nobody sees or that turn text round, <c>U+202E</c>; the text itself is as it came.</param>
    /// <param name="Reading">Everything derived from the octets, as <c>mmhs inspect --json</c> says it.</param>
    public sealed record MessageBody(
        long Id,
        string Role,
        string Label,
        string Marking,
        DateTimeOffset ReceivedAt,
        string Signature,
        string LabelStatus,
        IReadOnlyList<string> HiddenCharacters,
        object Reading
    );

    /// <param name="Send">True sends the receipt; false declines it.</param>
    public sealed record ReceiptBody(bool Send);

    /// <param name="Tell">Whether the originator, who asked for a receipt, is told that it was not read.</param>
    public sealed record UnreadBody(bool Tell);

    public static void MapInboxApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inbox", PageAsync)
            .Produces<PageBody<InboxLineBody>>()
            .Described("getInbox", "What arrived, latest first", ApiRefusals.Unreadable);
        api.MapGet("/search", SearchAsync)
            .Produces<PageBody<InboxLineBody>>()
            .Described(
                "search",
                "Looks through what arrived, latest first; q as in the search field",
                SearchRefusals.Empty,
                SearchRefusals.TooLong,
                SearchRefusals.NoDate,
                SearchRefusals.UnknownField,
                ApiRefusals.Unreadable,
                CommonRefusals.NotPermitted
            );
        api.MapGet(
                "/inbox/{id:long}",
                async (long id, Caller caller, InboxDesk desk, LabelAccess gate, CancellationToken cancellationToken) =>
                    await desk.OpenAsync(caller.Actor, id, cancellationToken) is { } open
                        ? Results.Ok(
                            new MessageBody(
                                id,
                                open.Role,
                                open.Label.ToKey(),
                                gate.MarkingOf(open.Label).Text,
                                open.Entry.ReceivedAt,
                                ApiText.Of(open.Entry.Signature),
                                ApiText.Of(open.Entry.LabelStatus),
                                ApiText.Hidden([
                                    open.Reading.Subject,
                                    open.Reading.Text,
                                    .. open.Reading.Parts.Select(part => part.Name),
                                ]),
                                ReadingJson.Of(open.Reading)
                            )
                        )
                        : ApiRegistration.NotFound
            )
            .Produces<MessageBody>()
            .Described("getMessage", "Opens a message; that it was read is written down", CommonRefusals.NotFound);
        api.MapGet(
                "/inbox/{id:long}/source",
                async (long id, Caller caller, InboxDesk desk, CancellationToken cancellationToken) =>
                    await desk.SourceAsync(caller.Actor, id, cancellationToken) is { } octets
                        ? Results.File(octets, "message/rfc822", string.Create(CultureInfo.InvariantCulture, $"message-{id}.eml"))
                        : ApiRegistration.NotFound
            )
            .Produces(StatusCodes.Status200OK, contentType: "message/rfc822")
            .Described("getMessageSource", "The octets as they are kept; audited like a reading", CommonRefusals.NotFound);
        api.MapPost(
                "/inbox/{id:long}/receipt",
                async (long id, ReceiptBody body, Caller caller, ReceiptDesk desk, CancellationToken cancellationToken) =>
                    (
                        await desk.AnswerAsync(
                            caller.Actor,
                            id,
                            body.Send ? ReceiptChoice.Acknowledge : ReceiptChoice.Decline,
                            cancellationToken
                        )
                    ).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "answerReceipt",
                "Answers the request for a receipt, once and for the role",
                CommonRefusals.NotFound,
                ReceiptRefusals.IsReport,
                ReceiptRefusals.Answered,
                ReceiptRefusals.NoMessageId,
                ReceiptRefusals.UnknownOption,
                ReceiptRefusals.NoAddress,
                ReceiptRefusals.DoubtfulOrigin,
                ReceiptRefusals.NotRequested
            );
        api.MapPost(
                "/inbox/{id:long}/delete-unread",
                async (long id, UnreadBody body, Caller caller, ReceiptDesk desk, CancellationToken cancellationToken) =>
                    (await desk.DeleteUnreadAsync(caller.Actor, id, body.Tell, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "deleteUnread",
                "Takes a message nobody read out of the inbox; the records keep it",
                CommonRefusals.NotFound,
                ReceiptRefusals.IsReport,
                ReceiptRefusals.NoMessageId,
                ReceiptRefusals.UnknownOption,
                ReceiptRefusals.NoAddress,
                ReceiptRefusals.DoubtfulOrigin,
                ReceiptRefusals.NotRequested,
                ReceiptRefusals.WasRead
            );
    }

    private static async Task<IResult> PageAsync(
        string? page,
        int? take,
        Caller caller,
        InboxDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (!PageToken.TryRead(page, "inbox", out var before))
            return ApiRegistration.BadPage;
        var wanted = PageToken.Take(take);
        var lines = await desk.PageAsync(caller.Actor, before, wanted, cancellationToken);
        var items = new List<InboxLineBody>();
        foreach (var line in lines)
            if (await gate.FindAsync(line.Entry.LabelId, caller.Actor, cancellationToken) is { } label)
                items.Add(Of(line, label));
        return Results.Ok(
            new PageBody<InboxLineBody>(
                items,
                lines.Count == wanted ? PageToken.Write("inbox", lines[^1].Entry.Id.ToString(CultureInfo.InvariantCulture)) : null
            )
        );
    }

    private static async Task<IResult> SearchAsync(
        string? q,
        string? page,
        int? take,
        Caller caller,
        SearchDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (!PageToken.TryRead(page, "search", out var before))
            return ApiRegistration.BadPage;
        var found = await desk.FindAsync(caller.Actor, q, before, PageToken.Take(take), cancellationToken);
        if (found.Refusal is { } refusal)
            return ApiProblem.Of(refusal).ToResult();
        var items = new List<InboxLineBody>();
        foreach (var line in found.Lines)
            if (await gate.FindAsync(line.Entry.LabelId, caller.Actor, cancellationToken) is { } label)
                items.Add(Of(line, label));
        return Results.Ok(
            new PageBody<InboxLineBody>(
                items,
                found.Next is { } next ? PageToken.Write("search", next.ToString(CultureInfo.InvariantCulture)) : null
            )
        );
    }

    private static InboxLineBody Of(InboxLine line, SecurityLabel label)
    {
        var entry = line.Entry;
        return new(
            entry.Id,
            entry.MessageId,
            line.Role,
            ApiText.Of(entry.ReceivedAs),
            ApiText.Precedence(entry.Urgency),
            label.ToKey(),
            line.Marking.Text,
            entry.From,
            entry.Subject,
            entry.SubjectIndicatorCodes,
            entry.Dtg,
            entry.ReceivedAt,
            ApiText.Of(entry.Signature),
            ApiText.Of(entry.LabelStatus),
            entry.FirstReadAt
        );
    }
}
