using Mmhs.Messages;
using Mmhs.Portal.Access.Federation;

namespace Mmhs.Portal.Organisations;

/// <summary>Why people, their memberships and identities are not changed, codes <c>PPL-</c>.</summary>
internal static class PeopleRefusals
{
    public static RefusalKind Oneself { get; } =
        new("PPL-001", "This would change what you yourself may do. Ask another administrator.");

    public static RefusalKind WrongDates { get; } =
        new("PPL-002", "The membership would end before it begins, or has ended already. Correct the dates.", "until");

    public static RefusalKind HeldAlready { get; } =
        new("PPL-003", "The person holds this role in this function. End that membership first, or choose another.", "role");

    public static RefusalKind WrongRule { get; } =
        new(
            "PPL-004",
            "A rule needs provider, claim and value: up to 400, 120 and 400 characters, without blanks at the ends.",
            "rule-value"
        );

    public static RefusalKind RuleThere { get; } = new("PPL-005", "This very rule is there already.", "rule-value");

    public static RefusalKind NobodyChosen { get; } = new("PPL-006", "Choose a person, and the role where one is asked for.");

    public static RefusalKind NoRuleRole { get; } = new("PPL-007", "Choose the role that the rule grants.", "rule-role");

    public static RefusalKind WrongName { get; } =
        new("PPL-008", "A sign-in name has 2 to 64 small letters, digits, dots and hyphens.", "new-name");

    public static RefusalKind NameTaken { get; } =
        new("PPL-009", "Somebody signs in by this name already. Choose another.", "new-name");

    public static RefusalKind WrongDisplay { get; } =
        new("PPL-010", "Give the name others see, of 1 to 120 characters.", "display");

    public static RefusalKind BeyondOrganisation { get; } =
        new("PPL-011", "The organisation itself is not cleared that far. Choose less.", "cleared");

    public static RefusalKind InTheBook { get; } =
        new(
            "PPL-012",
            "This name stands in the rights book, which approvals are checked against. Propose the change there; it counts here with it.",
            "display"
        );

    public static RefusalKind WrongIdentity { get; } =
        new(
            "PPL-013",
            $"An identity needs provider and subject, up to {ExternalKey.Longest} characters each, without blanks at the ends.",
            "identity-subject"
        );

    public static RefusalKind IdentityTaken { get; } =
        new(
            "PPL-014",
            "This identity is tied to a person already. Untie it first, or ask the administrator of that person's organisation.",
            "identity-subject"
        );
}
