using System.Security.Cryptography;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>Everything a releaser does. Each act is authorised here again, and what it approves is bound to the hash shown.</summary>
public sealed class ReleaseDesk(
    PortalRecords records,
    ReviewReader reader,
    ReleaseCheck check,
    ReleaseWriter writer,
    ProofDesk proofs,
    IApprovals approvals,
    PolicyCatalog policies,
    OutboxSignal outbox,
    TimeProvider time
)
{
    /// <summary>Where a wrong password is shown.</summary>
    public const string PasswordField = "release-password";

    /// <summary>How long what a dialog shows may be said yes to.</summary>
    public static readonly TimeSpan DialogLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The current version of a draft; null when there is none the actor may see.</summary>
    public Task<OpenVersion?> OpenAsync(Actor actor, Guid draftId, CancellationToken cancellationToken) =>
        reader.OpenAsync(actor, draftId, cancellationToken);

    /// <summary>What the system fills in, fixed when the release dialog opens.</summary>
    public SystemFilled Prepare(OpenVersion open) => SystemFilled.For(open.Version.Content, time.GetUtcNow(), NewToken());

    /// <summary>What the actor would say yes to.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="shown">The version as he was shown it.</param>
    /// <param name="filled">What the dialog showed.</param>
    /// <param name="breakGlass">Why he releases alone; null: he does not.</param>
    /// <param name="minimizeConsidered">Whether he states that the MINIMIZE in force was considered.</param>
    public ApprovalStatement Statement(
        Actor actor,
        OpenVersion shown,
        SystemFilled filled,
        string? breakGlass = null,
        bool minimizeConsidered = false
    ) =>
        new(
            shown.Version.DraftId,
            shown.Version.Number,
            shown.Version.ContentHash,
            filled,
            actor.Name,
            actor.Mailbox,
            actor.Role.Address,
            Messages.Release.Statement.Moment(time.GetUtcNow())
        )
        {
            Drafter = shown.Version.LastEditor,
            OnBehalfOf = actor.OnBehalfOf,
            BreakGlass = breakGlass,
            MinimizeConsidered = minimizeConsidered,
        };

    /// <summary>Approves exactly this version with exactly these values by the password typed again, and lets it go.</summary>
    public Task<Outcome> ReleaseAsync(
        Actor actor,
        OpenVersion shown,
        SystemFilled filled,
        string password,
        CancellationToken cancellationToken
    )
    {
        var statement = Statement(actor, shown, filled);
        return ReleaseAsync(actor, shown.Revision, statement, new GivenApproval(statement, null, password), cancellationToken);
    }

    /// <summary>Approves what the statement says by a yes as a page got it: a passkey's, or the password typed again.</summary>
    public async Task<Outcome> ReleaseAsync(
        Actor actor,
        int revision,
        ApprovalStatement statement,
        GivenApproval said,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayRelease())
            return await records.RefuseAsync(Act(actor, statement), CommonRefusals.NotPermitted, cancellationToken);
        if (said.Proof is { } given)
            return await ReleaseAsync(actor, revision, statement, given, cancellationToken);
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, said.Password, PasswordField, cancellationToken);
        return proof is null
            ? await records.RefuseAsync(Act(actor, statement), why!, cancellationToken)
            : await ReleaseAsync(actor, revision, statement, proof, cancellationToken);
    }

    /// <summary>Approves what the statement says, proven as the signing service will want it, and lets it go.</summary>
    /// <param name="actor">Who says it.</param>
    /// <param name="revision">Of the draft as it was shown.</param>
    /// <param name="statement">What he says yes to.</param>
    /// <param name="proof">That it is his.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome> ReleaseAsync(
        Actor actor,
        int revision,
        ApprovalStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        var act = Act(actor, statement);
        if (!actor.Function.MayRelease())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var now = time.GetUtcNow();
        if (Unfit(actor, statement, now) is { } unfit)
            return await records.RefuseAsync(act, unfit, cancellationToken);
        var (holds, stop) = await proofs.HoldsAsync(actor, statement, proof, cancellationToken);
        if (stop is not null)
            return await records.RefuseAsync(act, stop, cancellationToken);
        var authority = await approvals.AuthorityAsync(cancellationToken);
        var looked = await check.LookAsync(actor, statement, cancellationToken);
        if (looked.Refusals is { IsEmpty: false } stops)
            return await records.RefuseAsync(act, stops, cancellationToken);
        var outcome = await records.RunAsync(
            act,
            async work =>
            {
                if (
                    await reader.FindAsync(work.Context, actor, statement.DraftId, cancellationToken)
                        is not var (draft, version, row)
                    || draft.RoleId != actor.RoleId
                )
                    return CommonRefusals.NotFound;
                if (Misplaced(draft, statement, revision, actor) is { } misplaced)
                    return misplaced;
                var decision = ReleaseRules.Decide(
                    new(
                        version,
                        new(statement, proof),
                        await work.Context.ConcurrencesAsync(statement.DraftId, statement.Version, cancellationToken)
                    ),
                    authority,
                    (said, _) =>
                        said != (Statement)statement ? said.At
                        : holds ? now
                        : null,
                    policies,
                    now
                );
                if (decision is not ReleaseDecision.Granted { Message: var released })
                    return ((ReleaseDecision.Refused)decision).Reason;
                await writer.WriteAsync(work, act, new(draft, row, released, looked), now, cancellationToken);
                return null;
            },
            cancellationToken
        );
        if (outcome.IsDone)
            outbox.Signal();
        return outcome;
    }

    private static Act Act(Actor actor, ApprovalStatement statement) =>
        new(statement.BreakGlass is null ? AuditTypes.Release : AuditTypes.BreakGlass, actor, statement.DraftId)
        {
            Facts = new() { ["version"] = statement.Version },
        };

    private static Refusal? Unfit(Actor actor, ApprovalStatement statement, DateTimeOffset now)
    {
        if (
            statement.Releaser != actor.Name
            || statement.ReleaserMailbox != actor.Mailbox
            || statement.Role != actor.Role.Address
            || statement.OnBehalfOf != actor.OnBehalfOf
            || (now - statement.At).Duration() > DialogLifetime
            || (now - statement.Filled.Date).Duration() > DialogLifetime
        )
            return DecisionRefusals.DialogTooOld;
        return statement.BreakGlass is { Length: > ReviewDesk.MaxWords } reason
            ? DecisionRefusals.TooLong.Of(reason.Length, ReviewDesk.MaxWords, "break-glass-reason")
            : null;
    }

    private static Refusal? Misplaced(DraftRow draft, ApprovalStatement statement, int revision, Actor actor)
    {
        if (draft.Version != statement.Version)
            return DecisionRefusals.Overtaken.Of(draft.Version);
        var lawful = statement.BreakGlass is null
            ? draft.State == DraftState.ReadyForRelease
            : draft.State.MayBecome(DraftState.Releasing) && draft.State != DraftState.ReleaseFailed;
        if (!lawful)
            return DecisionRefusals.NoLongerAwaiting.Of(draft.State.ToWord(), draft.Version);
        if (draft.Revision != revision)
            return CommonRefusals.ChangedMeanwhile;
        return draft.TakenBy is { } taken && taken != actor.Name
            ? DecisionRefusals.TakenByAnother.Of(draft.TakenByName ?? taken)
            : null;
    }

    // Crockford's alphabet: no letter that is read as a digit over a radio
    private static string NewToken() => RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16);
}
