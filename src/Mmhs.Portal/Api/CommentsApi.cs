using Mmhs.Messages.Compose;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>What people say to each other about a draft.</summary>
internal static class CommentsApi
{
    public sealed record CommentBody(
        Guid Id,
        int Version,
        string? Field,
        string Kind,
        string Text,
        string By,
        string ByName,
        DateTimeOffset At,
        IReadOnlyList<string> Mentions,
        string? ResolvedBy,
        DateTimeOffset? ResolvedAt
    );

    /// <param name="Kind"><c>note</c>, <c>question</c> or <c>must-fix</c>.</param>
    /// <param name="Text">What is said; <c>@name</c> calls somebody of the role.</param>
    /// <param name="Field">The field it is about, as refusals name it; null: the whole message.</param>
    public sealed record NewCommentBody(string Kind, string Text, string? Field = null);

    public static void MapComments(this IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/drafts/{id:guid}/comments",
                async (Guid id, Caller caller, CommentDesk desk, CancellationToken cancellationToken) =>
                    await desk.ListAsync(caller.Actor, id, cancellationToken) is { } lines
                        ? Results.Ok(
                            lines
                                .Select(line => new CommentBody(
                                    line.Id,
                                    line.Version,
                                    line.Field,
                                    ApiText.Of(line.Kind),
                                    line.Text,
                                    line.By,
                                    line.ByName,
                                    line.At,
                                    line.Mentions,
                                    line.ResolvedBy,
                                    line.ResolvedAt
                                ))
                                .ToList()
                        )
                        : ApiRegistration.NotFound
            )
            .Produces<IReadOnlyList<CommentBody>>()
            .Described("listComments", "What was said about a draft, oldest first", CommonRefusals.NotFound);
        api.MapPost("/drafts/{id:guid}/comments", AddAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "addComment",
                "Says something about a draft or a field of it",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                ApiRefusals.NotUnderstood,
                DraftRefusals.EmptyComment,
                DraftRefusals.CommentTooLong,
                DraftRefusals.CommentHidden,
                DraftRefusals.NoSuchField,
                DraftRefusals.CommentingOver
            );
        api.MapPost(
                "/comments/{id:guid}/resolve",
                async (Guid id, Caller caller, CommentDesk desk, CancellationToken cancellationToken) =>
                    (await desk.ResolveAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described("resolveComment", "Ticks a comment off", CommonRefusals.NotFound);
        api.MapPost(
                "/comments/{id:guid}/reopen",
                async (Guid id, Caller caller, CommentDesk desk, CancellationToken cancellationToken) =>
                    (await desk.ReopenAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described("reopenComment", "Takes the tick away again", CommonRefusals.NotFound);
    }

    private static async Task<IResult> AddAsync(
        Guid id,
        NewCommentBody body,
        Caller caller,
        CommentDesk desk,
        CancellationToken cancellationToken
    )
    {
        CommentKind? kind = null;
        foreach (var one in Enum.GetValues<CommentKind>())
            if (ApiText.Of(one) == body.Kind)
                kind = one;
        return kind is { } known
            ? (await desk.AddAsync(caller.Actor, id, body.Field, known, body.Text, cancellationToken)).ToResult()
            : ApiRegistration.Refused(ApiRefusals.NotUnderstood.Of("A comment is a note, a question or must-fix.", "kind"));
    }
}
