using Mmhs.Messages.Reports;
using Mmhs.Messages.Track;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Reports;

/// <summary>What a message as it was read says of the receipt it asks for.</summary>
public static class ReceiptRequest
{
    /// <param name="reading">The message.</param>
    /// <param name="isAnswered">A receipt for this reader was sent or declined before.</param>
    /// <param name="reversePath">Of the envelope it came in, an empty text for the null path; null: not known, so the header is asked.</param>
    /// <remarks>No attribute of Disposition-Notification-Options is known here: RFC 8098 defines none.</remarks>
    public static ReceiptFacts FactsOf(MessageReading reading, bool isAnswered, string? reversePath)
    {
        var paths = reversePath is null ? reading.ReturnPaths : [reversePath];
        return new(
            [.. reading.DispositionNotificationTo.Select(address => address.Address)],
            paths,
            [
                .. reading
                    .Interworking.DispositionNotificationOptions.Where(option => option.IsRequired)
                    .Select(option => option.Attribute),
            ],
            reading.MessageId is not null,
            reading.Report is not null || paths is [""],
            reading.IsFromList,
            reading.Signature == SignatureStatus.Invalid
                || reading.HeaderDifferences.Contains(FieldNames.DispositionNotificationTo, StringComparer.OrdinalIgnoreCase),
            isAnswered
        );
    }
}
