using System.Diagnostics.CodeAnalysis;
using MimeKit;
using MimeKit.Utils;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Reports;

/// <summary>Reads reports as they are met, not only as they should be (RFC 3464; RFC 6522; RFC 8098).</summary>
/// <remarks>A report inside a message that is forwarded or returned is data of that message and no report here.</remarks>
internal static class ReportReader
{
    private static readonly string[] Actions = ["failed", "delayed", "delivered", "relayed", "expanded"];

    /// <summary>Null when the message is no report; never throws.</summary>
    /// <param name="root">The entity the message consists of.</param>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the reader must go on.")]
    public static MessageReport? Read(PartNode root)
    {
        if (root.Entity is not Multipart multipart)
            return null;
        var isReport = multipart.ContentType.IsMimeType("multipart", "report");
        // a list or a gateway that adds its footer puts the whole report into a first part
        if (
            !isReport
            && multipart.ContentType.IsMimeType("multipart", "mixed")
            && root.Children is [{ Entity: Multipart inner } first, ..]
            && inner.ContentType.IsMimeType("multipart", "report")
        )
            return Read(first) is { } wrapped ? wrapped with { IsConforming = false } : null;
        try
        {
            var nodes = Own(root).ToList();
            // some systems send a proper status in a multipart of another kind (RFC 6522 §3 forbids it)
            if (!isReport && !(multipart.ContentType.IsMimeType("multipart", "mixed") && root.Children.Exists(IsStatus)))
                return null;
            return Read(nodes, isReport ? multipart.ContentType.Parameters["report-type"]?.Trim().ToLowerInvariant() ?? "" : "");
        }
        catch (Exception)
        {
            return isReport ? new() { Kind = ReportKind.Other } : null;
        }
    }

    private static MessageReport? Read(List<PartNode> nodes, string type)
    {
        var (returnedId, returned) = nodes.Select(Returned).FirstOrDefault(found => found.Content != ReturnedContent.Nothing);
        var report = nodes switch
        {
            _ when nodes.Find(IsStatus) is { } status => Dsn(FieldsOf(status), type == "delivery-status"),
            _ when nodes.Find(IsDisposition) is { } disposition => Mdn(FieldsOf(disposition), type == "disposition-notification"),
            _ when nodes.Exists(node => Is(node, "message", "feedback-report")) => new() { Kind = ReportKind.Feedback },
            _ when type is not ("" or "delivery-status" or "disposition-notification") => new() { Kind = ReportKind.Other },
            _ => null, // words only, so no report a program could read
        };
        return report is null
            ? null
            : report with
            {
                OriginalMessageId = report.OriginalMessageId ?? returnedId,
                Returned = returned,
            };
    }

    private static bool IsStatus(PartNode node) =>
        Is(node, "message", "delivery-status") || Is(node, "message", "global-delivery-status");

    private static bool IsDisposition(PartNode node) =>
        Is(node, "message", "disposition-notification") || Is(node, "message", "global-disposition-notification");

    private static bool Is(PartNode node, string type, string subtype) =>
        node.Entity?.ContentType.IsMimeType(type, subtype) ?? false;

    /// <summary>The parts of this report, without those of a message inside.</summary>
    private static IEnumerable<PartNode> Own(PartNode node) =>
        node.Message is null ? node.Children.SelectMany(Own).Prepend(node) : [node];

