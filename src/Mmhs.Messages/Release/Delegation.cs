using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>One person stands in for another in one role, from one moment to another. A deputy has no deputy.</summary>
/// <param name="Id">Names it in every record.</param>
/// <param name="Principal">Sign-in name of who is away.</param>
/// <param name="Deputy">Sign-in name of who stands in.</param>
/// <param name="Role">Address of the role; rights and reviews of the principal in it are the deputy's.</param>
/// <param name="From">First moment.</param>
/// <param name="Until">First moment it is over.</param>
/// <param name="SetBy">Sign-in name of who set it: the principal or a keeper of rights.</param>
public sealed record Delegation(
    Guid Id,
    string Principal,
    string Deputy,
    EmailAddress Role,
    DateTimeOffset From,
    DateTimeOffset Until,
    string SetBy
)
{
    /// <summary>Longest time at once, so that a forgotten one ends by itself.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    /// <summary>Sign-in name of who said the second yes, where a keeper of rights set it: the principal or another keeper. Null: nobody yet, or none is needed.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>Whether it waits for a second yes, and nobody stands in by it.</summary>
    public bool IsPending => ConfirmedBy is null && !RightsBook.IsSame(SetBy, Principal);

    public bool IsInForce(DateTimeOffset now) => !IsPending && From <= now && now < Until;
}
