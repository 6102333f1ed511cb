using System.Diagnostics.CodeAnalysis;
using MimeKit;
using MimeKit.Utils;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Reports;

/// <summary>Reads reports as they are met, not only as they should be (RFC 3464; RFC 6522; RFC 8098).</summary>
/// <remarks>ENVID and ORCPT are xtext in SMTP only; here they stand decoded (RFC 3461 §6.3).</remarks>
internal static class ReportReader
{
    /// <summary>Null when the message is no multipart/report; never throws.</summary>
    /// <param name="root">The entity the message consists of.</param>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the reader must go on.")]
    public static MessageReport? Read(PartNode root)
    {
        if (root.Entity is not Multipart multipart || !multipart.ContentType.IsMimeType("multipart", "report")) return null;
        try
        {
            var nodes = root.WithDescendants().ToList();
            var returned = nodes.Select(ReturnedId).FirstOrDefault(id => id is not null);
            if (nodes.Find(node => Is(node, "message", "delivery-status") || Is(node, "message", "global-delivery-status")) is { } status)
                return Dsn(Groups(status), returned);
            if (nodes.Find(node => Is(node, "message", "disposition-notification") || Is(node, "message", "global-disposition-notification")) is { } disposition)
                return Mdn(Groups(disposition), returned);
            return new() { Kind = nodes.Exists(node => Is(node, "message", "feedback-report")) ? ReportKind.Feedback : ReportKind.Other, OriginalMessageId = returned };
        }
        catch (Exception)
        {
            return new() { Kind = ReportKind.Other };
        }
    }

    private static bool Is(PartNode node, string type, string subtype) => node.Entity?.ContentType.IsMimeType(type, subtype) ?? false;

    private static MessageReport Dsn(List<HeaderList> groups, string? returned)
    {
        var message = groups.Count > 0 ? groups[0] : [];
        // a reporter that left out the group for the message has only groups for recipients
        var recipients = groups.Where(group => group.Contains("Final-Recipient") || group.Contains("Action") || group.Contains("Original-Recipient"));
        return new()
        {
            Kind = ReportKind.Dsn,
            OriginalEnvelopeId = message["Original-Envelope-Id"]?.Trim() is { Length: > 0 } envelopeId ? envelopeId : null,
            OriginalMessageId = returned,
            ReportingMta = Value(message["Reporting-MTA"]),
            ArrivalDate = Date(message["Arrival-Date"]),
            Recipients = [.. recipients.Select(group => new ReportedRecipient(
                Address(group["Original-Recipient"]), Address(group["Final-Recipient"]), Word(group["Action"]), Status(group["Status"]),
                Value(group["Diagnostic-Code"]), Value(group["Remote-MTA"]), Date(group["Last-Attempt-Date"])))],
        };
    }

    private static MessageReport Mdn(List<HeaderList> groups, string? returned)
    {
        var fields = groups.Count > 0 ? groups[0] : [];
        return new()
        {
            Kind = ReportKind.Mdn,
            OriginalMessageId = MimeUtils.EnumerateReferences(fields["Original-Message-ID"] ?? "").FirstOrDefault() ?? returned,
            Disposition = Disposition(fields),
        };
    }

    // RFC 8098 §3.2.6: mode ";" type ["/" modifiers]
    private static ReportedDisposition? Disposition(HeaderList fields)
    {
        if (fields["Disposition"]?.Split(';', 2) is not [var mode, var rest]) return null;
        var parts = rest.Split('/', 2);
        var modifiers = parts.Length > 1 ? parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        return new(
            string.Concat(mode.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant(), parts[0].Trim().ToLowerInvariant(),
            [.. modifiers.Select(modifier => modifier.ToLowerInvariant())], Address(fields["Original-Recipient"]), Address(fields["Final-Recipient"]));
    }

    /// <summary>The groups of fields, separated by blank lines, of a part in any transfer encoding.</summary>
    private static List<HeaderList> Groups(PartNode node)
    {
        using var octets = new MemoryStream();
        PartOctets.CopyTo(node, octets);
        var text = System.Text.Encoding.Latin1.GetString(octets.ToArray()).ReplaceLineEndings("\n");
        return [..
            from block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            let fields = Fields(block.Trim('\n'))
            where fields.Count > 0
            select fields];
    }

    private static HeaderList Fields(string block)
    {
        var fields = new HeaderList();
        string? name = null, value = null;
        foreach (var line in block.Split('\n').Append("x:"))
        {
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                value += " " + line.Trim();
                continue;
            }
            if (name is not null && Header.TryParse($"{name}: {value}", out var field)) fields.Add(field);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            (name, value) = colon > 0 ? (line[..colon].Trim(), line[(colon + 1)..].Trim()) : (null, null);
        }
        return fields;
    }

    // RFC 6522 §3: the third part, the message or its header
    private static string? ReturnedId(PartNode node)
    {
        if (node.Message is { } message) return new HeaderView(message.Headers).Id("Message-ID");
        if (!Is(node, "text", "rfc822-headers") && !Is(node, "message", "rfc822-headers")) return null;
        return Groups(node).Select(fields => MimeUtils.EnumerateReferences(fields["Message-ID"] ?? "").FirstOrDefault()).FirstOrDefault(id => id is not null);
    }

    // RFC 3464 §2.3.1: address-type ";" generic-address; the type is left out by some
    private static string? Value(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        return text[(semicolon + 1)..].Trim();
    }

    private static string? Address(string? text) => Value(text)?.Trim('<', '>') is { Length: > 0 } address ? address : null;

    private static string? Word(string? text) =>
        text?.Trim().Split(' ', '(', ';')[0].ToLowerInvariant() is { Length: > 0 } word ? word : null;

    private static string? Status(string? text)
    {
        var digits = string.Concat((text ?? "").Trim().TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
        return digits.Length > 0 ? digits : null;
    }

    private static DateTimeOffset? Date(string? text) => text is not null && DateUtils.TryParse(text, out var at) ? at : null;
}