    private static MessageReport Dsn(List<ReportFields> groups, bool isDeclared)
    {
        var about = groups.FindAll(group =>
            group.Has("Final-Recipient") || group.Has("Original-Recipient") || group.Has("Action")
        );
        // what is said of the message may stand in several groups, and some say it beside the only recipient
        var message = groups.Except(about).Concat(about).ToList();
        var reportingMta = ReportGrammar.Value(First("Reporting-MTA"));
        return new()
        {
            Kind = ReportKind.Dsn,
            IsConforming = isDeclared && reportingMta is not null && about.Count > 0 && about.TrueForAll(IsComplete),
            OriginalEnvelopeId = First("Original-Envelope-Id"),
            ReportingMta = reportingMta,
            ReceivedFromMta = ReportGrammar.Value(First("Received-From-MTA")),
            Gateway = ReportGrammar.Value(First("DSN-Gateway")),
            ArrivalDate = Date("Arrival-Date"),
            DeliverByDate = Date("Deliver-By-Date"),
            Recipients = [.. about.Select(Recipient)],
        };

        string? First(string name) => message.Select(group => group[name]).FirstOrDefault(value => value is not null);

        DateTimeOffset? Date(string name) => message.Select(group => group.Date(name)).FirstOrDefault(value => value is not null);
    }

    // RFC 3464 §2.3: these three are required
    private static bool IsComplete(ReportFields group) =>
        ReportGrammar.Address(group["Final-Recipient"]) is not null
        && Actions.Contains(ReportGrammar.Word(group["Action"]))
        && ReportGrammar.Status(group["Status"])?.Split('.') is { Length: 3 };

    private static ReportedRecipient Recipient(ReportFields group) =>
        new(
            ReportGrammar.Address(group["Original-Recipient"]),
            ReportGrammar.Address(group["Final-Recipient"]),
            ReportGrammar.Word(group["Action"]),
            ReportGrammar.Status(group["Status"]),
            ReportGrammar.Value(group["Diagnostic-Code"]),
            ReportGrammar.Value(group["Remote-MTA"]),
            group.Date("Last-Attempt-Date")
        )
        {
            WillRetryUntil = group.Date("Will-Retry-Until"),
            FinalLogId = group["Final-Log-ID"],
        };

    private static MessageReport Mdn(List<ReportFields> groups, bool isDeclared)
    {
        var fields = groups.Find(group => group.Has("Disposition")) ?? (groups.Count > 0 ? groups[0] : new());
        var final = ReportGrammar.Address(fields["Final-Recipient"]);
        var disposition = ReportGrammar.Disposition(fields["Disposition"]) is { } read
            ? new ReportedDisposition(
                read.Mode,
                read.Type,
                read.Modifiers,
                ReportGrammar.Address(fields["Original-Recipient"]),
                final
            )
            {
                ReportingUa = fields["Reporting-UA"],
                Gateway = ReportGrammar.Value(fields["MDN-Gateway"]),
                Errors = [.. fields.All("Error"), .. fields.All("Failure"), .. fields.All("Warning")],
            }
            : null;
        return new()
        {
            Kind = ReportKind.Mdn,
            IsConforming =
                isDeclared
                && final is not null
                && disposition
                    is {
                        Mode: "manual-action/mdn-sent-manually"
                            or "manual-action/mdn-sent-automatically"
                            or "automatic-action/mdn-sent-manually"
                            or "automatic-action/mdn-sent-automatically",
                        Type: "displayed" or "deleted" or "dispatched" or "processed",
                    },
            OriginalMessageId = Id(fields["Original-Message-ID"]),
            Disposition = disposition,
        };
    }

    private static List<ReportFields> FieldsOf(PartNode node)
    {
        using var octets = new MemoryStream();
        PartOctets.CopyTo(node, octets);
        return ReportFields.Read(octets.ToArray());
    }

    // RFC 6522 §3: the third part, the message or its header
    private static (string? Id, ReturnedContent Content) Returned(PartNode node)
    {
        var content =
            Is(node, "text", "rfc822-headers") || Is(node, "message", "rfc822-headers") || Is(node, "message", "global-headers")
                ? ReturnedContent.Header
                : ReturnedContent.Message;
        if (node.Message is { } message)
            return (HeaderView.Of(message).Id("Message-ID"), content);
        if (content == ReturnedContent.Message)
            return default;
        return (FieldsOf(node).Select(fields => Id(fields["Message-ID"])).FirstOrDefault(id => id is not null), content);
    }

    private static string? Id(string? text) => MimeUtils.EnumerateReferences(text ?? "").FirstOrDefault();
}
