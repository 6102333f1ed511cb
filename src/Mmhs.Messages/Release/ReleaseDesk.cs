using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>A message whose release was authorised. Only <see cref="ReleaseDesk"/> makes one.</summary>
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

/// <summary>Says whether an approval releases a version. The portal asks it before it lets go, and the signing service again before it signs.</summary>
public static class ReleaseDesk
{
    /// <summary>How long after the yes the message may still be signed: longer than any outage of the signing service we wait out.</summary>
    public static readonly TimeSpan ApprovalLifetime = TimeSpan.FromHours(12);

    /// <summary>How far the clocks of two of our machines may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    /// <param name="version">What is to be released.</param>
    /// <param name="approval">The yes.</param>
    /// <param name="proofHolds">Whether the proof was checked and is the releaser's; the caller has the cryptography.</param>
    /// <param name="releaser">Who the caller knows under the approval's name; null when nobody.</param>
    /// <param name="policies">The policies in force.</param>
    /// <param name="now">The caller's clock.</param>
    public static ReleaseDecision Decide(
        MessageVersion version, Approval approval, bool proofHolds, Releaser? releaser, PolicyCatalog policies, DateTimeOffset now)
    {
        var statement = approval.Statement;
        if (statement.DraftId != version.DraftId || statement.Version != version.Number || statement.ContentHash != version.ContentHash)
            return Refused("REL-002", "The approval is for other content than this version. Open the current version and decide again.");
        if (releaser is null || releaser.Name != statement.Releaser || releaser.Mailbox != statement.ReleaserMailbox)
            return Refused("REL-003", $"{statement.Releaser} is not entitled to release. Ask a releaser of this role.");
        if (string.Equals(version.LastEditor, statement.Releaser, StringComparison.OrdinalIgnoreCase))
            return Refused("REL-001", "The drafter may not release. Ask another releaser of this organisation.");
        if (!proofHolds)
            return Refused("REL-007", "The approval is not proven. Type the password of the account again.");
        if (statement.At > now + ClockSkew || now - statement.At > ApprovalLifetime)
            return Refused("REL-006", "The approval is too old to act on. Open the version and decide again.");
        if (Filled(version, statement.Filled) is { } unfit) return new ReleaseDecision.Refused(unfit);

        var content = version.Content;
        if (statement.Role != content.From.Address || releaser.Rights.FirstOrDefault(r => r.Role == statement.Role) is not { } right)
            return Refused("REL-003", $"{statement.Releaser} has no right to release for {content.From.Address}. Ask a releaser of this role.");
        if (content.Action is { } action && action.Precedence > right.HighestAction)
            return Refused("REL-004", $"The action precedence is above the right of {statement.Releaser}. Ask a releaser with the right for it.");
        if (content.Information is { } information && information.Precedence > right.HighestInformation)
            return Refused("REL-004", $"The information precedence is above the right of {statement.Releaser}. Ask a releaser with the right for it.");
        if (AccessControl.Decide(content.Label, right.Ceiling, policies, now) is AccessDecision.Deny)
            return Refused("REL-005", $"The label is above what {statement.Releaser} may release. Ask a releaser cleared for it.");
        return new ReleaseDecision.Granted(new ReleasedMessage(version, approval));
    }

    private static Refusal? Filled(MessageVersion version, SystemFilled filled)
    {
        var content = version.Content;
        if (content.Dtg is { } typed && typed != filled.Dtg)
            return new("REL-008", "The DTG shown is not the one of this version. Open the release dialog again.");
        if (filled.EnvelopeIds.Length != CopyPlan.Of(content).Length || filled.EnvelopeIds.Distinct().Count() != filled.EnvelopeIds.Length)
            return new("REL-008", "The identifiers shown do not fit the copies of this version. Open the release dialog again.");
        if (!filled.MessageId.Value.EndsWith("@" + content.From.Address.Domain, StringComparison.Ordinal))
            return new("REL-008", "The message identifier shown is not of this organisation. Open the release dialog again.");
        return null;
    }

    private static ReleaseDecision.Refused Refused(string code, string text) => new(new Refusal(code, text));
}
