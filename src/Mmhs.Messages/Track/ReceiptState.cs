using Mmhs.Messages.Reports;

namespace Mmhs.Messages.Track;

/// <summary>What an addressee's own system said of the message, beside how far it came (<see cref="TrackingState"/>).</summary>
public enum ReceiptState : byte
{
    NotRequested = 0,

    /// <summary>Asked for; silence proves nothing.</summary>
    Awaited = 1,

    Displayed = 2,
    Deleted = 3,
    Dispatched = 4,
    Processed = 5,

    /// <summary>An older system said "denied" (RFC 2298); RFC 8098 has no word for it.</summary>
    Declined = 6,

    /// <summary>An older system said "failed", or a word nobody knows.</summary>
    Failed = 7,
}

public static class ReceiptStates
{
    public static bool IsFinal(this ReceiptState state) => state > ReceiptState.Awaited;

    /// <summary>The first receipt counts; what comes later is kept as an event (notifications §6).</summary>
    public static ReceiptState After(this ReceiptState state, ReceiptState reported) =>
        state.IsFinal() || !reported.IsFinal() ? state : reported;

    /// <summary>Whether a receipt says other than the one before it.</summary>
    public static bool IsContradictedBy(this ReceiptState state, ReceiptState reported) =>
        state.IsFinal() && reported.IsFinal() && state != reported;

    /// <param name="type">As in a receipt, in any case; an older or unknown word is understood as far as it goes.</param>
    public static ReceiptState OfWord(string type) =>
        type.ToLowerInvariant() switch
        {
            "displayed" => ReceiptState.Displayed,
            "deleted" => ReceiptState.Deleted,
            "dispatched" => ReceiptState.Dispatched,
            "processed" => ReceiptState.Processed,
            "denied" => ReceiptState.Declined,
            _ => ReceiptState.Failed,
        };

    public static ReceiptState Of(DispositionType type) => OfWord(type.ToWord());

    /// <summary>"Not read" to the originator: gone before anybody saw it, or never arrived (MMHS §3.4.27). Silence is no such thing.</summary>
    public static bool IsNotRead(ReceiptState receipt, TrackingState delivery) =>
        receipt is ReceiptState.Deleted or ReceiptState.Dispatched
        || (delivery == TrackingState.Failed && receipt is ReceiptState.NotRequested or ReceiptState.Awaited);

    public static string ToWord(this ReceiptState state) =>
        state switch
        {
            ReceiptState.NotRequested => "no receipt asked for",
            ReceiptState.Awaited => "receipt awaited",
            ReceiptState.Displayed => "displayed",
            ReceiptState.Deleted => "deleted unread",
            ReceiptState.Dispatched => "sent on",
            ReceiptState.Processed => "processed by a rule",
            ReceiptState.Declined => "declined",
            ReceiptState.Failed => "no proper receipt could be made",
        };
}
