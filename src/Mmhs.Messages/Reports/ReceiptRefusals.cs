namespace Mmhs.Messages.Reports;

/// <summary>Why no receipt is sent, codes <c>MDN-</c>.</summary>
public static class ReceiptRefusals
{
    public static RefusalKind IsReport { get; } = new("MDN-001", "A report is never answered.");

    public static RefusalKind Answered { get; } =
        new("MDN-002", "The request was answered before; there is one receipt per reader.");

    public static RefusalKind NoMessageId { get; } = new("MDN-003", "The message has no identifier a receipt could name.");

    public static RefusalKind<string> UnknownOption { get; } =
        new("MDN-004", "The request demands what this system does not know ({0}). Answer with a message instead.");

    public static RefusalKind NoAddress { get; } = new("MDN-005", "The request names no address that can be answered.");

    public static RefusalKind DoubtfulOrigin { get; } =
        new("MDN-006", "The origin of the message is doubtful; a receipt could go to a stranger.");

    public static RefusalKind NotRequested { get; } = new("MDN-007", "The message asks for no receipt.");

    public static RefusalKind WasRead { get; } = new("MDN-008", "Somebody read the message before: it cannot be deleted unread.");
}
