using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.People;

namespace Mmhs.Portal.Compose;

/// <summary>A comment on a draft.</summary>
/// <param name="Version">The version it was made on; 0: before there was one.</param>
/// <param name="Field">What it is about; null: the whole message.</param>
/// <param name="By">Sign-in name of who made it.</param>
/// <param name="ByName">What others see of him.</param>
/// <param name="ResolvedBy">Who settled it; null: nobody yet.</param>
/// <param name="ResolvedAt">When; null with him.</param>
/// <param name="Mentions">Sign-in names it calls.</param>
public sealed record CommentLine(
    Guid Id,
    int Version,
    string? Field,
    CommentKind Kind,
    string Text,
    string By,
    string ByName,
    DateTimeOffset At,
    string? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    ImmutableArray<string> Mentions
)
{
    public bool IsOpen => ResolvedAt is null;
}

/// <summary>A comment that names the actor and that he has not looked at yet.</summary>
public sealed record Mentioned(Guid DraftId, string Subject, string ByName, CommentKind Kind, string? Field, DateTimeOffset At);

/// <summary>What drafters, reviewers and releasers of a role say to each other about a draft. Whoever may see the draft may speak.</summary>
public sealed partial class CommentDesk(PortalRecords records, LabelAccess gate, TimeProvider time)
{
    // unread mentions beyond these are looked at when others were read
    private const int MostUnread = 500;

    /// <summary>How many must-fix comments on the draft are not settled.</summary>
    public static Task<int> OpenMustFixAsync(PortalContext context, Guid draftId, CancellationToken cancellationToken) =>
        context.Comments.CountAsync(
            comment => comment.DraftId == draftId && comment.Kind == CommentKind.MustFix && comment.ResolvedAt == null,
            cancellationToken
        );

    /// <summary>
    /// All comments of a draft, oldest first; null when there is none the actor may see. One made under a label he may not see is left out, and so is one
    /// made on a version he may not see; one made while there was no label is seen as <see cref="DraftVisibility"/> says. What he said himself he sees.
    /// </summary>
    public async Task<IReadOnlyList<CommentLine>?> ListAsync(Actor actor, Guid draftId, CancellationToken cancellationToken)
    {
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        if (await records.FindDraftAsync(context, gate, actor, draftId, cancellationToken) is null)
            return null;
        var (all, writer) = LabelAccess.UnlabelledOf(actor);
        var rows = await context
            .Comments.AsNoTracking()
            .Where(comment =>
                comment.DraftId == draftId
                && (comment.LabelId == null ? all || comment.By == writer : readable.Contains(comment.LabelId.Value))
            )
            .OrderBy(comment => comment.At)
            .ToListAsync(cancellationToken);
        var heard = await context.HeardAsync(
            gate,
            actor,
            rows.Select(comment => (comment.DraftId, comment.Version)),
            cancellationToken
        );
        rows =
        [
            .. rows.Where(comment =>
                comment.Version == 0 || comment.By == actor.Name || heard.Contains((comment.DraftId, comment.Version))
            ),
        ];
        var ids = rows.Select(comment => comment.Id).ToList();
        var mentions = (
            await context.Mentions.AsNoTracking().Where(mention => ids.Contains(mention.CommentId)).ToListAsync(cancellationToken)
        ).ToLookup(mention => mention.CommentId, mention => mention.Name);
        return
        [
            .. rows.Select(comment => new CommentLine(
                comment.Id,
                comment.Version,
                comment.Field,
                comment.Kind,
                comment.Text,
                comment.By,
                comment.ByName,
                comment.At,
                comment.ResolvedBy,
                comment.ResolvedAt,
                [.. mentions[comment.Id].Order(StringComparer.OrdinalIgnoreCase)]
            )),
        ];
    }

