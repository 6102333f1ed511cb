using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Organisations;

/// <summary>An organisation's people as its administrator sees them.</summary>
public sealed record PeopleView(
    string Organisation,
    IReadOnlyList<RoleLine> Roles,
    IReadOnlyList<PersonLine> People,
    IReadOnlyList<RuleLine> Rules
)
{
    /// <summary>What the organisation itself may hold; nobody in it is cleared further.</summary>
    public ImmutableArray<Clearance> Clearances { get; init; } = [];
}

public sealed record RoleLine(int Id, string Name, string Address);

/// <param name="DeactivatedAt">Null: active.</param>
public sealed record PersonLine(
    Guid Id,
    string Name,
    string DisplayName,
    string Address,
    DateTimeOffset? DeactivatedAt,
    IReadOnlyList<MembershipLine> Memberships
)
{
    public ImmutableArray<Clearance> Clearances { get; init; } = [];

    /// <summary>By what he can sign in: password, passkeys, the providers and certificates tied to him.</summary>
    public IReadOnlyList<string> Ways { get; init; } = [];
}

/// <param name="IsHeld">Whether it is held at the moment it was read.</param>
/// <param name="GrantedBy">Number of the rule; null: an administrator gave it.</param>
public sealed record MembershipLine(
    int Id,
    string Role,
    RoleFunction Function,
    DateTimeOffset? HeldFrom,
    DateTimeOffset? HeldUntil,
    int? GrantedBy,
    bool IsHeld
);

public sealed record RuleLine(int Id, string ProvidedBy, string ClaimType, string ClaimValue, string Role, RoleFunction Function);
