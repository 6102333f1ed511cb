using System.Security.Cryptography;
using System.Text;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Reports;

/// <summary>Writes a delivery status notification: for people, for programs, and the header it is about (RFC 3464; RFC 6522 §3).</summary>
/// <remarks>Pure: the same report gives the same octets. Seven bits, CRLF. It goes out with an empty MAIL FROM (RFC 3464 §2).</remarks>
public static class DeliveryReportBuilder
{
    private const int MaxHeader = 64 << 10;
    private const int MaxValue = 400; // one line of a report, well below 998

    public static ReadOnlyMemory<byte> Build(DeliveryReport report)
    {
        var boundary = $"=_{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(report.MessageId.ToString())))[..40]}";
        var octets = new OctetWriter(4096 + report.OriginalHeader.Length);
        Header(report, boundary, octets);

        octets.Line($"--{boundary}").Line("Content-Type: text/plain; charset=us-ascii").Line();
        Words(report, octets);

        octets.Line($"--{boundary}").Line("Content-Type: message/delivery-status").Line();
        PerMessage(report, octets);
        foreach (var recipient in report.Recipients) PerRecipient(recipient, octets);

        octets.Line($"--{boundary}").Line("Content-Type: text/rfc822-headers").Line();
        octets.Octets(OriginalHeader(report.OriginalHeader.Span)).Line();
        return octets.Line($"--{boundary}--").Written;
    }

    private static void Header(DeliveryReport report, string boundary, OctetWriter octets)
    {
        Write(octets, MmhsHeaderWriter.DateTime("Date", report.Date));
        Write(octets, MmhsHeaderWriter.Addresses("From", [new HeaderAddress(report.From.DisplayName, report.From.Address.ToString())]));
        Write(octets, MmhsHeaderWriter.Addresses("To", [new HeaderAddress(null, report.To.ToString())]));
        octets.Line($"Subject: {Subject(report)}");
        Write(octets, MmhsHeaderWriter.MessageIds("Message-ID", [report.MessageId]));
        octets.Line("Auto-Submitted: auto-replied"); // RFC 3834 §5: nobody answers it automatically
        octets.Line("MIME-Version: 1.0");
        octets.Line("Content-Type: multipart/report; report-type=delivery-status;").Line($" boundary=\"{boundary}\"").Line();
    }

    private static void Write(OctetWriter octets, HeaderField field) => octets.Ascii(field.Name).Ascii(":").Ascii(field.RawBody);

    // the worst that happened to anybody
    private static string Subject(DeliveryReport report) => report.Recipients.Min(recipient => recipient.Action) switch
    {
        DeliveryAction.Failed => "Delivery report: not delivered",
        DeliveryAction.Delayed => "Delivery report: delayed",
        DeliveryAction.Delivered => "Delivery report: delivered",
        DeliveryAction.Relayed => "Delivery report: handed on",
        DeliveryAction.Expanded => "Delivery report: handed to a list",
    };

    private static void Words(DeliveryReport report, OctetWriter octets)
    {
        octets.Line($"This is the mail system at {Clean(report.ReportingMta)}.").Line();
        foreach (var recipient in report.Recipients)
        {
            octets.Line($"{Clean(recipient.FinalRecipient)}:");
            octets.Line(recipient.Action switch
            {
                DeliveryAction.Failed => "  The message was not delivered and will not be tried again.",
                DeliveryAction.Delayed => recipient.WillRetryUntil is { } until
                    ? $"  The message is not delivered yet. It is tried until {DateTimeText.Write(until)}."
                    : "  The message is not delivered yet. It is tried again.",
                DeliveryAction.Delivered => "  The message was delivered.",
                DeliveryAction.Relayed => "  The message was handed to a system that sends no further reports.",
                DeliveryAction.Expanded => "  The message was handed to a list. What becomes of its members is not reported.",
            });
            if (recipient.DiagnosticCode is { } reply)
                octets.Line($"  {(recipient.RemoteMta is { } remote ? Clean(remote) : "The system")} answered: {Clean(reply)}");
        }
        octets.Line();
    }

    private static void PerMessage(DeliveryReport report, OctetWriter octets)
    {
        if (report.OriginalEnvelopeId is { } envelopeId) octets.Line($"Original-Envelope-Id: {envelopeId}"); // RFC 3464 §2.2.1: decoded
        octets.Line($"Reporting-MTA: dns; {Clean(report.ReportingMta)}");
        if (report.ArrivalDate is { } arrived) octets.Line($"Arrival-Date: {DateTimeText.Write(arrived)}");
        octets.Line();
    }

    private static void PerRecipient(DeliveryReportRecipient recipient, OctetWriter octets)
    {
        if (recipient.OriginalRecipient is { } original) octets.Line($"Original-Recipient: {Clean(original)}");
        octets.Line($"Final-Recipient: rfc822;{Clean(recipient.FinalRecipient)}");
        octets.Line($"Action: {recipient.Action switch
        {
            DeliveryAction.Failed => "failed",
            DeliveryAction.Delayed => "delayed",
            DeliveryAction.Delivered => "delivered",
            DeliveryAction.Relayed => "relayed",
            DeliveryAction.Expanded => "expanded",
        }}");
        octets.Line($"Status: {Clean(recipient.Status)}");
        if (recipient.RemoteMta is { } remote) octets.Line($"Remote-MTA: dns; {Clean(remote)}");
        if (recipient.DiagnosticCode is { } reply) octets.Line($"Diagnostic-Code: smtp; {Clean(reply)}");
        if (recipient.LastAttempt is { } attempted) octets.Line($"Last-Attempt-Date: {DateTimeText.Write(attempted)}");
        if (recipient.WillRetryUntil is { } until) octets.Line($"Will-Retry-Until: {DateTimeText.Write(until)}");
        octets.Line();
    }

    // What another system said becomes one line of US-ASCII: it must not begin a field of its own.
    private static string Clean(string text)
    {
        var line = string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : char.IsControl(c) ? ' ' : '?')).Trim();
        return line.Length <= MaxValue ? line : line[..MaxValue];
    }

    private static byte[] OriginalHeader(ReadOnlySpan<byte> header)
    {
        if (header.IndexOf("\r\n\r\n"u8) is >= 0 and var end) header = header[..(end + 2)];
        if (header.Length > MaxHeader) header = header[..(header[..MaxHeader].LastIndexOf("\r\n"u8) + 2)];
        var octets = header.ToArray();
        for (var i = 0; i < octets.Length; i++)
            if (octets[i] is 0 or > 0x7F) octets[i] = (byte)'?'; // the report itself is seven bits
        return octets;
    }
}
