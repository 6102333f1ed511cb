using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Api;

/// <summary>Deciding on messages: the queue, what is to be decided, the statement one says yes to, and the decision.</summary>
internal static class ReviewsApi
{
    public sealed record QueueLineBody(
        Guid Id,
        int Version,
        int Revision,
        string? Stage,
        string? Precedence,
        string Subject,
        string Drafter,
        string Role,
        DateTimeOffset? DueAt,
        string Escalation,
        string? TakenBy,
        string? Marking
    );

    public sealed record StageBody(
        string Name,
        string Role,
        string RoleName,
        string State,
        int Needed,
        IReadOnlyList<string> Concurred,
        DateTimeOffset? DueAt,
        string? TakenBy,
        bool Mine
    );

    public sealed record HistoryBody(
        int Version,
        string Kind,
        string? Stage,
        string By,
        string ByName,
        string? OnBehalfOf,
        DateTimeOffset At,
        string? Reason,
        string? Words
    );

    /// <summary>A version as those who decide on it see it; <paramref name="Version"/> goes back with the decision, <paramref name="HiddenCharacters"/> names what nobody sees in its words.</summary>
    public sealed record ReviewBody(
        Guid Id,
        int Version,
        int Revision,
        string State,
        string ContentHash,
        string Drafter,
        string DrafterName,
        string Label,
        string Marking,
        FormBody Form,
        IReadOnlyList<string> HiddenCharacters,
        string? Rule,
        string? PrecedenceBy,
        int? SeenBefore,
        IReadOnlyList<StageBody> Stages,
        IReadOnlyList<HistoryBody> History,
        string? TakenBy,
        DateTimeOffset? DueAt,
        DateTimeOffset? HeldUntil,
        string? HeldReason,
        string? HeldBy,
        DateTimeOffset? LeavesAt,
        bool MayRelease
    );

    /// <param name="Kind"><c>concur</c> or <c>release</c>.</param>
    /// <param name="Stage">Of a concurrence; null: the one open to the caller.</param>
    /// <param name="BreakGlass">Of a release: why alone; null: it is not.</param>
    public sealed record StatementRequest(
        string Kind,
        string? Stage = null,
        string? BreakGlass = null,
        bool MinimizeConsidered = false
    );

    /// <summary>A decision on a version.</summary>
    /// <param name="Decision"><c>concur</c>, <c>release</c>, <c>return</c>, <c>take</c>, <c>hand-on</c>, <c>hold</c>, <c>resume</c>, <c>precedence</c> or <c>undo</c>.</param>
    /// <param name="Version">As it was looked at; one that is no longer current is refused.</param>
    public sealed record DecisionBody(string Decision, int Version)
    {
        /// <summary>Of a release: the revision as it was looked at.</summary>
        public int? Revision { get; init; }

        /// <summary>For concur and release, as it was given out.</summary>
        public StatementBody? Statement { get; init; }
        public string? Ticket { get; init; }
        public ProofBody? Proof { get; init; }

        /// <summary>What is said with it.</summary>
        public string Words { get; init; } = "";

        /// <summary>Of a return: CONTENT, ADDRESSEES, LABEL, PRECEDENCE, COORDINATION, FORM or OTHER.</summary>
        public string? Reason { get; init; }

        /// <summary>Sign-in name, for hand-on.</summary>
        public string? To { get; init; }

        /// <summary>For hold.</summary>
        public DateTimeOffset? Until { get; init; }

        /// <summary>For precedence; the next likewise.</summary>
        public string? ActionPrecedence { get; init; }
        public string? InformationPrecedence { get; init; }
    }

