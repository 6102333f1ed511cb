using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>Writing drafts and sending them to release.</summary>
internal static class DraftsApi
{
    private const long FormBodyOctets = 8 * 1024 * 1024;

    /// <summary>One line of a list of drafts.</summary>
    public sealed record DraftLineBody(
        Guid Id,
        string State,
        string Subject,
        string? Precedence,
        string? Marking,
        string LastEditor,
        DateTimeOffset UpdatedAt,
        int Version,
        int Revision
    );

    /// <summary>Who writes in a draft now.</summary>
    public sealed record LockBody(string Name, string DisplayName, DateTimeOffset Since);

    /// <summary>A draft; <paramref name="Revision"/> is also its ETag.</summary>
    public sealed record DraftBody(
        Guid Id,
        int Revision,
        string State,
        FormBody Form,
        string? Marking,
        string LastEditor,
        DateTimeOffset UpdatedAt,
        int Version,
        string? ReturnReason,
        string? ReturnedBy,
        LockBody? Lock
    );

    /// <summary>What stands against sending a draft to release now; nothing, when it may go.</summary>
    public sealed record CheckBody(bool MayBeSubmitted, IReadOnlyList<ApiError> Errors);

    /// <summary>Nothing yet, or the message a new one is copied from.</summary>
    public sealed record NewDraftBody(Guid? CopyOf = null, int Version = 0);

    /// <summary>A version in the history of a draft; 0 is the form as it is being written.</summary>
    public sealed record VersionBody(
        int Number,
        string Editor,
        DateTimeOffset At,
        string? ContentHash,
        string? Marking,
        IReadOnlyList<VersionDecision> Decisions
    );

    /// <summary>One field that differs; joined, the pieces that are not <c>removed</c> are what stands there now.</summary>
    public sealed record ChangeBody(
        string Field,
        string Label,
        string Kind,
        IReadOnlyList<RunBody> Before,
        IReadOnlyList<RunBody> After
    )
    {
        public static ChangeBody Of(FieldChange change) =>
            new(
                change.Field,
                change.Label,
                ApiText.Of(change.Kind),
                [.. change.Before.Select(RunBody.Of)],
                [.. change.After.Select(RunBody.Of)]
            );
    }

    public sealed record RunBody(string Mark, string Text)
    {
        public static RunBody Of(DiffRun run) => new(ApiText.Of(run.Mark), run.Text);
    }

