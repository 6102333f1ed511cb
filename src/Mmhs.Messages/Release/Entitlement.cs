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
        var policy = authority.Book.PolicyOf(role.Domain);
        var mayHaveWritten = alone || policy is { LastEditorMayRelease: true };
        if (
            !mayHaveWritten
            && (version.IsWrittenBy(person.Name, policy) || (onBehalfOf is not null && version.IsWrittenBy(onBehalfOf, policy)))
        )
            return ReleaseRefusals.DrafterMayNotRelease;

        var holder = person;
        if (onBehalfOf is not null)
        {
            if (authority.DelegationOf(person.Name, onBehalfOf, role, now) is null)
                return ReleaseRefusals.NoDeputy.Of(person.Name, onBehalfOf);
            if (authority.Book.Find(onBehalfOf) is not { } principal)
                return ReleaseRefusals.NoRight.Of(onBehalfOf, role);
            if (AccessControl.Decide(content.Label, person.Clearances, policies, now) is AccessDecision.Deny)
                return ReleaseRefusals.DeputyNotCleared.Of(person.Name);
            holder = principal;
        }

        var rights = holder.Rights.Where(right => right.Role == role).ToList();
        if (rights.Count == 0)
            return ReleaseRefusals.NoRight.Of(holder.Name, role);
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
            return ReleaseRefusals.RightNotInForce.Of(name);
        if (alone && !right.BreakGlass)
            return ReleaseRefusals.MayNotReleaseAlone.Of(name);
        if (content.Action is { } action && action.Precedence > right.HighestAction)
            return ReleaseRefusals.PrecedenceAboveRight.Of("action", name);
        if (content.Information is { } information && information.Precedence > right.HighestInformation)
            return ReleaseRefusals.PrecedenceAboveRight.Of("information", name);
        if (!right.MessageTypes.IsEmpty && (content.MessageType is not { } type || !right.MessageTypes.Contains(type.Value)))
            return ReleaseRefusals.MessageTypeBeyondRight.Of(name);
        if (
            !right.Addressees.IsEmpty
            && content.Addressees().FirstOrDefault(address => !AddresseePattern.Any(right.Addressees, address)) is { } outside
        )
            return ReleaseRefusals.AddresseeBeyondRight.Of(name, outside);
        if (AccessControl.Decide(content.Label, right.Ceiling, policies, now) is AccessDecision.Deny)
            return ReleaseRefusals.LabelAboveRight.Of(name);
        return null;
    }
}
