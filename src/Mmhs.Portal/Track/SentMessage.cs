using Mmhs.Records.Release;

namespace Mmhs.Portal.Track;

/// <summary>A released message as the pages of what was sent show it.</summary>
/// <param name="Version">The version of its draft that was released.</param>
/// <param name="Number">Its place among all releases; lists go by it.</param>
/// <param name="Drafter">Sign-in name of who wrote it last.</param>
/// <param name="Releaser">Sign-in name of who let it go.</param>
/// <param name="Urgency">Governing precedence.</param>
/// <param name="Subject">Empty when it has none.</param>
/// <param name="LabelId">Number of its label.</param>
/// <param name="Dtg">Its date-time group.</param>
/// <param name="ReleasedAt">When the yes was given.</param>
/// <param name="Failure">Why it could not be sent; null: it could, or is on its way.</param>
public sealed record SentMessage(
    Guid Id,
    Guid DraftId,
    int Version,
    long Number,
    string MessageId,
    string Drafter,
    string Releaser,
    short Urgency,
    string Subject,
    int LabelId,
    DateTimeOffset Dtg,
    DateTimeOffset ReleasedAt,
    string? Failure
)
{
    /// <summary>When it was to leave.</summary>
    public DateTimeOffset LeavesAt { get; init; }

    /// <summary>For whom the releaser acted as deputy; null: for himself.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Released by break-glass.</summary>
    public bool ByOnePerson { get; init; }

    internal static SentMessage Of(ReleaseRow row) =>
        new(
            row.Id,
            row.DraftId,
            row.Version,
            row.Number,
            row.MessageId,
            row.Drafter,
            row.Releaser,
            row.Urgency,
            row.Subject,
            row.LabelId,
            row.Dtg,
            row.ReleasedAt,
            row.Failure
        )
        {
            LeavesAt = row.LeavesAt,
            OnBehalfOf = row.OnBehalfOf,
            ByOnePerson = row.ByOnePerson,
        };
}
