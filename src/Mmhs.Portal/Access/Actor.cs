using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Access;

/// <summary>Who acts, in which role and function, read from the records for this one operation.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Name">Sign-in name.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="Mailbox">The person's own mailbox.</param>
/// <param name="MembershipId">The chosen membership.</param>
/// <param name="RoleId">The chosen role.</param>
/// <param name="RoleName">Its name within the organisation.</param>
/// <param name="Role">The role's mailbox.</param>
/// <param name="Function">What the person does in it.</param>
/// <param name="OrganisationId">The role's organisation.</param>
/// <param name="OrganisationName">Its name.</param>
/// <param name="Clearances">The person's.</param>
/// <param name="OrganisationClearances">The organisation's; a label must be within both.</param>
public sealed record Actor(
    Guid PersonId,
    string Name,
    string DisplayName,
    Mailbox Mailbox,
    int MembershipId,
    int RoleId,
    string RoleName,
    Mailbox Role,
    RoleFunction Function,
    int OrganisationId,
    string OrganisationName,
    ImmutableArray<Clearance> Clearances,
    ImmutableArray<Clearance> OrganisationClearances
)
{
    /// <summary>The session he acts in; null: a program's token, or the portal by itself.</summary>
    public Guid? Session { get; init; }

    /// <summary>His password is one an administrator read out: he chooses his own before anything else.</summary>
    public bool HasFirstPassword { get; init; }

    /// <summary>The role was closed: what it has is read, nothing new is written in it.</summary>
    public bool RoleEnded { get; init; }

    /// <summary>Sign-in name of the principal this person stands in for; null: acts for himself.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The principal's display name; null with <see cref="OnBehalfOf"/>.</summary>
    public string? OnBehalfOfName { get; init; }

    /// <summary>As the history of a message names him.</summary>
    public DecidedBy Decides => new(Name, DisplayName, OnBehalfOfName);
}
