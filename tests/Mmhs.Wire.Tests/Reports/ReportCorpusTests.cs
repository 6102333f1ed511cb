using System.Text;
using System.Text.Json;
using MimeKit.Utils;
using Mmhs.Testing;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Reports;

/// <summary>Reports of other people's systems, field by field.</summary>
public sealed class ReportCorpusTests
{
    [Fact]
    public void MUA_5_1_5_conforming_reports_of_others_name_every_recipient_action_and_status()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("dsn/expected.json")));
        List<(string, string, string)> differences = [];
        int read = 0,
            conforming = 0;
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var path = Path.Combine(Corpora.Root!, "dsn", entry.Name);
            if (!File.Exists(path))
                continue;
            read++;
            var report = MessageReader.Read(File.ReadAllBytes(path), SampleMessages.Context).Report;
            var kind = entry.Value.GetProperty("kind").GetString();
            if (kind == "robustness")
                continue;
            Compare(
                entry.Name,
                "kind",
                kind switch
                {
                    "dsn" or "dsn-part-not-in-multipart-report" => "Dsn",
                    "mdn" => "Mdn",
                    "arf" => "Feedback",
                    _ => null,
                },
                report?.Kind.ToString()
            );
            if (report is null || kind == "not-a-report")
                continue;
            if (kind != "mdn")
                Compare(
                    entry.Name,
                    "returned id",
                    Text(entry.Value, "returned_message_id")?.Trim('<', '>', ' '),
                    report.OriginalMessageId
                );
            if (Text(entry.Value, "returned") is { } returned)
                Compare(
                    entry.Name,
                    "returned",
                    returned,
                    report.Returned switch
                    {
                        ReturnedContent.Message => "full",
                        ReturnedContent.Header => "headers",
                        ReturnedContent.Nothing => "none",
                    }
                );
            if (entry.Value.TryGetProperty("rfc3464_conforming", out var conforms))
            {
                Compare(entry.Name, "conforming", conforms.GetBoolean().ToString(), report.IsConforming.ToString());
                if (conforms.GetBoolean())
                    conforming++;
            }
            if (entry.Value.TryGetProperty("per_message", out var message))
                Message(entry.Name, message, report);
            if (entry.Value.TryGetProperty("recipients", out var recipients))
                Recipients(entry.Name, [.. recipients.EnumerateArray()], report);
            if (entry.Value.TryGetProperty("mdn", out var mdn))
                Mdn(entry.Name, mdn, report);
        }
        Assert.True(read > 200 && conforming > 100, $"Only {read} messages were read, and {conforming} of them conform.");
        Differences.AreListed("dsn", differences);

        void Compare(string file, string what, string? wanted, string? found)
        {
            if (!string.Equals(wanted, found, StringComparison.OrdinalIgnoreCase))
                differences.Add((file, what, $"wanted {wanted}, found {found}"));
        }

        void Time(string file, string what, string? wanted, DateTimeOffset? found) =>
            Compare(
                file,
                what,
                wanted is not null && DateUtils.TryParse(wanted, out var at) ? at.ToUniversalTime().ToString("O") : wanted,
                found?.ToUniversalTime().ToString("O")
            );

        void Message(string file, JsonElement wanted, MessageReport found)
        {
            Compare(file, "envelope id", Text(wanted, "original_envelope_id"), found.OriginalEnvelopeId);
            Compare(file, "reporting mta", Text(wanted, "reporting_mta"), found.ReportingMta);
            Compare(file, "received from", Text(wanted, "received_from_mta"), found.ReceivedFromMta);
            Time(file, "arrival", Text(wanted, "arrival_date"), found.ArrivalDate);
        }

        void Recipients(string file, List<JsonElement> wanted, MessageReport found)
        {
            Compare(file, "recipients", $"{wanted.Count}", $"{found.Recipients.Length}");
            foreach (var (one, other) in wanted.Zip(found.Recipients))
            {
                Compare(file, "final", Text(one, "final_recipient"), other.FinalRecipient);
                Compare(file, "original", Text(one, "original_recipient"), other.OriginalRecipient);
                Compare(file, "action", Text(one, "action"), other.Action);
                Compare(file, "status", Text(one, "status"), other.Status);
                Compare(file, "diagnostic", Folded(Text(one, "diagnostic")), Folded(other.DiagnosticCode));
                Compare(file, "remote mta", Text(one, "remote_mta"), other.RemoteMta);
                Time(file, "last attempt", Text(one, "last_attempt_date"), other.LastAttempt);
                Time(file, "retries until", Text(one, "will_retry_until"), other.WillRetryUntil);
            }
        }

        void Mdn(string file, JsonElement wanted, MessageReport found)
        {
            Compare(file, "conforming", "True", found.IsConforming.ToString());
            Compare(file, "ua", Text(wanted, "reporting_ua"), found.Disposition?.ReportingUa);
            Compare(file, "message id", Text(wanted, "original_message_id")?.Trim('<', '>'), found.OriginalMessageId);
            Compare(file, "mode", $"{Text(wanted, "action_mode")}/{Text(wanted, "sending_mode")}", found.Disposition?.Mode);
            Compare(file, "type", Text(wanted, "type"), found.Disposition?.Type);
            Compare(
                file,
                "modifiers",
                string.Join(',', wanted.GetProperty("modifiers").EnumerateArray().Select(modifier => modifier.GetString())),
                string.Join(',', found.Disposition?.Modifiers ?? [])
            );
            Compare(file, "final", Text(wanted, "final_recipient"), found.Disposition?.FinalRecipient);
            Compare(file, "original", Text(wanted, "original_recipient"), found.Disposition?.OriginalRecipient);
        }
    }

    [Fact]
    public void MUA_5_1_5_bodies_of_receipts_are_judged_as_their_authors_judge_them()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("dsn/mdn-bodies.json")));
        Assert.NotEmpty(cases.RootElement.EnumerateArray());
        Assert.All(
            cases.RootElement.EnumerateArray(),
            example =>
            {
                var report = MessageReader
                    .Read(
                        Encoding.ASCII.GetBytes(
                            $"From: a@example.org\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nseen\r\n--b\r\n"
                                + $"Content-Type: message/disposition-notification\r\n\r\n{example.GetProperty("body").GetString()}\r\n--b--\r\n"
                        ),
                        SampleMessages.Context
                    )
                    .Report!;
                var wanted = example.GetProperty("expect");
                Assert.Equal(ReportKind.Mdn, report.Kind);
                Assert.Equal(wanted.GetProperty("valid").GetBoolean(), report.IsConforming);
                if (Text(wanted, "action_mode") is { } mode)
                    Assert.Equal($"{mode}/{Text(wanted, "sending_mode")}", report.Disposition!.Mode);
                if (Text(wanted, "type") is { } type)
                    Assert.Equal(type, report.Disposition!.Type);
                if (Text(wanted, "final_recipient") is { } final)
                    Assert.Equal(final, report.Disposition!.FinalRecipient);
                if (wanted.TryGetProperty("modifiers", out var modifiers))
                    Assert.Equal(
                        modifiers.EnumerateArray().Select(modifier => modifier.GetString()),
                        report.Disposition!.Modifiers
                    );
            }
        );
    }

    private static string Folded(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Object => Text(value, "value"),
            JsonValueKind.Null => null,
            _ => value.GetString() is { Length: > 0 } text ? text : null,
        };
    }
}
