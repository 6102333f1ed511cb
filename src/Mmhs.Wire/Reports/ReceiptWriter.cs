using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Reports;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Reports;

/// <summary>A receipt as a message: <c>multipart/report</c> with words, the disposition, and the header of what it is about (RFC 8098 §3; RFC 6522 §3).</summary>
/// <remarks>
/// To be sent with the null reverse-path and never with a hold (RFC 8098 §3; RFC 4865 §5). It asks for no receipt of its own. What a field
/// cannot carry is the programmer's error.
/// </remarks>
public static class ReceiptWriter
{
    private const int WidestLine = 900; // RFC 5322 §2.1.1: a line ends before 998 octets

    /// <exception cref="ArgumentException">An address, identifier or name does not fit its field.</exception>
    public static byte[] Write(ReceiptNotification receipt)
    {
        var id = Id(receipt.MessageId);
        var about = receipt.OriginalMessageId is { } original ? Id(original) : null;
        if (id == about)
            throw new ArgumentException("A receipt has an identifier of its own (RFC 8098 §3).", nameof(receipt));
        var boundary =
            $"=_receipt_{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(id.Value)))[..32]}";
        var isEightBit = receipt.ReturnedHeader.Span.ContainsAnyInRange((byte)128, (byte)255);

        var octets = new OctetWriter(2048 + receipt.ReturnedHeader.Length);
        foreach (var field in Header(receipt, id, about))
            octets.Ascii(field.Name).Ascii(":").Ascii(field.RawBody);
        octets.Line("MIME-Version: 1.0");
        octets.Line("Content-Type: multipart/report; report-type=disposition-notification;").Line($" boundary=\"{boundary}\"");
        if (isEightBit)
            octets.Line("Content-Transfer-Encoding: 8bit");
        octets.Line().Line($"--{boundary}").Line("Content-Type: text/plain; charset=us-ascii").Line();
        foreach (var line in Words(receipt))
            octets.Line(line);
        octets.Line().Line($"--{boundary}").Line("Content-Type: message/disposition-notification").Line();
        foreach (var line in Fields(receipt, about))
            octets.Line(line);
        if (!receipt.ReturnedHeader.IsEmpty)
        {
            octets.Line().Line($"--{boundary}").Line("Content-Type: text/rfc822-headers");
            if (isEightBit)
                octets.Line("Content-Transfer-Encoding: 8bit");
            octets.Line().Octets(LineEnds.ToCrlf(receipt.ReturnedHeader).Span);
        }
        return octets.Line().Line($"--{boundary}--").Written.ToArray();
    }

    private static IEnumerable<HeaderField> Header(ReceiptNotification receipt, MessageId id, MessageId? about)
    {
        yield return MmhsHeaderWriter.Addresses("From", [receipt.From]);
        yield return MmhsHeaderWriter.Addresses("To", [.. receipt.To.Select(address => new HeaderAddress(null, address))]);
        yield return MmhsHeaderWriter.DateTime("Date", receipt.At);
        yield return MmhsHeaderWriter.MessageIds("Message-ID", [id]);
        foreach (var field in MmhsHeaderWriter.Write(new ThreadFields(about, about is null ? [] : [about])))
            yield return field;
        var subject = HeaderText.Unstructured(
            "Subject",
            $"{Title(receipt.Disposition.Type)}: {receipt.OriginalSubject?.Trim()}".TrimEnd(':', ' ')
        );
        yield return new("Subject", $" {subject}\r\n");
        yield return new("Auto-Submitted", " auto-replied\r\n"); // RFC 3834 §5
        if (receipt.Label is { } label)
            yield return label.RawBody.EndsWith('\n') ? label : label with { RawBody = label.RawBody + "\r\n" };
    }

    private static string Title(DispositionType type) =>
        type switch
        {
            DispositionType.Displayed => "Receipt",
            DispositionType.Deleted => "Not read",
            DispositionType.Dispatched => "Sent on",
            DispositionType.Processed => "Processed",
        };

    private static IEnumerable<string> Words(ReceiptNotification receipt)
    {
        var what = receipt.Disposition.Type switch
        {
            DispositionType.Displayed => "was displayed. This does not say that it was read or understood.",
            DispositionType.Deleted => "was deleted and NOT read.",
            DispositionType.Dispatched => "was sent on to somebody else and not read here.",
            DispositionType.Processed => "was processed by a rule and not read here.",
        };
        yield return $"At {DateTimeText.Write(receipt.At)} the message to";
        yield return $"{Printable(receipt.FinalRecipient)}";
        yield return what;
    }

    // RFC 8098 §3.1: in this order
    private static IEnumerable<string> Fields(ReceiptNotification receipt, MessageId? about)
    {
        if (receipt.ReportingUa is { } name)
        {
            if (name.Contains(';', StringComparison.Ordinal))
                throw new ArgumentException("The name of the program has no semicolon (RFC 8098 §3.2.1).", nameof(receipt));
            yield return $"Reporting-UA: {Printable(name)}{(receipt.Product is { } product ? $"; {Printable(product)}" : "")}";
        }
        if (receipt.Gateway is { } gateway)
            yield return $"MDN-Gateway: {Typed(gateway)}";
        if (receipt.OriginalRecipient is { } original)
            yield return $"Original-Recipient: {Typed(original)}";
        yield return $"Final-Recipient: rfc822;{AddressText.Write(new HeaderAddress(null, receipt.FinalRecipient))}";
        if (about is not null)
            yield return $"Original-Message-ID: {about}";
        yield return $"Disposition: {receipt.Disposition}{(receipt.Errors.Count > 0 ? "/error" : "")}";
        foreach (var error in receipt.Errors)
            yield return $"Error: {Printable(error)}";
    }

    private static MessageId Id(string text) =>
        Messages.Compose.MessageId.TryParse(text, out var id)
            ? id
            : throw new ArgumentException("This is not a message identifier (RFC 5322 §3.6.4).", nameof(text));

    // RFC 8098 §3.2.2, §3.2.3: type ";" name
    private static string Typed(string text) =>
        text.IndexOf(';', StringComparison.Ordinal) > 0
            ? Printable(text)
            : throw new ArgumentException("The value has no type before a semicolon (RFC 8098 §3.2.3).", nameof(text));

    private static string Printable(string text) =>
        string.Concat(text.Trim().Take(WidestLine).Select(c => c is < ' ' or > '~' ? '?' : c));
}