    public static void MapReviews(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queue", QueueAsync)
            .Produces<IReadOnlyList<QueueLineBody>>()
            .Described("getQueue", "What awaits the caller's decision, most urgent first");
        api.MapGet("/reviews/{id:guid}", GetAsync)
            .Produces<ReviewBody>()
            .Described(
                "getReview",
                "The current version of a message, to decide on; that it was seen is remembered",
                CommonRefusals.NotFound
            );
        api.MapPost("/reviews/{id:guid}/statement", StatementAsync)
            .Produces<StatementOffer<StatementBody>>()
            .Described(
                "makeStatement",
                "What the caller would say yes to, and what he needs to prove it",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                ApiRefusals.NotUnderstood,
                DecisionRefusals.NoLongerAwaiting,
                DecisionRefusals.StageNotOpen
            );
        api.MapPost("/reviews/{id:guid}/decisions", DecideAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "decide",
                "Decides on a version: concur, release, return, take, hand-on, hold, resume, precedence, undo",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                CommonRefusals.ChangedMeanwhile,
                ApiRefusals.NotUnderstood,
                ReleaseRefusals.DrafterMayNotRelease,
                ReleaseRefusals.OtherVersion,
                ReleaseRefusals.NoRight,
                ReleaseRefusals.PrecedenceAboveRight,
                ReleaseRefusals.LabelAboveRight,
                ReleaseRefusals.TooOld,
                ReleaseRefusals.NotProven,
                ReleaseRefusals.FilledInWrongly,
                DecisionRefusals.NoLongerAwaiting,
                ReleaseRefusals.StageNotPassed,
                ReleaseRefusals.MessageTypeBeyondRight,
                ReleaseRefusals.AddresseeBeyondRight,
                ReleaseRefusals.RightNotInForce,
                ReleaseRefusals.NoDeputy,
                ReleaseRefusals.DeputyNotCleared,
                ReleaseRefusals.ReasonMissing,
                ReleaseRefusals.MayNotReleaseAlone,
                ProofRefusals.TooMany,
                DecisionRefusals.Unsaid,
                DecisionRefusals.TooLong,
                ProofRefusals.Missing,
                DecisionRefusals.DialogTooOld,
                DecisionRefusals.NothingToUndo,
                ReviewRefusals.OtherVersion,
                ReviewRefusals.OtherStage,
                ReviewRefusals.WriterMayNotReview,
                ReviewRefusals.NoReviewer,
                ReviewRefusals.NoDeputy,
                ReviewRefusals.NotCleared,
                ReviewRefusals.NotProven,
                DecisionRefusals.ShownTooOld,
                DecisionRefusals.StageNotOpen,
                DecisionRefusals.Overtaken,
                DecisionRefusals.DecidesElsewhere,
                DecisionRefusals.HeldWithoutReason,
                DecisionRefusals.HeldWithoutEnd,
                DecisionRefusals.PrecedenceWithoutReason,
                DecisionRefusals.SamePrecedence,
                DecisionRefusals.StageGone,
                DecisionRefusals.TakenByAnother,
                DecisionRefusals.ConcurredAlready,
                DraftRefusals.StageWithoutRole,
                DraftRefusals.StageWithoutReviewers,
                PasskeyRefusals.Copied,
                PasskeyRefusals.SetAside,
                PasskeyRefusals.Gone
            );
        api.MapGet("/reviews/{id:guid}/dry-run", DryRunAsync)
            .Produces<RightsApi.DryRunBody>()
            .Described("dryRunReview", "Who could release this version, and why others not", CommonRefusals.NotFound);
    }

    private static async Task<IResult> QueueAsync(
        int? take,
        Caller caller,
        ReleaseQueue queue,
        CancellationToken cancellationToken
    ) =>
        Results.Ok(
            (await queue.PageAsync(caller.Actor, PageToken.Take(take), cancellationToken))
                .Select(line => new QueueLineBody(
                    line.DraftId,
                    line.Version,
                    line.Revision,
                    line.Stage,
                    ApiText.Precedence(line.Urgency),
                    line.Subject,
                    line.Drafter,
                    line.Role,
                    line.DueAt,
                    ApiText.Of(line.Escalation),
                    line.TakenBy,
                    line.Marking?.Text
                ))
                .ToList()
        );

