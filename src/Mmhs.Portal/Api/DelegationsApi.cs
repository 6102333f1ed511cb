using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Shared;
using Mmhs.Signing.Approvals;

namespace Mmhs.Portal.Api;

/// <summary>Deputies. Setting one and ending it early are said yes to with a proof.</summary>
internal static class DelegationsApi
{
    public sealed record DelegationBody(
        Guid Id,
        string Principal,
        string Deputy,
        string Role,
        DateTimeOffset From,
        DateTimeOffset Until,
        string SetBy,
        string? ConfirmedBy = null
    )
    {
        public static DelegationBody Of(Delegation one) =>
            new(one.Id, one.Principal, one.Deputy, one.Role.ToString(), one.From, one.Until, one.SetBy, one.ConfirmedBy);
    }

    public sealed record DelegationRequest(
        string Principal,
        string Deputy,
        string Role,
        DateTimeOffset From,
        DateTimeOffset Until
    );

    /// <param name="Person">Sign-in name of who says it.</param>
    /// <param name="Delegation">What is set.</param>
    /// <param name="At">When.</param>
    public sealed record DelegationStatementBody(string Person, DelegationBody Delegation, DateTimeOffset At);

    /// <summary>A statement as it was given out, with its proof.</summary>
    public sealed record SetBody(DelegationStatementBody Statement, ProofBody Proof);

    public sealed record EndStatementBody(string Person, Guid Delegation, DateTimeOffset At);

    public sealed record EndBody(EndStatementBody Statement, ProofBody Proof);

    public static void MapDelegations(this IEndpointRouteBuilder api)
    {
        IRefusalKind[] codes =
        [
            CommonRefusals.NotPermitted,
            ApiRefusals.NotUnderstood,
            RosterRefusals.NotProven,
            RosterRefusals.TooOld,
            RosterRefusals.SetByAnother,
            RosterRefusals.NothingToStandInFor,
            RosterRefusals.DeputyUnfit,
            RosterRefusals.EndUnfit,
            RosterRefusals.SetByDeputy,
            RosterRefusals.NothingToConfirm,
            RosterRefusals.ApprovedByProposer,
            RosterRefusals.NoKeeper,
            RosterRefusals.AlreadyOver,
            RosterRefusals.EndedByAnother,
            RosterRefusals.DeputyOfDeputy,
            RosterRefusals.AlreadyDeputy,
            ReleaseRefusals.NotProven,
            ProofRefusals.TooMany,
            PasskeyRefusals.Copied,
            PasskeyRefusals.SetAside,
            PasskeyRefusals.Gone,
        ];
        api.MapGet(
                "/delegations",
                async (Caller caller, DelegationDesk desk, CancellationToken cancellationToken) =>
                    Results.Ok((await desk.ListAsync(caller.Actor, cancellationToken)).Select(DelegationBody.Of).ToList())
            )
            .Produces<IReadOnlyList<DelegationBody>>()
            .Described("listDelegations", "The caller's own, either way; for keepers of rights those of the organisation");
        api.MapPost("/delegations/statement", StatementAsync)
            .Produces<StatementOffer<DelegationStatementBody>>()
            .Described(
                "makeDelegationStatement",
                "What the caller would say yes to by setting a deputy",
                ApiRefusals.NotUnderstood
            );
        api.MapPost("/delegations", SetAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Described("setDelegation", "Sets a deputy", codes);
        api.MapPost(
                "/delegations/{id:guid}/end-statement",
                async (
                    Guid id,
                    Caller caller,
                    DelegationDesk desk,
                    StatementTickets tickets,
                    CancellationToken cancellationToken
                ) =>
                {
                    var statement = desk.EndStatement(caller.Actor, id);
                    return Results.Ok(
                        await tickets.OfferAsync(
                            statement,
                            new EndStatementBody(statement.Name, statement.Delegation, statement.At),
                            cancellationToken
                        )
                    );
                }
            )
            .Produces<StatementOffer<EndStatementBody>>()
            .Described("makeDelegationEndStatement", "What the caller would say yes to by ending a delegation early");
        api.MapPost("/delegations/{id:guid}/end", EndAsync)
            .Produces(StatusCodes.Status204NoContent)
            .Described("endDelegation", "Ends a delegation before its time", codes);
    }

    private static async Task<IResult> StatementAsync(
        DelegationRequest wish,
        Caller caller,
        DelegationDesk desk,
        StatementTickets tickets,
        CancellationToken cancellationToken
    )
    {
        var reading = new ApiReading();
        if (reading.Address(wish.Role, "role") is not { } role)
            return reading.Problem;
        var statement = desk.Statement(caller.Actor, wish.Principal, wish.Deputy, role, wish.From, wish.Until);
        return Results.Ok(
            await tickets.OfferAsync(
                statement,
                new DelegationStatementBody(statement.Name, DelegationBody.Of(statement.Delegation), statement.At),
                cancellationToken
            )
        );
    }

    private static async Task<IResult> SetAsync(
        SetBody body,
        Caller caller,
        DelegationDesk desk,
        CancellationToken cancellationToken
    )
    {
        var reading = new ApiReading();
        var proof = reading.Proof(body.Proof);
        var said = body.Statement.Delegation;
        if (reading.Address(said.Role, "role") is not { } role || reading.IsBroken)
            return reading.Problem;
        return (
            await desk.SetAsync(
                caller.Actor,
                new(
                    body.Statement.Person,
                    new(said.Id, said.Principal, said.Deputy, role, said.From, said.Until, said.SetBy),
                    body.Statement.At
                ),
                proof,
                cancellationToken
            )
        ).ToResult();
    }

    private static async Task<IResult> EndAsync(
        Guid id,
        EndBody body,
        Caller caller,
        DelegationDesk desk,
        CancellationToken cancellationToken
    )
    {
        var reading = new ApiReading();
        var proof = reading.Proof(body.Proof);
        if (body.Statement.Delegation != id)
            reading.Refuse("The statement is about another delegation.", "statement");
        return reading.IsBroken
            ? reading.Problem
            : (
                await desk.EndAsync(
                    caller.Actor,
                    new DelegationEndStatement(body.Statement.Person, id, body.Statement.At),
                    proof,
                    cancellationToken
                )
            ).ToResult();
    }
}
