using Mmhs.Messages;

namespace Mmhs.Signing.Ledger;

/// <summary>Why a copy may not go on, and why the ledger cannot be gone by; codes <c>LED-</c>.</summary>
internal static class LedgerRefusals
{
    public static RefusalKind NotReleased { get; } =
        new("LED-001", "No release of this copy is on record. Release the message again; tell the operators.");

    public static RefusalKind<string> OtherRecipients { get; } =
        new("LED-002", "This copy was not released to {0}. Tell the operators.");

    public static RefusalKind TakenBack { get; } = new("LED-003", "The release of this copy was taken back.");

    public static RefusalKind<DateTimeOffset> TooOld { get; } =
        new("LED-004", "This copy was to leave at {0:u}, which is too long ago. Release the message again.");

    public static RefusalKind<string, DateTimeOffset, string> UnreleasedCopy { get; } =
        new("LED-012", "A copy of {0} that nobody released was to be sent at {1:u} and was refused ({2}). Find out who sent it.");

    public static RefusalKind<string, string> Unreadable { get; } =
        new(
            "LED-014",
            "The signing service cannot read what it goes by ({0}), and nothing is approved or signed until it can: {1} See to disk and permissions."
        );

    public static RefusalKind<long> Bent { get; } =
        new(
            "LED-015",
            "Entry {0} of the signing service's ledger is missing or not as it was written. Nothing is approved or signed by it; restore it, and tell the auditors."
        );

    public static RefusalKind<long> SetBack { get; } =
        new(
            "LED-013",
            "The ledger of the signing service does not hold the {0} entries that the anchor folder knows of. It was set back or changed; restore it, and tell the auditors."
        );

    public static RefusalKind<string> FileChanged { get; } =
        new(
            "LED-010",
            "{0} of the signing service is not as the service wrote it, and nothing is approved or signed by it. Restore it; tell the keepers of rights."
        );

    public static RefusalKind<string> FileUnknown { get; } =
        new(
            "LED-011",
            "{0} of the signing service was never entered into its ledger, and nothing is approved or signed by it. Restore ledger.db, or for a first start set Mmhs:Signing:TakeOver once."
        );
}
