using System.Collections.Immutable;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>A message whose release was authorised. Only <see cref="ReleaseRules"/> makes one.</summary>
public sealed record ReleasedMessage
{
    internal ReleasedMessage(MessageVersion version, Approval approval) => (Version, Approval) = (version, approval);

    public MessageVersion Version { get; }

    public Approval Approval { get; }

    public SystemFilled Filled => Approval.Statement.Filled;
}

/// <summary>Released, or why not.</summary>
public abstract record ReleaseDecision
{
    private ReleaseDecision() { } // closed: these two and no more

    public sealed record Granted(ReleasedMessage Message) : ReleaseDecision;

    public sealed record Refused(Refusal Reason) : ReleaseDecision;
}

/// <summary>All that speaks for letting a version go.</summary>
/// <param name="Version">What is to be released.</param>
/// <param name="Approval">The releaser's yes.</param>
/// <param name="Concurrences">The reviewers' yeses, of this version and others; what does not count is passed over.</param>
public sealed record ReleaseRequest(MessageVersion Version, Approval Approval, ImmutableArray<Concurrence> Concurrences);

/// <summary>Says whether a version may be released. The portal asks it before it lets go, and the signing service again before it signs.</summary>
public static class ReleaseRules
{
    /// <summary>How long after the yes the message may still be signed: longer than any outage of the signing service we wait out.</summary>
    public static readonly TimeSpan ApprovalLifetime = TimeSpan.FromHours(12);

    /// <summary>How far the clocks of two of our machines may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <param name="request">What speaks for it.</param>
    /// <param name="authority">Rights, policies and deputies, as the caller knows them.</param>
    /// <param name="provenAt">When, by the caller's clock, a statement was proven to be its person's; null: it was not. The time a statement names itself only orders.</param>
    /// <param name="policies">The label policies in force.</param>
    /// <param name="now">The caller's clock.</param>
    public static ReleaseDecision Decide(
        ReleaseRequest request,
        Authority authority,
        Func<Statement, Proof, DateTimeOffset?> provenAt,
        PolicyCatalog policies,
        DateTimeOffset now
    )
    {
        var (version, approval, concurrences) = request;
        var statement = approval.Statement;
        if (
            statement.DraftId != version.DraftId
            || statement.Version != version.Number
            || statement.ContentHash != version.ContentHash
        )
            return Refused(ReleaseRefusals.OtherVersion);
        if (
            authority.Book.Find(statement.Releaser) is not { } person
            || person.Name != statement.Releaser
            || person.Mailbox != statement.ReleaserMailbox
        )
            return Refused(ReleaseRefusals.NoRight.Of(statement.Releaser, version.Content.From.Address));
        if (statement.Drafter != version.LastEditor)
            return Refused(ReleaseRefusals.OtherVersion);
        if (statement.Role != version.Content.From.Address)
            return Refused(ReleaseRefusals.NoRight.Of(statement.Releaser, version.Content.From.Address));
        var proven = provenAt(statement, approval.Proof);
        // by the moment of the yes: a deputy's time that ends while the message waits to be signed does not undo what he decided in it
        if (
            Entitlement.Objection(
                version,
                person,
                statement.OnBehalfOf,
                statement.BreakGlass is not null,
                authority,
                policies,
                proven ?? now
            ) is
            { } objection
        )
            return new ReleaseDecision.Refused(objection);
        if (proven is not { } said)
            return Refused(ReleaseRefusals.NotProven);
        // what was approved to wait is not old when its time comes
        var counted = version.Content.Optional.DeferUntil is { } held && held.At > said ? held.At : said;
        if (said > now + ClockSkew || now - counted > ApprovalLifetime)
            return Refused(ReleaseRefusals.TooOld);
        if (Filled(version, statement.Filled) is { } unfit)
            return new ReleaseDecision.Refused(unfit);
        if (statement.BreakGlass is { } reason)
        {
            if (string.IsNullOrWhiteSpace(reason))
                return Refused(ReleaseRefusals.ReasonMissing);
        }
        else if (Unpassed(version, concurrences, authority, provenAt, policies) is { } stage)
        {
            return Refused(ReleaseRefusals.StageNotPassed.Of(stage.Name, stage.Role));
        }
        return new ReleaseDecision.Granted(new ReleasedMessage(version, approval));
    }

    /// <summary>The first stage of the version's plan that has not the concurrences it needs; null when all have.</summary>
    public static StageRule? Unpassed(
        MessageVersion version,
        ImmutableArray<Concurrence> concurrences,
        Authority authority,
        Func<Statement, Proof, DateTimeOffset?> provenAt,
        PolicyCatalog policies
    ) =>
        StagePlan
            .For(version.Content, authority.Book.PolicyOf(version.Content.From.Address.Domain), policies)
            .Stages.FirstOrDefault(stage =>
                Concurring(version, stage, concurrences, authority, provenAt, policies) < authority.Book.Needed(stage, version)
            );

    /// <summary>How many different people concurred at a stage in a way that counts; a principal and his deputy are one.</summary>
    public static int Concurring(
        MessageVersion version,
        StageRule stage,
        ImmutableArray<Concurrence> concurrences,
        Authority authority,
        Func<Statement, Proof, DateTimeOffset?> provenAt,
        PolicyCatalog policies
    )
    {
        var heard = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var count = 0;
        foreach (var (statement, proof) in concurrences.Where(one => one.Statement.Stage == stage.Name))
        {
            var names = statement.OnBehalfOf is { } principal ? new[] { statement.Reviewer, principal } : [statement.Reviewer];
            if (
                names.Any(heard.Contains)
                || provenAt(statement, proof) is not { } said
                || ReviewRules.Objection(version, stage, statement, authority, policies, said) is not null
            )
                continue;
            heard.UnionWith(names);
            count++;
        }
        return count;
    }

    private static Refusal? Filled(MessageVersion version, SystemFilled filled)
    {
        var content = version.Content;
        if (content.Dtg is { } typed && typed != filled.Dtg)
            return ReleaseRefusals.FilledInWrongly.Of("DTG");
        if (
            filled.EnvelopeIds.Length != CopyPlan.Of(content).Length
            || filled.EnvelopeIds.Distinct().Count() != filled.EnvelopeIds.Length
        )
            return ReleaseRefusals.FilledInWrongly.Of("identifiers of the copies");
        if (!filled.MessageId.Value.EndsWith("@" + content.From.Address.Domain, StringComparison.Ordinal))
            return ReleaseRefusals.FilledInWrongly.Of("message identifier");
        return null;
    }

    private static ReleaseDecision.Refused Refused(Refusal reason) => new(reason);
}
