using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Release;

/// <summary>A message on the sheet, with the values it would leave with.</summary>
/// <param name="Shown">The version as it is shown.</param>
/// <param name="Filled">What the system fills in, fixed when the sheet opens.</param>
public sealed record BulkEntry(OpenVersion Shown, SystemFilled Filled);

/// <summary>What came of one message.</summary>
/// <param name="DraftId">The message.</param>
/// <param name="Outcome">Released, or why not.</param>
public sealed record BulkResult(Guid DraftId, Outcome Outcome);

/// <summary>Several messages released in one sitting, where that is safe: each still has its own statement, proof and decision.</summary>
public sealed class BulkRelease(PortalRecords records, ReleaseDesk office)
{
    /// <summary>More than these nobody has looked at.</summary>
    public const int Most = 25;

    /// <summary>Why these lines of the queue cannot be released together; null when they can.</summary>
    public static Refusal? Objection(IReadOnlyCollection<QueueLine> lines) =>
        Objection(
            lines.Count,
            lines.All(line => line.Stage is null),
            lines.All(line => line.Urgency <= (short)Precedence.Routine),
            lines.Select(line => line.LabelId).Distinct().Count()
        );

    /// <summary>Opens the messages anew; an empty sheet comes with its reason.</summary>
    public async Task<(ImmutableArray<BulkEntry> Sheet, Refusal? Why)> OpenAsync(
        Actor actor,
        IReadOnlyList<Guid> drafts,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayRelease())
        {
            await records.AuditAsync(Denials.Of(actor, "bulk release", null), cancellationToken);
            return ([], CommonRefusals.NotPermitted);
        }
        var sheet = ImmutableArray.CreateBuilder<BulkEntry>();
        foreach (var id in drafts.Distinct().Take(Most + 1))
            if (await office.OpenAsync(actor, id, cancellationToken) is { } open)
                sheet.Add(new(open, office.Prepare(open)));
        return Objection(sheet) is { } why ? ([], why) : (sheet.ToImmutable(), null);
    }

    /// <summary>Releases the chosen messages one after the other. It stops where the person calls it off or cannot prove himself; the rest is not tried.</summary>
    /// <param name="actor">Who says yes.</param>
    /// <param name="chosen">From the sheet he was shown.</param>
    /// <param name="prove">What proves a statement; null: called off.</param>
    /// <param name="done">Told after each message.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    public async Task<Outcome> ReleaseAsync(
        Actor actor,
        IReadOnlyList<BulkEntry> chosen,
        Func<Statement, Task<GivenApproval?>> prove,
        Action<BulkResult> done,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayRelease())
        {
            await records.AuditAsync(Denials.Of(actor, "bulk release", null), cancellationToken);
            return Outcome.Refused(CommonRefusals.NotPermitted);
        }
        if (Objection(chosen) is { } why)
            return Outcome.Refused(why);
        foreach (var one in chosen)
        {
            var statement = office.Statement(actor, one.Shown, one.Filled);
            if (await prove(statement) is not { } said)
                return Outcome.Done;
            var outcome = await office.ReleaseAsync(actor, one.Shown.Revision, statement, said, cancellationToken);
            if (outcome.Refusals.Any(refusal => refusal.Field == ReleaseDesk.PasswordField))
                return outcome;
            done(new(one.Shown.Version.DraftId, outcome));
        }
        return Outcome.Done;
    }

    private static Refusal? Objection(IReadOnlyCollection<BulkEntry> sheet) =>
        Objection(
            sheet.Count,
            sheet.All(one => one.Shown is { State: DraftState.ReadyForRelease, IsReleaser: true }),
            sheet.All(one => one.Shown.Version.Content.GoverningPrecedence <= Precedence.Routine),
            sheet.Select(one => one.Shown.Version.Content.Label.ToKey()).Distinct(StringComparer.Ordinal).Count()
        );

    private static Refusal? Objection(int count, bool ready, bool routine, int labels)
    {
        if (count == 0)
            return DecisionRefusals.NothingMarked;
        if (count > Most)
            return DecisionRefusals.TooManyMarked.Of(Most);
        if (!ready)
            return DecisionRefusals.NotAllAwaiting;
        if (!routine)
            return DecisionRefusals.TooUrgentTogether;
        return labels > 1 ? DecisionRefusals.SeveralLabels : null;
    }
}
