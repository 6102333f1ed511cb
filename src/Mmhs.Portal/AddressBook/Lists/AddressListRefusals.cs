using Mmhs.Messages;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.AddressBook.Lists;

/// <summary>Why an address list is not kept or removed, codes <c>LST-</c>.</summary>
internal static class AddressListRefusals
{
    public static RefusalKind WrongName { get; } =
        new("LST-001", "Give the list a name of 1 to 80 characters without blanks at the ends.", "list-name");

    public static RefusalKind NameTaken { get; } =
        new("LST-002", "There is a list of this name already. Choose another.", "list-name");

    public static RefusalKind<EmailAddress> UnknownMember { get; } =
        new("LST-003", "{0} is no mailbox known here. Choose members from the directory.", "list-members");

    public static RefusalKind TooMany { get; } =
        new(
            "LST-004",
            $"A list has {AddressListDesk.MostMembers} lines and stands for {ListExpansion.Most} mailboxes at the most. Split it.",
            "list-members"
        );

    public static RefusalKind<string> Circle { get; } =
        new("LST-005", "The list would contain itself: {0}. Take one of them out.", "list-members");

    public static RefusalKind WrongPurpose { get; } =
        new("LST-006", "Say in up to 400 characters what it is for.", "list-purpose");

    public static RefusalKind<string> PartOfOthers { get; } = new("LST-007", "It is part of {0}. Take it out there first.");
}
