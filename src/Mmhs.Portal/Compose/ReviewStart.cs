using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Compose;

/// <summary>Puts a new version on its way: to its first stages, or straight to the releaser.</summary>
public sealed class ReviewStart(PolicyCatalog policies, IOptions<PrecedenceTable> precedences)
{
    /// <summary>Makes the version's stages and moves the draft; everything in the caller's transaction.</summary>
    /// <returns>Why it cannot begin; null when it did.</returns>
    public async Task<Refusal?> BeginAsync(
        PortalWork work,
        DraftRow draft,
        MessageVersion version,
        int label,
        Authority authority,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var content = version.Content;
        var plan = StagePlan.For(content, authority.Book.PolicyOf(content.From.Address.Domain), policies);
        var addresses = plan.Stages.Select(stage => stage.Role.ToString()).ToList();
        var roles = await work
            .Context.Roles.Where(role => addresses.Contains(role.Address))
            .ToDictionaryAsync(role => role.Address, role => role.Id, cancellationToken);
        if (plan.Stages.FirstOrDefault(stage => !roles.ContainsKey(stage.Role.ToString())) is { } homeless)
            return new(
                "REV-020",
                $"The stage {homeless.Name} is with {homeless.Role}, which is no mailbox here. An administrator must correct the release policy."
            );
        if (
            plan.Stages.FirstOrDefault(stage =>
                authority.Book.Reviewers(stage.Role, version.LastEditor).Count()
                < authority.Book.Needed(stage, version.LastEditor)
            ) is
            { } thin
        )
            return new(
                "REV-021",
                $"The stage {thin.Name} needs {authority.Book.Needed(thin, version.LastEditor)} to concur, and {thin.Role} has fewer reviewers beside you. An administrator must name more."
            );

        await EndAsync(work.Context, draft.Id, cancellationToken);
        var open = plan.Open(_ => false);
        foreach (var (stage, number) in plan.Stages.Select((stage, number) => (stage, number)))
        {
            var budget = stage.Budget.For(content.GoverningPrecedence);
            var isOpen = open.Contains(stage);
            work.Context.Stages.Add(
                new StageRow
                {
                    DraftId = draft.Id,
                    Version = version.Number,
                    Number = number,
                    Name = stage.Name,
                    Order = stage.Order,
                    RoleId = roles[stage.Role.ToString()],
                    Needed = authority.Book.Needed(stage, version.LastEditor),
                    State = isOpen ? StageState.Open : StageState.Waiting,
                    BudgetSeconds = (int)budget.TotalSeconds,
                    OpenedAt = isOpen ? now : null,
                    DueAt = isOpen ? now + budget : null,
                    Urgency = (short)content.GoverningPrecedence,
                    LabelId = label,
                }
            );
        }
        draft.TakenBy = draft.TakenByName = null;
        draft.HeldUntil = null;
        draft.HeldReason = draft.HeldBy = null;
        if (plan.Stages.IsEmpty)
            AwaitRelease(draft, precedences.Value, now);
        else
        {
            draft.State = DraftState.InReview;
            draft.Escalation = Escalation.None;
            draft.DueAt = null;
        }
        return null;
    }

    /// <summary>All stages are passed: the releaser's time begins.</summary>
    public static void AwaitRelease(DraftRow draft, PrecedenceTable precedences, DateTimeOffset now)
    {
        draft.State = DraftState.ReadyForRelease;
        draft.Escalation = Escalation.None;
        draft.DueAt = DueAt(draft, precedences, now);
    }

    /// <summary>When a draft that awaits release is brought to somebody else.</summary>
    public static DateTimeOffset DueAt(DraftRow draft, PrecedenceTable precedences, DateTimeOffset now) =>
        now + precedences.Of((Precedence)Math.Max((short)0, draft.Urgency)).Stage;

    /// <summary>Nobody is asked about this draft any longer.</summary>
    public static Task EndAsync(PortalContext context, Guid draftId, CancellationToken cancellationToken) =>
        context
            .Stages.Where(stage =>
                stage.DraftId == draftId && (stage.State == StageState.Open || stage.State == StageState.Waiting)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(stage => stage.State, StageState.Ended), cancellationToken);
}
