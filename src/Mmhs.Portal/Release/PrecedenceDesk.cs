using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>The releaser changes how urgent a message is.</summary>
public sealed class PrecedenceDesk(
    PortalRecords records,
    ReviewActs acts,
    ReviewStart start,
    LabelAccess gate,
    IApprovals approvals
)
{
    /// <summary>Makes a new version, marked as his, that passes the stages of its kind again.</summary>
    /// <param name="actor">The releaser.</param>
    /// <param name="shown">The version as he was shown it.</param>
    /// <param name="action">Null: it has no action addressee.</param>
    /// <param name="information">Null: it has no information addressee.</param>
    /// <param name="words">Why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Outcome> ChangeAsync(
        Actor actor,
        OpenVersion shown,
        Precedence? action,
        Precedence? information,
        string words,
        CancellationToken cancellationToken
    )
    {
        var act = ReviewDesk.Act(AuditTypes.PrecedenceChanged, actor, shown);
        (act.Facts["action"], act.Facts["information"]) = (Number(action), Number(information));
        if (!actor.Function.MayRelease())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var said = words.Trim();
        if (said.Length is 0 or > ReviewDesk.MaxWords)
            return await records.RefuseAsync(
                act,
                DecisionRefusals.PrecedenceWithoutReason.Of(ReviewDesk.MaxWords),
                cancellationToken
            );
        var content = shown.Version.Content;
        if (
            (content.Action is null) != (action is null)
            || (content.Information is null) != (information is null)
            || (content.Action?.Precedence == action && content.Information?.Precedence == information)
        )
            return await records.RefuseAsync(act, DecisionRefusals.SamePrecedence, cancellationToken);
        var authority = await approvals.AuthorityAsync(cancellationToken);
        var label = await gate.NumberAsync(content.Label, cancellationToken);
        return await acts.RunAsync(
            act,
            shown,
            async found =>
            {
                var draft = found.Draft;
                if (draft.RoleId != actor.RoleId)
                    return CommonRefusals.NotPermitted;
                if (draft.State is not DraftState.ReadyForRelease)
                    return found.NoLongerAwaiting;
                var form = OptionalFieldRules.AtRelease(content.ToForm(), found.Now) with
                {
                    ActionPrecedence = action,
                    InformationPrecedence = information,
                };
                // a time in it may have passed since it was submitted
                var check = ComposeRules.Check(form, content.From, new ComposeLimits(), found.Now, []);
                if (check is not ComposeResult.Complete { Content: var changed })
                    return ((ComposeResult.Incomplete)check).Refusals[0];
                draft.Form = FormCodec.Write(form);
                draft.Version++;
                draft.Urgency = (short)(action ?? information)!.Value;
                // the words are still his; the change is marked as the releaser's
                var version = new MessageVersion(draft.Id, draft.Version, changed, shown.Version.LastEditor, found.Now)
                {
                    Writers = shown.Version.Writers,
                };
                var plan = StagePlan.For(changed, authority.Book.PolicyOf(content.From.Address.Domain), gate.Policies);
                var row = VersionRow.Of(version, label, draft.LastEditorName, plan.Rule);
                row.PrecedenceBy = actor.DisplayName;
                found.Work.Context.Versions.Add(row);
                var cannot = await start.BeginAsync(
                    found.Work,
                    found.Life,
                    version,
                    label,
                    authority,
                    actor.Name,
                    DecisionKind.PrecedenceChanged,
                    said,
                    cancellationToken
                );
                if (cannot is null)
                    (act.Facts["became"], act.Facts["contentHash"]) = (version.Number, version.ContentHash);
                return cannot;
            },
            cancellationToken
        );
    }

    private static CanonicalValue Number(Precedence? precedence) =>
        precedence is { } known ? (int)known : default(CanonicalValue);
}
