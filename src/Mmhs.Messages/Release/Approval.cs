using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>What a releaser says yes to: this content, these system-filled values, by this person in this role.</summary>
/// <param name="DraftId">The draft.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="ContentHash">Of that version.</param>
/// <param name="Filled">What the dialog showed.</param>
/// <param name="Releaser">Sign-in name.</param>
/// <param name="ReleaserMailbox">What MMHS-Authorizing-Users will say (RFC 7912 §4).</param>
/// <param name="Role">Address of the role he released in.</param>
/// <param name="At">When he said yes.</param>
public sealed record ApprovalStatement(
    Guid DraftId,
    int Version,
    string ContentHash,
    SystemFilled Filled,
    string Releaser,
    Mailbox ReleaserMailbox,
    EmailAddress Role,
    DateTimeOffset At
) : Statement
{
    /// <summary>Sign-in name of the version's last editor, as the releaser was shown it.</summary>
    public required string Drafter { get; init; }

    /// <summary>Sign-in name of the principal a deputy releases for; null: in his own right.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Why separation of duty and stages were set aside (break-glass); null: they were not.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>The releaser himself states that the MINIMIZE in force was considered and the message is needed, where its drafter did not.</summary>
    /// <remarks>His word and not the message's: the approved content stays what the stages concurred with, and no line is added to its text.</remarks>
    public bool MinimizeConsidered { get; init; }

    /// <summary>How this release meets a MINIMIZE in force.</summary>
    public MinimizeAnswer MinimizeAnswer =>
        BreakGlass is not null ? MinimizeAnswer.SetAside
        : MinimizeConsidered ? MinimizeAnswer.Considered
        : MinimizeAnswer.None;

    public override string Person => Releaser;

    internal override CanonicalObject ToCanonical()
    {
        var members = Members();
        // only where it was said: an approval given before there was such a member keeps its octets and its proof
        if (MinimizeConsidered)
            members["minimizeConsidered"] = true;
        return members;
    }

    private CanonicalObject Members() =>
        new()
        {
            ["v"] = 2,
            ["decision"] = "release",
            ["draft"] = DraftId.ToString("D"),
            ["version"] = Version,
            ["contentHash"] = ContentHash,
            ["drafter"] = Drafter,
            ["filled"] = Filled.ToCanonical(),
            ["releaser"] = Releaser,
            ["releaserName"] = ReleaserMailbox.DisplayName,
            ["releaserAddress"] = ReleaserMailbox.Address.ToString(),
            ["role"] = Role.ToString(),
            ["onBehalfOf"] = OnBehalfOf,
            ["breakGlass"] = BreakGlass,
            ["at"] = At,
        };
}

/// <summary>A yes with its proof, which the signing service checks by itself.</summary>
public sealed record Approval(ApprovalStatement Statement, Proof Proof);
