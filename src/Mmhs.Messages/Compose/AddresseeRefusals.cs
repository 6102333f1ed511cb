namespace Mmhs.Messages.Compose;

/// <summary>What the directory says of an addressee, codes <c>DIR-</c>.</summary>
public static class AddresseeRefusals
{
    public static RefusalKind<string, EmailAddress> NoMailbox { get; } =
        new("DIR-001", "{0} has no mailbox {1}, or has closed it. Choose one from the directory.");

    public static RefusalKind<string, string, EmailAddress> NotCleared { get; } =
        new("DIR-002", "{0} is not cleared for {1}. Remove {2} or choose a label it may hold.");

    public static RefusalKind<string> UnknownOrganisation { get; } =
        new(
            "DIR-003",
            "{0} is no organisation known here, so nothing says what it may hold. Choose an addressee from the directory."
        );
}
