using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>Concurring at a stage: exactly the statement counts, proven as the signing service will want it.</summary>
public sealed class ConcurrenceDesk(
    PortalRecords records,
    ReviewActs acts,
    ProofDesk proofs,
    IApprovals approvals,
    PolicyCatalog policies,
    IOptions<PrecedenceTable> precedences,
    TimeProvider time
)
{
    /// <summary>What the actor would say yes to at a stage.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="shown">The version as he was shown it.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="role">Address of the role it is with.</param>
    public ConcurrenceStatement Statement(Actor actor, OpenVersion shown, string stage, string role) =>
        new(
            shown.Version.DraftId,
            shown.Version.Number,
            shown.Version.ContentHash,
            stage,
            EmailAddress.Parse(role),
            actor.Name,
            actor.OnBehalfOf,
            Messages.Release.Statement.Moment(time.GetUtcNow())
        );

    /// <summary>Concurs with the password typed again.</summary>
    public async Task<Outcome> ConcurAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        string password,
        CancellationToken cancellationToken
    )
    {
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, "proof-password", cancellationToken);
        return proof is null
            ? await records.RefuseAsync(Act(actor, statement), why!, cancellationToken)
            : await ConcurAsync(actor, statement, comment, proof, cancellationToken);
    }

    /// <summary>Concurs by a yes as a page got it.</summary>
    public Task<Outcome> ConcurAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        GivenApproval said,
        CancellationToken cancellationToken
    ) =>
        said.Proof is { } proof
            ? ConcurAsync(actor, statement, comment, proof, cancellationToken)
            : ConcurAsync(actor, statement, comment, said.Password, cancellationToken);

    /// <summary>Concurs by a proof.</summary>
    public async Task<Outcome> ConcurAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        var act = Act(actor, statement);
        if (!actor.Function.MayReview())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        if (ReviewDesk.TooLong(comment) is { } tooLong)
            return await records.RefuseAsync(act, tooLong, cancellationToken);
        var now = time.GetUtcNow();
        if (
            statement.Reviewer != actor.Name
            || statement.OnBehalfOf != actor.OnBehalfOf
            || statement.Role != actor.Role.Address
            || (now - statement.At).Duration() > ReleaseDesk.DialogLifetime
        )
            return await records.RefuseAsync(act, DecisionRefusals.ShownTooOld, cancellationToken);
        var authority = await approvals.AuthorityAsync(cancellationToken);
        var (holds, stop) = await proofs.HoldsAsync(actor, statement, proof, cancellationToken);
        if (stop is not null)
            return await records.RefuseAsync(act, stop, cancellationToken);
        return await acts.RunAsync(
            act,
            statement.DraftId,
            statement.Version,
            null,
            found => RecordAsync(act, found, new(statement, proof), comment.Trim(), holds, authority, cancellationToken),
            cancellationToken
        );
    }

    private static Act Act(Actor actor, ConcurrenceStatement statement) =>
        new(AuditTypes.Review, actor, statement.DraftId)
        {
            Facts = new()
            {
                ["version"] = statement.Version,
                ["decision"] = "concur",
                ["onBehalfOf"] = actor.OnBehalfOf,
            },
        };

    private async Task<Refusal?> RecordAsync(
        Act act,
        FoundVersion found,
        Concurrence given,
        string comment,
        bool holds,
        Authority authority,
        CancellationToken cancellationToken
    )
    {
        var (actor, draft, version, statement) = (act.Actor, found.Draft, found.Version, given.Statement);
        if (draft.State != DraftState.InReview)
            return found.NoLongerAwaiting;
        var stages = await found.StagesAsync(cancellationToken);
        if (
            stages.FirstOrDefault(s => s.Name == statement.Stage) is not { State: StageState.Open } stage
            || stage.RoleId != actor.RoleId
        )
            return DecisionRefusals.StageNotOpen.Of(statement.Stage);
        var plan = StagePlan.For(version.Content, authority.Book.PolicyOf(version.Content.From.Address.Domain), policies);
        if (plan.Stages.FirstOrDefault(s => s.Name == statement.Stage) is not { } rule)
            return DecisionRefusals.StageGone;
        if (stage.TakenBy is { } taken && taken != actor.Name)
            return DecisionRefusals.TakenByAnother.Of(stage.TakenByName ?? taken);
        if (ReviewRules.Objection(version, rule, statement, authority, policies, found.Now) is { } objection)
            return objection;
        if (!holds)
            return ReviewRefusals.NotProven;
        var before = await found
            .Work.Context.Decisions.Where(d =>
                d.DraftId == draft.Id && d.Version == draft.Version && d.Kind == DecisionKind.Concurred && d.Stage == stage.Name
            )
            .Select(d => d.Concurrence!)
            .ToListAsync(cancellationToken);
        var counted = ReleaseRules.Concurring(
            version,
            rule,
            [.. before.Select(StatementCodec.ReadConcurrence), given],
            authority,
            (said, _) => said != (Statement)statement ? said.At : found.Now,
            policies
        );
        if (counted <= before.Count)
            return DecisionRefusals.ConcurredAlready;
        // from here on they are those of this version: what is said before that is anybody's text
        (act.Facts["stage"], act.Facts["contentHash"]) = (stage.Name, version.ContentHash);
        (act.Facts["statement"], act.Facts["method"]) = (statement.Digest(), given.Proof.Method.ToWord());
        await found.Life.ConcurAsync(stage, stages, given, counted, comment, precedences.Value, cancellationToken);
        return null;
    }
}
