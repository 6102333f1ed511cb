using System.Globalization;
using System.Text;
using System.Text.Json;
using Mmhs.Testing;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Headers;

/// <summary>Addresses, dates and other header values of other people's tests: as a message is read, and as our own fields are read.</summary>
public sealed class AddressCorpusTests
{
    [Fact]
    public void MUA_5_1_1_addresses_are_judged_as_their_standard_says()
    {
        List<(string, string, string)> differences = [];
        var compared = 0;
        foreach (var example in Cases("addresses/isemail.json"))
        {
            var category = example.GetProperty("category").GetString()!;
            if (category is not ("ISEMAIL_VALID_CATEGORY" or "ISEMAIL_ERR"))
                continue;
            compared++;
            var address = example.GetProperty("address").GetString()!;
            var found = FieldText.Unfold(address) is { } body && AddressText.Read(body, groups: false) is [{ Name: null }];
            if (found != example.GetProperty("header_ok").GetBoolean())
                differences.Add(
                    (
                        $"isemail {example.GetProperty("id")}",
                        "address",
                        $"{address} {example.GetProperty("diagnosis")} found {found}"
                    )
                );
        }
        Assert.True(compared > 25, $"Only {compared} addresses were compared.");
        Differences.AreListed("isemail", differences);
    }

    [Fact]
    public void MUA_5_1_1_lists_of_addresses_are_read_as_another_parser_reads_them()
    {
        List<(string, string, string)> differences = [];
        foreach (var (number, example) in Cases("addresses/header-address.json").Index())
        {
            var expected = example.GetProperty("expected");
            var wanted =
                expected.ValueKind != JsonValueKind.Object ? []
                : expected.TryGetProperty("List", out var list) ? Mailboxes(list)
                : expected.GetProperty("Group").EnumerateArray().SelectMany(group => Mailboxes(group.GetProperty("addresses")));
            var found = Read("To", example).To;
            if (!wanted.SequenceEqual(found.Select(address => $"{address.Name}|{address.Address}")))
                differences.Add(
                    (
                        $"address {number}",
                        "list",
                        $"wanted {string.Join(" , ", wanted)} found {string.Join(" , ", found.Select(address => $"{address.Name}|{address.Address}"))} of {example.GetProperty("header").GetString()!.ReplaceLineEndings("~")}"
                    )
                );
        }
        Differences.AreListed("header-address", differences);

        static IEnumerable<string> Mailboxes(JsonElement list) =>
            list.EnumerateArray()
                .Select(mailbox => $"{mailbox.GetProperty("name").GetString()}|{mailbox.GetProperty("address").GetString()}");
    }

    [Fact]
    public void MUA_5_1_1_dates_are_read_as_another_parser_reads_them()
    {
        List<(string, string, string)> differences = [];
        foreach (var (number, example) in Cases("addresses/header-date.json").Index())
        {
            var wanted = Date(example.GetProperty("expected"));
            var found = Read("Date", example).Date;
            if (wanted != found)
                differences.Add(
                    ($"date {number}", "as read", $"wanted {wanted:O} found {found:O} of {example.GetProperty("header")}")
                );
            // our own fields are read by the letter of RFC 5322; what they accept is the same moment
            var strict = FieldText.Unfold(example.GetProperty("header").GetString()!) is { } body
                ? DateTimeText.Read(body)
                : null;
            if (strict is not null && strict != wanted)
                differences.Add(
                    ($"date {number}", "as field", $"wanted {wanted:O} found {strict:O} of {example.GetProperty("header")}")
                );
        }
        Differences.AreListed("header-date", differences);
    }

    [Fact]
    public void MUA_5_1_1_identifiers_times_and_subjects_are_read_as_another_parser_reads_them()
    {
        List<(string, string, string)> differences = [];
        foreach (var (number, example) in Cases("addresses/header-id.json").Index())
            Compare(
                $"id {number}",
                Words(example.GetProperty("expected")),
                string.Join('|', Read("References", example).References)
            );
        foreach (var (number, example) in Cases("addresses/header-received.json").Index())
        {
            var expected = example.GetProperty("expected");
            var wanted =
                expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("date", out var date) ? Date(date) : null;
            Compare(
                $"received {number}",
                $"{wanted?.ToUniversalTime():O}",
                $"{Read("Received", example).DeliveredAt?.ToUniversalTime():O}"
            );
        }
        foreach (var (number, example) in Cases("addresses/header-unstructured.json").Index())
            Compare(
                $"unstructured {number}",
                Folded(example.GetProperty("expected").GetString()),
                Folded(Read("Subject", example).Subject)
            );
        foreach (var (number, example) in Cases("addresses/header-content_type.json").Index())
        {
            var expected = example.GetProperty("expected");
            if (expected.ValueKind != JsonValueKind.Object || expected.GetProperty("c_subtype").ValueKind != JsonValueKind.String)
                continue;
            var type = $"{expected.GetProperty("c_type")}/{expected.GetProperty("c_subtype")}".ToLowerInvariant();
            var root = PartTree.Of(Message("Content-Type", example)).Root!.Entity!;
            Compare($"content type {number}", type, root.ContentType.MimeType.ToLowerInvariant());
            if (expected.GetProperty("attributes").ValueKind != JsonValueKind.Array)
                continue;
            foreach (var attribute in expected.GetProperty("attributes").EnumerateArray())
                Compare(
                    $"content type {number} {attribute[0]}",
                    attribute[1].GetString(),
                    root.ContentType.Parameters[attribute[0].GetString()!]
                );
        }
        Differences.AreListed("header-values", differences);

        void Compare(string which, string? wanted, string? found)
        {
            if (wanted != found)
                differences.Add((which, "value", $"wanted {wanted} found {found}".ReplaceLineEndings("~")));
        }
    }

    private static string Words(JsonElement expected) =>
        expected.ValueKind == JsonValueKind.Array
            ? string.Join('|', expected.EnumerateArray().Select(word => word.GetString()))
            : "";

    private static DateTimeOffset? Date(JsonElement expected)
    {
        if (expected.ValueKind != JsonValueKind.Object)
            return null;
        int Part(string name) => expected.GetProperty(name).GetInt32();
        var offset = new TimeSpan(Part("tz_hour"), Part("tz_minute"), 0);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Part("year"):D4}-{Part("month"):D2}-{Part("day"):D2}T{Part("hour"):D2}:{Part("minute"):D2}:{Part("second"):D2}Z"
        );
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
            ? at + (expected.GetProperty("tz_before_gmt").GetBoolean() ? offset : -offset)
            : null;
    }

    private static MessageReading Read(string field, JsonElement example) =>
        MessageReader.Read(Message(field, example), SampleMessages.Context);

    private static byte[] Message(string field, JsonElement example) =>
        Encoding.UTF8.GetBytes($"{field}: {example.GetProperty("header").GetString()!.TrimEnd('\r', '\n')}\r\n\r\ntext\r\n");

    private static List<JsonElement> Cases(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.File(file)));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
    }

    private static string Folded(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
