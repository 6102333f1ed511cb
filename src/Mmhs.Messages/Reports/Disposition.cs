namespace Mmhs.Messages.Reports;

/// <summary>What became of a message at its reader (RFC 8098 §3.2.6.2). Older words are read and never written.</summary>
public enum DispositionType : byte
{
    Displayed = 0,
    Deleted = 1,
    Dispatched = 2,
    Processed = 3,
}

/// <summary>A disposition as a receipt states it.</summary>
/// <param name="Type">What was done with the message.</param>
/// <param name="IsActionAutomatic">A rule did it, not the reader.</param>
/// <param name="IsSentAutomatically">The receipt went without the reader being asked.</param>
public sealed record Disposition(DispositionType Type, bool IsActionAutomatic, bool IsSentAutomatically)
{
    /// <summary>The message did not reach its reader's eyes: a notice of non-receipt (MMHS §3.4.27).</summary>
    public bool IsNonReceipt => Type is DispositionType.Deleted or DispositionType.Dispatched;

    /// <summary>The body of the field Disposition, in the spelling of RFC 8098 §3.2.6.</summary>
    public override string ToString() =>
        $"{(IsActionAutomatic ? "automatic-action" : "manual-action")}/{(IsSentAutomatically ? "MDN-sent-automatically" : "MDN-sent-manually")}; {Type.ToWord()}";
}

/// <summary>What happened here that a receipt may tell of.</summary>
public enum ReceiptOccasion : byte
{
    /// <summary>The reader opened it and agreed to say so.</summary>
    Acknowledged = 0,

    /// <summary>The reader opened it; the site says so for him.</summary>
    AcknowledgedByPolicy = 1,

    /// <summary>The reader deleted it unread and agreed to say so.</summary>
    DeletedUnread = 2,

    /// <summary>A rule deleted it unread, or it was removed after its expiry.</summary>
    DeletedByRule = 3,

    /// <summary>A rule sent it on.</summary>
    AutoForwarded = 4,

    /// <summary>A rule distributed it.</summary>
    Distributed = 5,
}

public static class Dispositions
{
    /// <summary>What the receipt says on an occasion (RFC 8098 §3.2.6; manual is the default of both modes).</summary>
    public static Disposition For(ReceiptOccasion occasion) =>
        occasion switch
        {
            ReceiptOccasion.Acknowledged => new(DispositionType.Displayed, false, false),
            ReceiptOccasion.AcknowledgedByPolicy => new(DispositionType.Displayed, false, true),
            ReceiptOccasion.DeletedUnread => new(DispositionType.Deleted, false, false),
            ReceiptOccasion.DeletedByRule => new(DispositionType.Deleted, true, true),
            ReceiptOccasion.AutoForwarded => new(DispositionType.Dispatched, true, true),
            ReceiptOccasion.Distributed => new(DispositionType.Processed, true, true),
        };

    public static string ToWord(this DispositionType type) =>
        type switch
        {
            DispositionType.Displayed => "displayed",
            DispositionType.Deleted => "deleted",
            DispositionType.Dispatched => "dispatched",
            DispositionType.Processed => "processed",
        };
}
