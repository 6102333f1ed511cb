using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>What one person released alone, looked at afterwards.</summary>
internal static class BreakGlassApi
{
    public sealed record BreakGlassBody(
        Guid Id,
        string MessageId,
        string Role,
        string? Precedence,
        string By,
        string ByName,
        string Reason,
        DateTimeOffset At,
        string? ReviewedBy,
        DateTimeOffset? ReviewedAt,
        bool? Justified,
        string? Finding
    )
    {
        /// <summary>A MINIMIZE in force was set aside with the rest.</summary>
        public bool SetAsideMinimize { get; init; }

        /// <summary>Of the message; this and the next two null: the caller is not cleared for its label.</summary>
        public string? Subject { get; init; }
        public string? Marking { get; init; }
        public IReadOnlyList<string>? Addressees { get; init; }
    }

    public sealed record FindingBody(bool Justified, string Finding);

    public static void MapBreakGlass(this IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/break-glass",
                async (int? take, Caller caller, BreakGlassDesk desk, CancellationToken cancellationToken) =>
                    !BreakGlassDesk.MaySee(caller.Actor.Function)
                        ? ApiRegistration.NotPermitted
                        : Results.Ok(
                            (await desk.ListAsync(caller.Actor, PageToken.Take(take), cancellationToken))
                                .Select(one => new BreakGlassBody(
                                    one.ReleaseId,
                                    one.MessageId,
                                    one.Role,
                                    ApiText.Precedence(one.Urgency),
                                    one.By,
                                    one.ByName,
                                    one.Reason,
                                    one.At,
                                    one.ReviewedBy,
                                    one.ReviewedAt,
                                    one.Justified,
                                    one.Finding
                                )
                                {
                                    SetAsideMinimize = one.SetAsideMinimize,
                                    Subject = one.Message?.Subject,
                                    Marking = one.Message?.Marking.Text,
                                    Addressees = one.Message is { } message
                                        ? [.. message.Addressees.Select(addressee => addressee.Address)]
                                        : null,
                                })
                                .ToList()
                        )
            )
            .Produces<IReadOnlyList<BreakGlassBody>>()
            .Described("listBreakGlass", "Releases by one person alone, those not looked at first", CommonRefusals.NotPermitted);
        api.MapPost(
                "/break-glass/{id:guid}/review",
                async (Guid id, FindingBody body, Caller caller, BreakGlassDesk desk, CancellationToken cancellationToken) =>
                    (await desk.ReviewAsync(caller.Actor, id, body.Justified, body.Finding, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "reviewBreakGlass",
                "Says whether it was justified; never by the one who did it",
                CommonRefusals.NotPermitted,
                CommonRefusals.NotFound,
                DecisionRefusals.NoFinding,
                DecisionRefusals.ReviewedAlready,
                DecisionRefusals.JudgesHimself
            );
    }
}
