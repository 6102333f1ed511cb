using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Release;

/// <summary>A version on its way, as found for one act.</summary>
/// <param name="Work">The change the act is part of.</param>
/// <param name="Draft">Its draft.</param>
/// <param name="Version">Its current version.</param>
/// <param name="Life">Moves it.</param>
/// <param name="Now">When the act is done.</param>
public sealed record FoundVersion(
    PortalWork Work,
    DraftRow Draft,
    MessageVersion Version,
    DraftLifecycle Life,
    DateTimeOffset Now
)
{
    /// <summary>Stages of the version, in their order.</summary>
    public Task<List<StageRow>> StagesAsync(CancellationToken cancellationToken) =>
        DraftLifecycle.StagesAsync(Work.Context, Draft, cancellationToken);

    /// <summary>Said where the state it is in takes no decision of this kind.</summary>
    public Refusal NoLongerAwaiting => DecisionRefusals.NoLongerAwaiting.Of(Draft.State.ToWord(), Draft.Version);
}

/// <summary>The one way to act on a version on its way: found anew under the actor's rights, in the version he was shown, in a change of its own.</summary>
public sealed class ReviewActs(PortalRecords records, ReviewReader reader, TimeProvider time)
{
    /// <summary>Runs an act of somebody who decides.</summary>
    /// <param name="act">What he does, about a draft.</param>
    /// <param name="draftId">The draft.</param>
    /// <param name="shown">Number of the version he was shown.</param>
    /// <param name="revision">Of the draft as he was shown it; null: the act may follow another on the same version.</param>
    /// <param name="body">Does it, and says why not; null: it is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Outcome> RunAsync(
        Act act,
        Guid draftId,
        int shown,
        int? revision,
        Func<FoundVersion, Task<Refusal?>> body,
        CancellationToken cancellationToken
    ) =>
        !act.Actor.Function.MayReview()
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(
                act,
                async work =>
                {
                    if (
                        await reader.FindAsync(work.Context, act.Actor, draftId, cancellationToken) is not var (draft, version, _)
                    )
                        return CommonRefusals.NotFound;
                    if (draft.Version != shown)
                        return DecisionRefusals.Overtaken.Of(draft.Version);
                    if (revision is { } known && draft.Revision != known)
                        return CommonRefusals.ChangedMeanwhile;
                    var now = time.GetUtcNow();
                    return await body(new(work, draft, version, new DraftLifecycle(work, draft, act.Actor.Decides, now), now));
                },
                cancellationToken
            );

    /// <summary>The same for what he was shown on a page, and on nothing that followed.</summary>
    public Task<Outcome> RunAsync(
        Act act,
        OpenVersion shown,
        Func<FoundVersion, Task<Refusal?>> body,
        CancellationToken cancellationToken
    ) => RunAsync(act, shown.Version.DraftId, shown.Version.Number, shown.Revision, body, cancellationToken);
}
