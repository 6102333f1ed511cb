using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>The operator's desk: what could not be sent.</summary>
internal static class OperatorApi
{
    public sealed record FailedBody(
        Guid Id,
        string Failure,
        DateTimeOffset FailedAt,
        string Role,
        string MessageId,
        string? Precedence,
        string Releaser,
        DateTimeOffset ReleasedAt,
        bool Signed
    );

    /// <param name="Words">Why, for return and withdraw.</param>
    public sealed record WordsBody(string Words);

    public static void MapOperator(this IEndpointRouteBuilder api)
    {
        IRefusalKind[] codes =
        [
            CommonRefusals.NotPermitted,
            CommonRefusals.NotFound,
            CommonRefusals.ChangedMeanwhile,
            DecisionRefusals.NotFailed,
            DecisionRefusals.ApprovalTooOld,
            DecisionRefusals.Unsaid,
        ];
        api.MapGet(
                "/operator/releases",
                async (int? take, Caller caller, OperatorDesk desk, CancellationToken cancellationToken) =>
                    caller.Actor.Function != RoleFunction.Operator
                        ? ApiRegistration.NotPermitted
                        : Results.Ok(
                            (await desk.ListAsync(caller.Actor, PageToken.Take(take), cancellationToken))
                                .Select(one => new FailedBody(
                                    one.ReleaseId,
                                    one.Failure,
                                    one.FailedAt,
                                    one.Role,
                                    one.MessageId,
                                    ApiText.Precedence(one.Urgency),
                                    one.Releaser,
                                    one.ReleasedAt,
                                    one.Signed
                                ))
                                .ToList()
                        )
            )
            .Produces<IReadOnlyList<FailedBody>>()
            .Described("listFailedReleases", "Releases that could not be sent, most urgent first", CommonRefusals.NotPermitted);
        api.MapPost(
                "/operator/releases/{id:guid}/retry",
                async (Guid id, Caller caller, OperatorDesk desk, CancellationToken cancellationToken) =>
                    (await desk.RetryAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described("retryRelease", "Tries once more: the same approval, the same identifiers", codes);
        api.MapPost(
                "/operator/releases/{id:guid}/return",
                async (Guid id, WordsBody body, Caller caller, OperatorDesk desk, CancellationToken cancellationToken) =>
                    (await desk.ReturnAsync(caller.Actor, id, body.Words, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described("returnRelease", "Sends it back to its drafter", codes);
        api.MapPost(
                "/operator/releases/{id:guid}/withdraw",
                async (Guid id, WordsBody body, Caller caller, OperatorDesk desk, CancellationToken cancellationToken) =>
                    (await desk.WithdrawAsync(caller.Actor, id, body.Words, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described("withdrawRelease", "Ends it for good", codes);
    }
}