    private static async Task<IResult> GetAsync(
        Guid id,
        Caller caller,
        ReviewReader reader,
        LabelAccess gate,
        CancellationToken cancellationToken
    )
    {
        if (await reader.OpenAsync(caller.Actor, id, cancellationToken) is not { } open)
            return ApiRegistration.NotFound;
        var content = open.Version.Content;
        return Results.Ok(
            new ReviewBody(
                id,
                open.Version.Number,
                open.Revision,
                ApiText.Of(open.State),
                open.Version.ContentHash,
                open.Version.LastEditor,
                open.DrafterName,
                content.Label.ToKey(),
                gate.MarkingOf(content.Label).Text,
                FormBody.Of(content.ToForm()),
                ApiText.Hidden([content.Subject, content.Text, .. content.Attachments.Select(file => file.Name)]),
                open.Rule,
                open.PrecedenceBy,
                open.SeenBefore,
                [
                    .. open.Stages.Select(stage => new StageBody(
                        stage.Name,
                        stage.RoleAddress,
                        stage.RoleName,
                        ApiText.Of(stage.State),
                        stage.Needed,
                        stage.Concurred,
                        stage.DueAt,
                        stage.TakenByName,
                        stage.Mine
                    )),
                ],
                [
                    .. open.History.Select(one => new HistoryBody(
                        one.Version,
                        ApiText.Of(one.Kind),
                        one.Stage,
                        one.By,
                        one.ByName,
                        one.OnBehalfOf,
                        one.At,
                        one.Reason,
                        one.Words
                    )),
                ],
                open.TakenByName,
                open.DueAt,
                open.HeldUntil,
                open.HeldReason,
                open.HeldBy,
                open.LeavesAt,
                open.IsReleaser
            )
        );
    }

    private static async Task<IResult> StatementAsync(
        Guid id,
        StatementRequest wish,
        Caller caller,
        ReviewReader reader,
        ConcurrenceDesk concurring,
        ReleaseDesk office,
        StatementTickets tickets,
        CancellationToken cancellationToken
    )
    {
        if (wish.Kind is not ("concur" or "release"))
            return ApiRegistration.Refused(ApiRefusals.NotUnderstood.Of("A statement is to concur or to release.", "kind"));
        if (!(wish.Kind == "release" ? caller.Actor.Function.MayRelease() : caller.Actor.Function.MayReview()))
            return ApiRegistration.NotPermitted;
        if (await reader.OpenAsync(caller.Actor, id, cancellationToken) is not { } open)
            return ApiRegistration.NotFound;
        if (wish.Kind == "release")
        {
            if (!open.IsReleaser)
                return ApiRegistration.NotPermitted;
            var approval = office.Statement(caller.Actor, open, office.Prepare(open), wish.BreakGlass, wish.MinimizeConsidered);
            return Results.Ok(await tickets.OfferAsync(approval, StatementBody.Of(approval), cancellationToken));
        }
        if (open.Stages.FirstOrDefault(stage => stage.Mine && (wish.Stage is null || stage.Name == wish.Stage)) is not { } mine)
            return ApiRegistration.Refused(DecisionRefusals.StageNotOpen.Of(wish.Stage ?? "", "stage"));
        var concurrence = concurring.Statement(caller.Actor, open, mine.Name, mine.RoleAddress);
        return Results.Ok(await tickets.OfferAsync(concurrence, StatementBody.Of(concurrence), cancellationToken));
    }

    /// <summary>The desks decisions are made at.</summary>
    internal sealed record DecidingDesks(
        ReviewDesk Review,
        ConcurrenceDesk Concurring,
        PrecedenceDesk Precedence,
        ReleaseDesk Releasing,
        UndoDesk Undoing
    );

