using Mmhs.Messages;

namespace Mmhs.Portal.Organisations;

/// <summary>Why an organisation is not changed, codes <c>ORG-</c>.</summary>
internal static class OrganisationRefusals
{
    public static RefusalKind WrongName { get; } =
        new("ORG-001", $"Give a name of 1 to {OrganisationDesk.MostName} characters without blanks at the ends.", "name");

    public static RefusalKind NameTaken { get; } =
        new("ORG-002", "There is one of this name at this place already. Choose another.", "name");

    public static RefusalKind Circle { get; } = new("ORG-003", "A unit cannot lie within itself. Choose another place.", "unit");

    public static RefusalKind TooDeep { get; } =
        new("ORG-004", $"Units lie {OrganisationDesk.Deepest} deep at the most. Choose a place further up.", "unit");

    public static RefusalKind NotEmpty { get; } = new("ORG-005", "The unit still has units or roles. Move them first.");

    public static RefusalKind WrongAddress { get; } =
        new("ORG-006", "This is no mailbox name: letters, digits, dots and hyphens, 64 at the most.", "local");

    public static RefusalKind AddressTaken { get; } =
        new("ORG-007", "This address belongs to a role or a person already. Choose another.", "local");

    public static RefusalKind<int> MessagesUnderWay { get; } =
        new("ORG-008", "Messages of this role under way: {0}. Release or withdraw each first.");

    public static RefusalKind<string> InTheBook { get; } =
        new("ORG-009", "The rights book counts on this role: {0}. Change the book first.");
}