    /// <summary>Says something about a field, or about the whole message; an answer is just another comment.</summary>
    public async Task<Outcome> AddAsync(
        Actor actor,
        Guid draftId,
        string? field,
        CommentKind kind,
        string text,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.CommentAdded, actor, draftId);
        if (!actor.Function.MayReadDrafts())
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var words = text.ReplaceLineEndings("\n").Trim();
        if (Objection(field, kind, words) is { } wrong)
            return Outcome.Refused(wrong);
        await using var context = await records.ReadAsync(cancellationToken);
        if (await records.FindDraftAsync(context, gate, actor, draftId, cancellationToken) is not { } draft)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (draft.State is DraftState.Releasing or DraftState.Released or DraftState.Withdrawn or DraftState.Expired)
            return Outcome.Refused(DraftRefusals.CommentingOver.Of(draft.State.ToWord()));
        var called = await CalledAsync(context, actor, draft, words, cancellationToken);
        return await records.RunAsync(
            act,
            work =>
            {
                var now = time.GetUtcNow();
                var comment = new CommentRow
                {
                    Id = Guid.CreateVersion7(now),
                    DraftId = draftId,
                    Version = draft.Version,
                    Field = field,
                    Kind = kind,
                    Text = words,
                    LabelId = draft.LabelId,
                    By = actor.Name,
                    ByName = actor.DisplayName,
                    At = now,
                };
                work.Context.Comments.Add(comment);
                foreach (var (person, name) in called)
                    work.Context.Mentions.Add(
                        new MentionRow
                        {
                            CommentId = comment.Id,
                            PersonId = person,
                            RoleId = draft.RoleId,
                            Name = name,
                        }
                    );
                (act.Facts["kind"], act.Facts["field"]) = (kind.ToWord(), field);
                (act.Facts["comment"], act.Facts["version"]) = (comment.Id.ToString("D"), draft.Version);
                act.Facts["mentions"] = CanonicalValue.List(called.Select(one => one.Name));
                work.Changed(ChangeTopic.Comments);
                return Task.FromResult<Refusal?>(null);
            },
            cancellationToken
        );
    }

    private static Refusal? Objection(string? field, CommentKind kind, string words)
    {
        if (words.Length == 0)
            return DraftRefusals.EmptyComment;
        if (words.Length > CommentLimits.MaxText)
            return DraftRefusals.CommentTooLong.Of(words.Length, CommentLimits.MaxText);
        if (words.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
            return DraftRefusals.CommentHidden.Of("a control character");
        if (HiddenCharacters.FirstReordering(words) is { } turning)
            return DraftRefusals.CommentHidden.Of($"{turning}, which changes the order in which words are shown");
        return (field is not null && !FormFields.Exists(field)) || !Enum.IsDefined(kind) ? DraftRefusals.NoSuchField : null;
    }

    /// <summary>Ticks a comment off.</summary>
    public Task<Outcome> ResolveAsync(Actor actor, Guid commentId, CancellationToken cancellationToken) =>
        SettleAsync(actor, commentId, true, cancellationToken);

    /// <summary>Takes the tick away again.</summary>
    public Task<Outcome> ReopenAsync(Actor actor, Guid commentId, CancellationToken cancellationToken) =>
        SettleAsync(actor, commentId, false, cancellationToken);

    /// <summary>How many comments call the actor, in the role he acts in, that he has not looked at.</summary>
    public async Task<int> UnreadAsync(Actor actor, CancellationToken cancellationToken) =>
        (await MentionedAsync(actor, 100, cancellationToken)).Count;

    /// <summary>The comments that call the actor and that he has not looked at, latest first; only on drafts he may see.</summary>
    public async Task<IReadOnlyList<Mentioned>> MentionedAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayReadDrafts())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        var (all, writer) = LabelAccess.UnlabelledOf(actor);
        await using var context = await records.ReadAsync(cancellationToken);
        var called = await (
            from mention in context.Mentions
            where mention.PersonId == actor.PersonId && mention.RoleId == actor.RoleId && mention.ReadAt == null
            join comment in context.Comments on mention.CommentId equals comment.Id
            join draft in context.Drafts on comment.DraftId equals draft.Id
            where draft.LabelId == null ? all || draft.LastEditor == writer : readable.Contains(draft.LabelId.Value)
            where comment.LabelId == null ? all : readable.Contains(comment.LabelId.Value)
            orderby comment.At descending
            select new
            {
                comment.Version,
                Line = new Mentioned(draft.Id, draft.Subject, comment.ByName, comment.Kind, comment.Field, comment.At),
            }
        )
            .Take(MostUnread)
            .ToListAsync(cancellationToken);
        var heard = await context.HeardAsync(
            gate,
            actor,
            called.Select(one => (one.Line.DraftId, one.Version)),
            cancellationToken
        );
        return
        [
            .. called
                .Where(one => one.Version == 0 || heard.Contains((one.Line.DraftId, one.Version)))
                .Select(one => one.Line)
                .Take(take),
        ];
    }

    /// <summary>The actor has the draft before him: what calls him there is read.</summary>
    public async Task ReadAsync(Actor actor, Guid draftId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var read = await work
            .Context.Mentions.Where(mention =>
                mention.PersonId == actor.PersonId
                && mention.RoleId == actor.RoleId
                && mention.ReadAt == null
                && work.Context.Comments.Any(comment => comment.Id == mention.CommentId && comment.DraftId == draftId)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(mention => mention.ReadAt, now), cancellationToken);
        if (read > 0)
            work.Changed(ChangeTopic.Comments, actor.PersonId);
        await work.CommitAsync(cancellationToken);
    }

    private async Task<Outcome> SettleAsync(Actor actor, Guid commentId, bool settled, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var about = await context
            .Comments.AsNoTracking()
            .Where(comment => comment.Id == commentId)
            .Select(comment => (Guid?)comment.DraftId)
            .SingleOrDefaultAsync(cancellationToken);
        if (
            about is not { } draftId
            || await ListAsync(actor, draftId, cancellationToken) is not { } seen
            || seen.All(line => line.Id != commentId)
        )
            return Outcome.Refused(CommonRefusals.NotFound);
        await using var work = await records.BeginAsync(cancellationToken);
        var row = await work.Context.Comments.SingleAsync(comment => comment.Id == commentId, cancellationToken);
        if (row.ResolvedAt is not null == settled)
            return Outcome.Done;
        row.ResolvedBy = settled ? actor.Name : null;
        row.ResolvedAt = settled ? time.GetUtcNow() : null;
        work.Audit(
            new Act(settled ? AuditTypes.CommentResolved : AuditTypes.CommentReopened, actor, draftId)
            {
                Facts = new() { ["comment"] = commentId.ToString("D"), ["kind"] = row.Kind.ToWord() },
            }.Done()
        );
        work.Changed(ChangeTopic.Comments);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    // Only people of the role who may see the draft are called; to anybody else the comment would tell that there is one.
    private async Task<IReadOnlyList<(Guid Person, string Name)>> CalledAsync(
        PortalContext context,
        Actor actor,
        DraftRow draft,
        string text,
        CancellationToken cancellationToken
    )
    {
        var names = Mention().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0)
            return [];
        var members = await (
            from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
            where membership.RoleId == draft.RoleId
            join person in context.Users on membership.PersonId equals person.Id
            where person.DeactivatedAt == null
            select new
            {
                person.Id,
                Name = person.UserName!,
                person.Clearances,
                membership.Function,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var label = FormCodec.Read(draft.Form).Label;
        var version = await context
            .Versions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.DraftId == draft.Id && v.Number == draft.Version, cancellationToken);
        SecurityLabel?[] labels = version is null ? [label] : [label, version.Read().Content.Label];
        return
        [
            .. members
                .Where(member => names.Contains(member.Name) && member.Id != actor.PersonId && member.Function.MayReadDrafts())
                .Where(member =>
                    labels.All(one =>
                        MayBeTold(one, member.Function, ClearanceKey.ParseAll(member.Clearances), actor.OrganisationClearances)
                    )
                )
                .Select(member => (member.Id, member.Name))
                .Distinct(),
        ];
    }

    private bool MayBeTold(
        SecurityLabel? label,
        RoleFunction function,
        ImmutableArray<Clearance> held,
        ImmutableArray<Clearance> organisation
    ) =>
        label is null
            ? LabelAccess.UnlabelledOf(function, null, held, organisation).IsAll
            : gate.Decide(label, held) is AccessDecision.Permit && gate.Decide(label, organisation) is AccessDecision.Permit;

    [GeneratedRegex(@"(?<![\w@.])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)", RegexOptions.None, 1000)]
    private static partial Regex Mention();
}
