using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>What a reviewer says yes to: this content, at this stage, in this role.</summary>
/// <param name="DraftId">The draft.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="ContentHash">Of that version.</param>
/// <param name="Stage">Name of the stage in the plan.</param>
/// <param name="Role">Address of the role that reviews at this stage.</param>
/// <param name="Reviewer">Sign-in name.</param>
/// <param name="OnBehalfOf">Sign-in name of the principal a deputy reviews for; null: by his own duty.</param>
/// <param name="At">When he said yes.</param>
public sealed record ConcurrenceStatement(
    Guid DraftId,
    int Version,
    string ContentHash,
    string Stage,
    EmailAddress Role,
    string Reviewer,
    string? OnBehalfOf,
    DateTimeOffset At
) : Statement
{
    public override string Person => Reviewer;

    internal override CanonicalObject ToCanonical() =>
        new()
        {
            ["v"] = 1,
            ["decision"] = "concur",
            ["draft"] = DraftId.ToString("D"),
            ["version"] = Version,
            ["contentHash"] = ContentHash,
            ["stage"] = Stage,
            ["role"] = Role.ToString(),
            ["reviewer"] = Reviewer,
            ["onBehalfOf"] = OnBehalfOf,
            ["at"] = At,
        };
}

/// <summary>A reviewer's yes with its proof; without those a policy demands the signing service does not sign.</summary>
public sealed record Concurrence(ConcurrenceStatement Statement, Proof Proof);
