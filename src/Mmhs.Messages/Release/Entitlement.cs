using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>Whether a person may release a version, before anybody has said yes: the answer to "who could release this, and why not me?".</summary>
public static class Entitlement
{
    /// <param name="version">What is to be released.</param>
    /// <param name="person">Who would.</param>
    /// <param name="onBehalfOf">The principal he would stand in for; null: in his own right.</param>
    /// <param name="alone">Whether by break-glass.</param>
    /// <param name="authority">Rights, policies and deputies.</param>
    /// <param name="policies">The label policies in force.</param>
    /// <param name="now">The moment it would happen.</param>
    /// <returns>Why not; null when he may.</returns>
    public static Refusal? Objection(
        MessageVersion version,
        Approver person,
        string? onBehalfOf,
        bool alone,
        Authority authority,
        PolicyCatalog policies,
        DateTimeOffset now
    )
    {
        var content = version.Content;
        var role = content.From.Address;
        var mayEdit = alone || authority.Book.PolicyOf(role.Domain) is { LastEditorMayRelease: true };
        if (
            !mayEdit
            && (
                RightsBook.IsSame(version.LastEditor, person.Name)
                || (onBehalfOf is not null && RightsBook.IsSame(version.LastEditor, onBehalfOf))
            )
        )
            return new("REL-001", "The drafter may not release. Ask another releaser of this organisation.");

        var holder = person;
        if (onBehalfOf is not null)
        {
            if (authority.DelegationOf(person.Name, onBehalfOf, role, now) is null)
                return new(
                    "REL-014",
                    $"{person.Name} does not stand in for {onBehalfOf} at this time. Ask a releaser of this role."
                );
            if (authority.Book.Find(onBehalfOf) is not { } principal)
                return new(
                    "REL-003",
                    $"{onBehalfOf} is not entitled to release, so neither is a deputy. Ask a releaser of this role."
                );
            if (AccessControl.Decide(content.Label, person.Clearances, policies, now) is AccessDecision.Deny)
                return new(
                    "REL-015",
                    $"The label is above what {person.Name} is cleared for himself. Ask somebody cleared for it."
                );
            holder = principal;
        }

        var rights = holder.Rights.Where(right => right.Role == role).ToList();
        if (rights.Count == 0)
            return new("REL-003", $"{holder.Name} has no right to release for {role}. Ask a releaser of this role.");
        Refusal? nearest = null;
        foreach (var right in rights)
        {
            if (Objection(content, holder.Name, right, alone, policies, now) is not { } objection)
                return null;
            nearest ??= objection;
        }
        return nearest;
    }

    private static Refusal? Objection(
        Compose.MessageContent content,
        string name,
        ReleaseRight right,
        bool alone,
        PolicyCatalog policies,
        DateTimeOffset now
    )
    {
        if (!right.IsInForce(now))
            return new("REL-013", $"The right of {name} is not in force at this time. Ask a releaser whose right is.");
        if (alone && !right.BreakGlass)
            return new("REL-017", $"{name} may not release alone. Ask another releaser of this organisation.");
        if (content.Action is { } action && action.Precedence > right.HighestAction)
            return new("REL-004", $"The action precedence is above the right of {name}. Ask a releaser with the right for it.");
        if (content.Information is { } information && information.Precedence > right.HighestInformation)
            return new(
                "REL-004",
                $"The information precedence is above the right of {name}. Ask a releaser with the right for it."
            );
        if (!right.MessageTypes.IsEmpty && (content.MessageType is not { } type || !right.MessageTypes.Contains(type.Value)))
            return new("REL-011", $"The right of {name} is not for this message type. Ask a releaser with the right for it.");
        if (
            !right.Addressees.IsEmpty
            && content.Addressees().FirstOrDefault(address => !AddresseePattern.Any(right.Addressees, address)) is { } outside
        )
            return new("REL-012", $"The right of {name} does not reach {outside}. Ask a releaser whose right does.");
        if (AccessControl.Decide(content.Label, right.Ceiling, policies, now) is AccessDecision.Deny)
            return new("REL-005", $"The label is above what {name} may release. Ask a releaser cleared for it.");
        return null;
    }
}
