using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>API tokens of an organisation's people, for its administrators. No secret is ever told.</summary>
internal static class TokensApi
{
    /// <param name="Person">Sign-in name of its owner.</param>
    /// <param name="Name">What he calls it.</param>
    /// <param name="LastUsedAt">To about a minute; null: never.</param>
    public sealed record TokenBody(
        Guid Id,
        string Person,
        string Name,
        string ActsAs,
        DateTimeOffset MadeAt,
        DateTimeOffset? LastUsedAt,
        DateTimeOffset ExpiresAt
    );

    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/tokens",
                async (Caller caller, TokenDesk desk, CancellationToken cancellationToken) =>
                    caller.Actor.Function == RoleFunction.Administrator
                        ? Results.Ok(
                            (await desk.OfOrganisationAsync(caller.Actor, cancellationToken))
                                .Select(one => new TokenBody(
                                    one.Id,
                                    one.Person,
                                    one.Name,
                                    one.ActsAs,
                                    one.CreatedAt,
                                    one.LastUsedAt,
                                    one.ExpiresAt
                                ))
                                .ToList()
                        )
                        : ApiRegistration.NotPermitted
            )
            .Produces<IReadOnlyList<TokenBody>>()
            .Described(
                "listTokens",
                "API tokens of the organisation's people that may still be used; for its administrators",
                CommonRefusals.NotPermitted
            );
        api.MapPost(
                "/tokens/{id:guid}/revoke",
                async (Guid id, Caller caller, TokenDesk desk, CancellationToken cancellationToken) =>
                    (await desk.RevokeAsync(caller.Actor, id, cancellationToken)).ToResult()
            )
            .Produces(StatusCodes.Status204NoContent)
            .Described(
                "revokeToken",
                "Revokes a token: one's own, or as an administrator one of the organisation's people",
                CommonRefusals.NotFound
            );
    }
}
