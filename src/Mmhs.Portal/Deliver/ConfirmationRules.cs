using Mmhs.Records.Track;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Deliver;

/// <summary>Whether somebody who can know stands behind a report; anybody can write one (notifications §5).</summary>
internal static class ConfirmationRules
{
    /// <summary>What a delivery report says of an addressee.</summary>
    /// <param name="source">Where our relay knows it to come from.</param>
    /// <param name="reading">The report.</param>
    /// <param name="about">The addressee it is about.</param>
    public static bool IsConfirmed(ReportSource source, MessageReading reading, TrackingRow about) =>
        source.IsOwn || IsOthersWord(source, reading, about);

    /// <summary>What a receipt says: our portal's word is that of readers here, and of nobody elsewhere.</summary>
    /// <param name="isReadHere">The addressee is a mailbox of ours.</param>
    public static bool IsReceiptConfirmed(ReportSource source, MessageReading reading, TrackingRow about, bool isReadHere) =>
        (source.IsOwn && isReadHere) || IsOthersWord(source, reading, about);

    // Of a copy that never left us nobody else can know anything.
    private static bool IsOthersWord(ReportSource source, MessageReading reading, TrackingRow about) =>
        about.SubmittedAt is not null
        && (source.Names(about.EnvelopeId, about.Address) || SpeaksFor(reading, DomainOf(about.Address)));

    private static bool SpeaksFor(MessageReading reading, string domain) =>
        reading.IsProven
        && !reading.From.IsEmpty
        && reading.From.All(from => string.Equals(DomainOf(from.Address), domain, StringComparison.OrdinalIgnoreCase));

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
