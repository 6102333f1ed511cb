using System.Collections.Immutable;
using Mmhs.Messages.Reports;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Reports;

/// <summary>By what a report finds the submission it is about, in the order to try them (notifications §5).</summary>
/// <param name="EnvelopeIds">As it stands, and decoded where a system returned the xtext it was given (RFC 3461 §6.3 wants it decoded).</param>
/// <param name="MessageIds">Without brackets; what the report names first, then what was returned with it, then what it answers.</param>
/// <param name="Recipients">In the order of the report; one for a receipt.</param>
public sealed record ReportKeys(
    ImmutableArray<string> EnvelopeIds,
    ImmutableArray<string> MessageIds,
    ImmutableArray<RecipientKeys> Recipients
)
{
    /// <summary>Null when the message is no report.</summary>
    public static ReportKeys? Of(MessageReading reading) =>
        reading.Report is not { } report
            ? null
            : Of(
                report,
                report.Kind == ReportKind.Mdn ? [reading.InReplyTo, .. reading.References.Reverse()] : [],
                reading.From.Length == 1 ? reading.From[0].Address : null
            );

    /// <summary>By the report alone, without the fields above it and without a look at signatures; null when the octets are no report.</summary>
    /// <param name="octets">A message, or the beginning of one.</param>
    public static ReportKeys? Read(ReadOnlyMemory<byte> octets) =>
        PartTree.Of(octets).Root is { } root && ReportReader.Read(root) is { } report ? Of(report, [], null) : null;

    private static ReportKeys Of(MessageReport report, IEnumerable<string?> answered, string? from)
    {
        ImmutableArray<RecipientKeys> recipients = report.Disposition is { } disposition
            ? [RecipientKeys.Of(disposition.OriginalRecipient, disposition.FinalRecipient, from)]
            :
            [
                .. report.Recipients.Select(recipient =>
                    RecipientKeys.Of(recipient.OriginalRecipient, recipient.FinalRecipient, null)
                ),
            ];
        return new(
            AsMeant(report.OriginalEnvelopeId),
            [.. answered.Prepend(report.OriginalMessageId).OfType<string>().Distinct(StringComparer.Ordinal)],
            recipients
        );
    }

    internal static ImmutableArray<string> AsMeant(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return [];
        return text.Contains('+', StringComparison.Ordinal) && Xtext.TryDecode(text, out var decoded) && decoded != text
            ? [text, decoded]
            : [text];
    }
}

/// <summary>Whom a report speaks of.</summary>
/// <param name="Addresses">The original recipient first: it is what the submission said (RFC 3464 §2.3.1).</param>
public sealed record RecipientKeys(ImmutableArray<string> Addresses)
{
    /// <summary>Which of the addressees is meant, by the best key that fits one; -1 for none.</summary>
    public int IndexIn(IReadOnlyList<string> addressees)
    {
        foreach (var address in Addresses)
            for (var i = 0; i < addressees.Count; i++)
                if (AddressIdentity.Same(address, addressees[i]))
                    return i;
        return -1;
    }

    internal static RecipientKeys Of(params IEnumerable<string?> addresses) =>
        new([.. addresses.SelectMany(address => ReportKeys.AsMeant(address)).Distinct(StringComparer.Ordinal)]);
}
