using System.Text.Json;
using Mmhs.Messages.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Admin;

/// <summary>A proposed book of rights as the keepers see it.</summary>
/// <param name="Before">Digest of the book it was made from.</param>
/// <param name="After">Digest of the book proposed.</param>
/// <param name="Book">That book, as it is stored.</param>
/// <param name="Newcomers">Digest over what people new in it prove themselves by; null: none are new.</param>
/// <param name="Reason">Why.</param>
/// <param name="ProposedBy">Sign-in name.</param>
/// <param name="ProposedByName">What others see of him.</param>
/// <param name="DecidedBy">Sign-in name; null while nobody decided.</param>
/// <param name="DecidedByName">What others see of him; null with him.</param>
/// <param name="Answer">Why not; null: nothing was said.</param>
internal sealed record Proposal(
    Guid Id,
    string Before,
    string After,
    string Book,
    string? Newcomers,
    string Reason,
    string ProposedBy,
    string ProposedByName,
    DateTimeOffset ProposedAt,
    ProposalState State,
    string? DecidedBy,
    string? DecidedByName,
    string? Answer
)
{
    internal static Proposal Of(BookProposalRow row) =>
        new(
            row.Id,
            row.Before,
            row.After,
            row.Book,
            BookStatement.DigestOf(VerifiersOf(row)),
            row.Reason,
            row.ProposedBy,
            row.ProposedByName,
            row.ProposedAt,
            row.State,
            row.DecidedBy,
            row.DecidedByName,
            row.Answer
        );

    /// <summary>What people new in the book are to prove themselves by, by sign-in name.</summary>
    internal static Dictionary<string, string> VerifiersOf(BookProposalRow row) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.FirstVerifiers) ?? [];
}