    private static async Task<IResult> DecideAsync(
        Guid id,
        DecisionBody body,
        Caller caller,
        ReviewReader reader,
        [AsParameters] DecidingDesks desks,
        StatementTickets tickets,
        PortalRecords records,
        CancellationToken cancellationToken
    )
    {
        var actor = caller.Actor;
        var reading = new ApiReading();
        switch (body.Decision)
        {
            case "concur":
            {
                var proof = reading.Proof(body.Proof);
                if (body.Statement?.ToConcurrence() is not { } statement || statement.DraftId != id)
                    reading.Refuse("Give the statement back as it was given out.", "statement");
                else if (!reading.IsBroken)
                    return (
                        await desks.Concurring.ConcurAsync(actor, statement, body.Words, proof, cancellationToken)
                    ).ToResult();
                return reading.Problem;
            }
            case "release":
            {
                var proof = reading.Proof(body.Proof);
                if (body.Revision is null)
                    reading.Refuse("Say which revision was looked at.", "revision");
                if (body.Statement?.ToApproval() is not { } statement || statement.DraftId != id)
                    reading.Refuse("Give the statement back as it was given out.", "statement");
                else if (!reading.IsBroken)
                    return tickets.Knows(statement, body.Ticket) || !actor.Function.MayRelease()
                        ? (
                            await desks.Releasing.ReleaseAsync(actor, body.Revision!.Value, statement, proof, cancellationToken)
                        ).ToResult()
                        : await AlteredAsync(actor, statement, records, cancellationToken);
                return reading.Problem;
            }
            case "undo":
                return (await desks.Undoing.UndoAsync(actor, id, cancellationToken)).ToResult();
        }
        if (await ShownAsync(actor, id, reader, records, cancellationToken) is not { } open)
            return actor.Function.MaySeeQueue()
                ? await HiddenAsync(actor, id, reader, cancellationToken)
                : await DeniedAsync(actor, id, body.Decision, records, cancellationToken);
        if (open.Version.Number != body.Version)
            return ApiRegistration.Refused(DecisionRefusals.Overtaken.Of(open.Version.Number));
        switch (body.Decision)
        {
            case "take":
                return (await desks.Review.TakeAsync(actor, open, cancellationToken)).ToResult();
            case "hand-on":
                return (await desks.Review.HandOnAsync(actor, open, body.To ?? "", body.Words, cancellationToken)).ToResult();
            case "resume":
                return (await desks.Review.ResumeAsync(actor, open, cancellationToken)).ToResult();
            case "hold":
                if (body.Until is not { } until)
                    return ApiRegistration.Refused(ApiRefusals.NotUnderstood.Of("Say until when.", "until"));
                return (await desks.Review.HoldAsync(actor, open, until, body.Words, cancellationToken)).ToResult();
            case "return":
                foreach (var reason in Enum.GetValues<ReturnReason>())
                    if (reason.ToCode() == body.Reason)
                        return (await desks.Review.ReturnAsync(actor, open, reason, body.Words, cancellationToken)).ToResult();
                return ApiRegistration.Refused(
                    ApiRefusals.NotUnderstood.Of(
                        $"A reason is one of {string.Join(", ", Enum.GetValues<ReturnReason>().Select(one => one.ToCode()))}.",
                        "reason"
                    )
                );
            case "precedence":
                var action = reading.Precedence(body.ActionPrecedence, "actionPrecedence");
                var information = reading.Precedence(body.InformationPrecedence, "informationPrecedence");
                return reading.IsBroken
                    ? reading.Problem
                    : (
                        await desks.Precedence.ChangeAsync(actor, open, action, information, body.Words, cancellationToken)
                    ).ToResult();
            default:
                return ApiRegistration.Refused(ApiRefusals.NotUnderstood.Of("There is no such decision.", "decision"));
        }
    }

    private static async Task<IResult> DryRunAsync(
        Guid id,
        Caller caller,
        ReviewReader reader,
        WhoMayRelease who,
        CancellationToken cancellationToken
    ) =>
        await reader.OpenAsync(caller.Actor, id, cancellationToken) is { } open
            ? Results.Ok(RightsApi.DryRunBody.Of(await who.AskAsync(caller.Actor, open.Version, cancellationToken)))
            : ApiRegistration.NotFound;

    // To decide is not to look: who decides by what he remembers is still shown what changed since he looked.
    private static async Task<OpenVersion?> ShownAsync(
        Actor actor,
        Guid id,
        ReviewReader reader,
        PortalRecords records,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await reader.FindAsync(context, actor, id, cancellationToken) is var (draft, version, _)
            ? new OpenVersion(version, draft.State, draft.Revision)
            : null;
    }

    private static async Task<IResult> HiddenAsync(Actor actor, Guid id, ReviewReader reader, CancellationToken cancellationToken)
    {
        await reader.DenyAsync(actor, id, cancellationToken);
        return ApiRegistration.NotFound;
    }

    // What the system fills in is the system's: a statement that was not given out here is refused whatever proves it.
    private static async Task<IResult> AlteredAsync(
        Actor actor,
        ApprovalStatement statement,
        PortalRecords records,
        CancellationToken cancellationToken
    )
    {
        var reason = DecisionRefusals.DialogTooOld.At("statement");
        var act = new Act(AuditTypes.Release, actor, statement.DraftId) { Facts = new() { ["version"] = statement.Version } };
        return (await records.RefuseAsync(act, reason, cancellationToken)).ToResult();
    }

    private static async Task<IResult> DeniedAsync(
        Actor actor,
        Guid id,
        string decision,
        PortalRecords records,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.Review, actor, id)
        {
            Facts = new() { ["decision"] = decision.Length > 16 ? "unknown" : decision },
        };
        return (await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)).ToResult();
    }
}
