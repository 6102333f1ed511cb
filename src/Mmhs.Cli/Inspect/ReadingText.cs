using System.Globalization;
using System.Text;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Reports;
using Mmhs.Wire.Dkim;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;

namespace Mmhs.Cli.Inspect;

/// <summary>A reading for people: label first, then who, how urgent and what, then what to beware of.</summary>
internal static class ReadingText
{
    public static string Write(MessageReading reading, IReadOnlyList<DkimReading> domainSignatures)
    {
        var page = new StringBuilder();
        Line(
            page,
            "label",
            reading.Labels.IsEmpty
                ? "none"
                : string.Join(
                    " | ",
                    reading.Labels.Select(label => $"{label.Marking ?? "?"} ({label.Source}{(label.Valid ? "" : ", not valid")})")
                )
        );
        Line(page, "signature", reading.SignatureWords);
        foreach (var signature in domainSignatures)
            Line(
                page,
                "domain",
                $"{signature.Result.ToString().ToLowerInvariant()} {signature.Domain ?? "?"}{(signature.Reason is { } reason ? $", {reason}" : "")}"
            );
        Line(page, "kind", reading.Formal ? "military message" : "informal message");
        Line(page, "id", reading.MessageId);
        Line(page, "from", Names(reading.From));
        Line(page, "sender", reading.Sender is { } sender ? Names([sender]) : null);
        Line(page, "authorised", Names(reading.Mmhs.AuthorizingUsers));
        Line(page, "action", Names(reading.To), Precedence(reading.Mmhs.PrimaryPrecedence));
        Line(page, "info", Names(reading.Cc), Precedence(reading.Mmhs.CopyPrecedence));
        Line(page, "blind", Names(reading.Bcc));
        Line(
            page,
            "dtg",
            reading.Mmhs.ExtendedAuthorisationInfo is { Year: >= 2000 and < 2100 } at ? new DateTimeGroup(at).ToString() : null
        );
        Line(page, "sic", string.Join(" ", reading.Mmhs.SubjectIndicatorCodes));
        Line(page, "subject", reading.Subject);
        Line(page, "answers", reading.InReplyTo);
        Line(page, "obsoletes", string.Join(" ", reading.Supersedes));
        Line(page, "expires", Time(reading.Expires));
        Line(page, "language", string.Join(" ", reading.ContentLanguage));
        Line(page, "marks", string.Join(", ", Marks(reading)));
        Line(page, "receipt", Names(reading.DispositionNotificationTo));
        foreach (var line in Report(reading))
            Line(page, "report", line);
        foreach (var detail in reading.GatewayDetails)
            Line(page, "gateway", $"{detail.Name}: {detail.Text}");
        foreach (var field in reading.Misspelled)
            Line(page, "misspelled", $"{field.Name} ({field.Registered}): {field.Text}");
        foreach (var part in reading.Parts)
            Line(
                page,
                "part " + part.Path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part.ContentType}, {part.Size} octets{(part.Name is null ? "" : $", {part.Name}")}"
                )
            );
        foreach (var problem in reading.Problems)
            Line(page, "beware", $"{problem.Code} {problem.Where}: {problem.Text}");
        if (reading.Text is { } text)
            page.AppendLine().Append(Harmless(text, lines: true));
        return page.ToString();
    }

    private static void Line(StringBuilder page, string name, string? value, string? more = null)
    {
        if (string.IsNullOrEmpty(value))
            return;
        page.Append(
                CultureInfo.InvariantCulture,
                $"{name + ":", -12}{(more is null ? "" : more + "  ")}{Harmless(value, lines: false)}"
            )
            .AppendLine();
    }

    private static IEnumerable<string> Marks(MessageReading reading)
    {
        if (reading.AutoForwarded)
            yield return "forwarded by a program";
        if (reading.IncompleteCopy)
            yield return "incomplete copy";
        if (!reading.Interworking.Converted.IsEmpty)
            yield return $"converted: {string.Join(", ", reading.Interworking.Converted)}";
    }

    /// <summary>One line a recipient, in words.</summary>
    private static IEnumerable<string> Report(MessageReading reading)
    {
        if (reading.Report is not { } report)
            yield break;
        if (report.Disposition is { } disposition)
            yield return $"{disposition.FinalRecipient ?? "?"}: {disposition.Type} ({disposition.Mode}), about {report.OriginalMessageId ?? "?"}";
        foreach (var recipient in report.Recipients)
            yield return $"{recipient.FinalRecipient ?? recipient.OriginalRecipient ?? "?"}: {recipient.Action ?? "?"}, {StatusText.Of(recipient.Status) ?? "no status"}, about {report.OriginalEnvelopeId ?? report.OriginalMessageId ?? "?"}";
    }

    private static string? Time(DateTimeOffset? at) =>
        at is { Year: >= 2000 and < 2100 } known
            ? new DateTimeGroup(known).ToString()
            : at?.ToString("u", CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<HeaderAddress> addresses) =>
        string.Join(
            ", ",
            addresses.Select(address => address.Name is null ? address.Address : $"{address.Name} <{address.Address}>")
        );

    private static string? Precedence(int? value) =>
        value is null ? null
        : Enum.IsDefined((Precedence)value.Value) ? ((Precedence)value.Value).ToWord()
        : string.Create(CultureInfo.InvariantCulture, $"precedence {value}");

    // what came from elsewhere does not steer the terminal it is shown on
    private static string Harmless(string text, bool lines) =>
        HiddenCharacters.Reveal(
            string.Concat(text.Select(c => char.IsControl(c) && !(lines && c is '\n' or '\t') ? '\uFFFD' : c))
        );
}