    public static void MapDrafts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/drafts", ListAsync)
            .Produces<IReadOnlyList<DraftLineBody>>()
            .Described("listDrafts", "Drafts of the role in one state, latest change first", ApiRefusals.NotUnderstood);
        api.MapPost("/drafts", CreateAsync)
            .Produces<DraftBody>(StatusCodes.Status201Created)
            .Described(
                "createDraft",
                "Begins an empty draft, or a copy of another message",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound
            );
        api.MapGet("/drafts/{id:guid}", GetAsync)
            .Produces<DraftBody>()
            .Described("getDraft", "A draft, with its ETag", CommonRefusals.NotFound);
        api.MapPut("/drafts/{id:guid}", PutAsync)
            .WithMetadata(new ApiDoor.BodyLimit(FormBodyOctets))
            .Produces<DraftBody>()
            .Described(
                "putDraft",
                "Saves the form as it stands, lawful or not; takes or keeps the lock. Wants If-Match",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                CommonRefusals.ChangedMeanwhile,
                ApiRefusals.NotUnderstood,
                ApiRefusals.NoIfMatch,
                ComposeRefusals.TextTooLong,
                DraftRefusals.LabelNotCleared,
                DraftRefusals.NotEditable,
                DraftRefusals.LabelTakenAway,
                DraftRefusals.EditedByAnother,
                DraftRefusals.FixedByTemplate
            );
        api.MapDelete(
                "/drafts/{id:guid}",
                async (Guid id, Caller caller, DraftDesk desk, CancellationToken cancellationToken) =>
                    (await desk.WithdrawAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "withdrawDraft",
                "Takes a draft back for good; it stays in the records",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                DraftRefusals.NotWithdrawable
            );
        api.MapPost(
                "/drafts/{id:guid}/lock",
                async (Guid id, Caller caller, DraftDesk desk, CancellationToken cancellationToken) =>
                    (await desk.TakeOverAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "takeOverDraft",
                "Takes the lock, from whoever holds it",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                CommonRefusals.ChangedMeanwhile,
                DraftRefusals.NotEditable
            );
        api.MapDelete(
                "/drafts/{id:guid}/lock",
                async (Guid id, Caller caller, DraftDesk desk, CancellationToken cancellationToken) =>
                {
                    await desk.UnlockAsync(caller.Actor, id, cancellationToken);
                    return Results.NoContent();
                }
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described("unlockDraft", "Gives one's own lock back");
        api.MapPost("/drafts/{id:guid}/attachments", AttachAsync)
            .WithMetadata(new ApiDoor.BodyLimit(new ComposeLimits().MaxAttachmentOctets))
            .Produces<DraftBody>(StatusCodes.Status201Created)
            .Described(
                "attach",
                "Attaches the octets of the body as a file. Wants If-Match",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                CommonRefusals.ChangedMeanwhile,
                ApiRefusals.NotUnderstood,
                ApiRefusals.NoIfMatch,
                DraftRefusals.NotEditable,
                DraftRefusals.EditedByAnother,
                DraftRefusals.FixedByTemplate
            );
        api.MapPost("/drafts/{id:guid}/check", CheckAsync)
            .Produces<CheckBody>()
            .Described("checkDraft", "Everything that stands against sending it to release", CommonRefusals.NotFound);
        api.MapPost("/drafts/{id:guid}/submit", SubmitAsync)
            .Produces<DraftBody>()
            .Described(
                "submitDraft",
                "Makes a version of the form and sends it to release. Wants If-Match",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                CommonRefusals.ChangedMeanwhile,
                DraftRefusals.LowerThanAnswered,
                DraftRefusals.LowerThanHandedOn,
                DraftRefusals.LabelsUnreadable,
                ApiRefusals.NoIfMatch,
                DraftRefusals.FileIncomplete,
                DraftRefusals.LabelNotCleared,
                DraftRefusals.NotEditable,
                DraftRefusals.EditedByAnother,
                DraftRefusals.WantedByTemplate,
                AddresseeRefusals.NoMailbox,
                AddresseeRefusals.NotCleared,
                AddresseeRefusals.UnknownOrganisation,
                DraftRefusals.StageWithoutRole,
                DraftRefusals.StageWithoutReviewers
            );
        api.MapGet("/drafts/{id:guid}/versions", VersionsAsync)
            .Produces<IReadOnlyList<VersionBody>>()
            .Described("listVersions", "The versions of a draft the caller may see, latest first", CommonRefusals.NotFound);
        api.MapGet(
                "/drafts/{id:guid}/diff",
                async (Guid id, int? from, int? to, Caller caller, VersionHistory history, CancellationToken cancellationToken) =>
                    await history.DiffAsync(caller.Actor, id, from, to, cancellationToken) is { } changes
                        ? Results.Ok(changes.Select(ChangeBody.Of).ToList())
                        : ApiRegistration.NotFound
            )
            .Produces<IReadOnlyList<ChangeBody>>()
            .Described(
                "diffVersions",
                "What differs between two versions, field by field; 0 is the form as it stands",
                CommonRefusals.NotFound
            );
    }

    private static async Task<IResult> ListAsync(
        string? state,
        int? take,
        Caller caller,
        DraftDesk desk,
        LabelAccess gate,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (ApiText.State(state ?? "draft") is not { } wanted)
            return ApiRegistration.Refused(ApiRefusals.NotUnderstood.Of("There is no such state of a draft.", "state"));
        var rows = await desk.ListAsync(caller.Actor, wanted, PageToken.Take(take), cancellationToken);
        var lines = await DraftLine.ManyAsync(rows, gate, caller.Actor, time.GetUtcNow(), cancellationToken);
        return Results.Ok(
            lines
                .Select(line => new DraftLineBody(
                    line.Id,
                    ApiText.Of(line.State),
                    line.Subject,
                    ApiText.Precedence(line.Urgency),
                    line.Marking?.Text,
                    line.LastEditor,
                    line.UpdatedAt,
                    line.Version,
                    line.Revision
                ))
                .ToList()
        );
    }

    private static async Task<IResult> CreateAsync(
        NewDraftBody? body,
        Caller caller,
        HttpContext context,
        DraftDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        var begun = body?.CopyOf is { } source
            ? await desk.CopyAsync(caller.Actor, source, body.Version, cancellationToken)
            : new BegunDraft(await desk.CreateAsync(caller.Actor, cancellationToken), [CommonRefusals.NotPermitted]);
        return begun.Id is { } id
            ? Shown(context, await desk.OpenAsync(caller.Actor, id, cancellationToken), gate, StatusCodes.Status201Created)
            : ApiProblem.Of(begun.Refusals).ToResult();
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        Caller caller,
        HttpContext context,
        DraftDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    ) => Shown(context, await desk.OpenAsync(caller.Actor, id, cancellationToken), gate, StatusCodes.Status200OK);

    private static async Task<IResult> PutAsync(
        Guid id,
        FormBody body,
        Caller caller,
        HttpContext context,
        DraftDesk desk,
        AddresseeLookup directory,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (ApiReading.Revision(context.Request.Headers.IfMatch) is not { } revision)
            return ApiProblem.Of(StatusCodes.Status428PreconditionRequired).ToResult();
        if (await desk.OpenAsync(caller.Actor, id, cancellationToken) is not { } open)
            return ApiRegistration.NotFound;
        var reading = new ApiReading();
        var form = await body.ToFormAsync(reading, open.Form.Attachments, directory, cancellationToken);
        if (reading.IsBroken)
            return reading.Problem;
        var saved = await desk.SaveAsync(caller.Actor, id, revision, form, cancellationToken);
        return saved.Refusals.IsEmpty
            ? await GetAsync(id, caller, context, desk, gate, cancellationToken)
            : ApiProblem.Of(saved.Refusals).ToResult();
    }

    private static async Task<IResult> AttachAsync(
        Guid id,
        string name,
        Caller caller,
        HttpContext context,
        DraftDesk desk,
        ComposeLimits limits,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (ApiReading.Revision(context.Request.Headers.IfMatch) is not { } revision)
            return ApiProblem.Of(StatusCodes.Status428PreconditionRequired).ToResult();
        if (!caller.Actor.Function.MayDraft())
            return ApiRegistration.NotPermitted;
        if (await desk.OpenAsync(caller.Actor, id, cancellationToken) is not { } open)
            return ApiRegistration.NotFound;
        if (!open.State.IsEditable())
            return ApiRegistration.Refused(DraftRefusals.NotEditable.Of(open.State.ToWord()));
        if (open.Lock is { } held && !held.IsHeldBy(caller.Actor))
            return ApiRegistration.Refused(DraftRefusals.EditedByAnother.Of(held.DisplayName, held.SinceText));
        if (open.Revision != revision)
            return ApiRegistration.Refused(CommonRefusals.ChangedMeanwhile);
        if (name.Length is 0 or > 200)
            return ApiRegistration.Refused(
                ApiRefusals.NotUnderstood.Of("Give the file a name of at most 200 characters.", "name")
            );
        if (context.Request.ContentLength > limits.MaxAttachmentOctets)
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge).ToResult();
        using var octets = new MemoryStream();
        await context.Request.Body.CopyToAsync(octets, cancellationToken); // the body is bounded at the door
        var mediaType = System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var said)
            ? said.MediaType!.ToLowerInvariant()
            : "application/octet-stream";
        if (await desk.AttachAsync(caller.Actor, id, name, mediaType, octets.ToArray(), cancellationToken) is not { } attached)
            return ApiRegistration.NotFound;
        var saved = await desk.SaveAsync(
            caller.Actor,
            id,
            revision,
            open.Form with
            {
                Attachments = open.Form.Attachments.Add(attached),
            },
            cancellationToken
        );
        return saved.Refusals.IsEmpty
            ? Shown(context, await desk.OpenAsync(caller.Actor, id, cancellationToken), gate, StatusCodes.Status201Created)
            : ApiProblem.Of(saved.Refusals).ToResult();
    }

