using System.Collections.Immutable;

namespace Mmhs.Messages.Audit;

/// <summary>A kind of audit entry: how it reads, and which facts it states.</summary>
/// <param name="Type">One of <see cref="AuditTypes"/>.</param>
/// <param name="Done">How one reads that went through.</param>
/// <param name="Refused">How one reads that was refused or failed; the same where there is no other.</param>
public sealed record AuditKind(string Type, string Done, string Refused)
{
    /// <summary>Facts that every entry states that went through; null says that it could not be determined.</summary>
    /// <remarks>Trails are verified by it: a fact that kept entries of an earlier version lack is never put here, but among those that may be.</remarks>
    public ImmutableArray<string> Required { get; private init; } = [];

    /// <summary>Facts that may stand beside them. Every entry that was refused by a rule has <c>code</c>.</summary>
    public ImmutableArray<string> Optional { get; private init; } = [];

    public AuditKind Always(params ImmutableArray<string> facts) => this with { Required = facts };

    public AuditKind Maybe(params ImmutableArray<string> facts) => this with { Optional = facts };

    public string Text(AuditOutcome outcome) => outcome == AuditOutcome.Ok ? Done : Refused;

    /// <summary>What an entry of this kind should state and does not, in the order of the catalogue.</summary>
    /// <param name="isDone">Whether it went through.</param>
    /// <param name="facts">Names of the facts it states.</param>
    public ImmutableArray<string> Missing(bool isDone, IReadOnlyCollection<string> facts) =>
        isDone ? [.. Required.Where(fact => !facts.Contains(fact))] : [];

    /// <summary>What stands against an entry of this kind; null: nothing does.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="facts">Names of the facts it states.</param>
    public string? Objection(AuditOutcome outcome, IReadOnlyCollection<string> facts)
    {
        var missing = Missing(outcome == AuditOutcome.Ok, facts);
        if (missing.Length > 0)
            return $"{Type} says nothing of {string.Join(", ", missing)}";
        var unknown = facts.Where(fact => fact != "code" && !Required.Contains(fact) && !Optional.Contains(fact)).ToList();
        return unknown.Count > 0 ? $"{Type} states {string.Join(", ", unknown)}, which its kind does not know" : null;
    }
}
