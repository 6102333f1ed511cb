using System.Globalization;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Track;

namespace Mmhs.Portal.Api;

/// <summary>What became of what was released.</summary>
internal static class SentApi
{
    public sealed record SentLineBody(
        Guid Id,
        Guid DraftId,
        string MessageId,
        string Subject,
        string? Precedence,
        string? Marking,
        DateTimeOffset Dtg,
        DateTimeOffset ReleasedAt,
        string Releaser,
        int Addressees,
        int Delivered,
        int Failed,
        int Late,
        string? Failure
    )
    {
        /// <summary>Addressees it has left for, of whom nobody was asked to say that it arrived.</summary>
        public int Unreported { get; init; }

        /// <summary>When it leaves, while it waits and can be called back; null: it is on its way, or gone.</summary>
        public DateTimeOffset? WaitsUntil { get; init; }
    }

    public sealed record ReportBody(DateTimeOffset At, string Reported, string Text)
    {
        /// <summary>False: nobody who can know stands behind it, and it changed nothing.</summary>
        public required bool Confirmed { get; init; }

        /// <summary>What the reader's own system said; null: it is no receipt but a delivery report.</summary>
        public string? Receipt { get; init; }
    }

    public sealed record AddresseeBody(
        string Address,
        string? Name,
        string As,
        string EnvelopeId,
        string State,
        DateTimeOffset? SubmittedAt,
        DateTimeOffset? RelayedAt,
        DateTimeOffset? DeliveredAt,
        DateTimeOffset? FailedAt,
        string? Reason,
        DateTimeOffset? NextTryAt,
        IReadOnlyList<ReportBody> Reports
    )
    {
        /// <summary>Which reports the mail systems were asked for.</summary>
        public required string Asked { get; init; }
    }

    public sealed record TrackedBody(
        Guid Id,
        Guid DraftId,
        string State,
        string MessageId,
        string Subject,
        string? Precedence,
        string Label,
        string Marking,
        DateTimeOffset Dtg,
        DateTimeOffset ReleasedAt,
        DateTimeOffset LeavesAt,
        string Drafter,
        string Releaser,
        string? OnBehalfOf,
        bool ByOnePerson,
        string? Failure,
        IReadOnlyList<AddresseeBody> Addressees
    )
    {
        /// <summary>The same as LeavesAt while it waits and can be called back; null: it is on its way, or gone.</summary>
        public DateTimeOffset? WaitsUntil { get; init; }
    }

    public static void MapSent(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sent", PageAsync)
            .Produces<PageBody<SentLineBody>>()
            .Described("getSent", "What the role released, latest first", ApiRefusals.Unreadable);
        api.MapGet("/sent/{id:guid}", GetAsync)
            .Produces<TrackedBody>()
            .Described("getTracking", "What is known of every addressee of a release", CommonRefusals.NotFound);
        api.MapPost(
                "/sent/{id:guid}/undo",
                async (Guid id, Caller caller, UndoDesk undoing, CancellationToken cancellationToken) =>
                    (await undoing.CallBackAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "undoSent",
                "Calls a release back while it waits to leave",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                DecisionRefusals.NothingToUndo
            );
    }

    private static async Task<IResult> PageAsync(
        string? page,
        int? take,
        Caller caller,
        TrackingDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (!PageToken.TryRead(page, "sent", out var before))
            return ApiRegistration.BadPage;
        var wanted = PageToken.Take(take);
        var lines = await desk.PageAsync(caller.Actor, before, wanted, cancellationToken);
        var items = new List<SentLineBody>();
        foreach (var line in lines)
        {
            var release = line.Release;
            items.Add(
                new(
                    release.Id,
                    release.DraftId,
                    release.MessageId,
                    release.Subject,
                    ApiText.Precedence(release.Urgency),
                    (await gate.MarkAsync(release.LabelId, caller.Actor, cancellationToken))?.Text,
                    release.Dtg,
                    release.ReleasedAt,
                    release.Releaser,
                    line.Addressees,
                    line.Delivered,
                    line.Failed,
                    line.Late,
                    release.Failure
                )
                {
                    Unreported = line.Unreported,
                    WaitsUntil = line.LeavesAt,
                }
            );
        }
        return Results.Ok(
            new PageBody<SentLineBody>(
                items,
                lines.Count == wanted
                    ? PageToken.Write("sent", lines[^1].Release.Number.ToString(CultureInfo.InvariantCulture))
                    : null
            )
        );
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        Caller caller,
        TrackingDesk desk,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (await desk.OpenAsync(caller.Actor, id, cancellationToken) is not { } known)
            return ApiRegistration.NotFound;
        var release = known.Release;
        var reports = known.Reports.ToLookup(report => report.AddresseeId);
        return Results.Ok(
            new TrackedBody(
                release.Id,
                release.DraftId,
                ApiText.Of(known.State),
                release.MessageId,
                release.Subject,
                ApiText.Precedence(release.Urgency),
                known.Label.ToKey(),
                gate.MarkingOf(known.Label).Text,
                release.Dtg,
                release.ReleasedAt,
                release.LeavesAt,
                release.Drafter,
                release.Releaser,
                release.OnBehalfOf,
                release.ByOnePerson,
                release.Failure,
                [
                    .. known.Addressees.Select(one => new AddresseeBody(
                        one.Address,
                        one.DisplayName,
                        ApiText.Of(one.AddressedAs),
                        one.EnvelopeId,
                        ApiText.Of(one.State),
                        one.SubmittedAt,
                        one.RelayedAt,
                        one.DeliveredAt,
                        one.FailedAt,
                        one.Reason ?? known.Waiting.GetValueOrDefault(one.EnvelopeId)?.Reason,
                        known.Waiting.GetValueOrDefault(one.EnvelopeId)?.NextAt,
                        [.. reports[one.Id].Select(Of)]
                    )
                    {
                        Asked = ApiText.Of(one.Reports),
                    }),
                ]
            )
            {
                WaitsUntil = known.LeavesAt,
            }
        );
    }

    private static ReportBody Of(TrackedReport report) =>
        new(report.At, ApiText.Of(report.Reported), report.Text)
        {
            Confirmed = report.IsConfirmed,
            Receipt = report.Receipt is { } said ? ApiText.Of(said) : null,
        };
}