    private static async Task<IResult> CheckAsync(Guid id, Caller caller, DraftDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(caller.Actor, id, cancellationToken) is not { } open)
            return ApiRegistration.NotFound;
        var refusals = await desk.CheckAsync(caller.Actor, id, open.Form, cancellationToken)
            is ComposeResult.Incomplete incomplete
            ? incomplete.Refusals
            : [];
        return Results.Ok(
            new CheckBody(refusals.IsEmpty, [.. refusals.Select(one => new ApiError(one.Code, one.Text, one.Field))])
        );
    }

    private static async Task<IResult> SubmitAsync(
        Guid id,
        Caller caller,
        HttpContext context,
        DraftDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (ApiReading.Revision(context.Request.Headers.IfMatch) is not { } revision)
            return ApiProblem.Of(StatusCodes.Status428PreconditionRequired).ToResult();
        // who may not draft is refused by the desk, which writes it down
        var form = (await desk.OpenAsync(caller.Actor, id, cancellationToken))?.Form;
        if (form is null && caller.Actor.Function.MayDraft())
            return ApiRegistration.NotFound;
        var outcome = await desk.SubmitForReleaseAsync(caller.Actor, id, revision, form ?? new(), cancellationToken);
        return outcome.IsDone ? await GetAsync(id, caller, context, desk, gate, cancellationToken) : outcome.ToResult();
    }

    private static async Task<IResult> VersionsAsync(
        Guid id,
        Caller caller,
        VersionHistory history,
        CancellationToken cancellationToken
    ) =>
        await history.ListAsync(caller.Actor, id, cancellationToken) is { } known
            ? Results.Ok(
                known
                    .Versions.Select(one => new VersionBody(
                        one.Number,
                        one.Editor,
                        one.At,
                        one.ContentHash,
                        one.Marking?.Text,
                        one.Decisions
                    ))
                    .ToList()
            )
            : ApiRegistration.NotFound;

    private static IResult Shown(HttpContext context, OpenDraft? open, LabelAccess gate, int status)
    {
        if (open is null)
            return ApiRegistration.NotFound;
        context.Response.Headers.ETag = ApiReading.ETag(open.Revision);
        if (status == StatusCodes.Status201Created)
            context.Response.Headers.Location = $"{ApiRegistration.Root}/drafts/{open.Id:D}";
        return Results.Json(
            new DraftBody(
                open.Id,
                open.Revision,
                ApiText.Of(open.State),
                FormBody.Of(open.Form),
                open.Form.Label is { } label ? gate.MarkingOf(label).Text : null,
                open.LastEditor,
                open.UpdatedAt,
                open.Version,
                open.ReturnReason,
                open.ReturnedBy,
                open.Lock is { } held ? new(held.Name, held.DisplayName, held.Since) : null
            ),
            statusCode: status
        );
    }
}
