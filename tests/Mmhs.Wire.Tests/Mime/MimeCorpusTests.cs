using System.Diagnostics;
using System.Text.Json;
using MimeKit;
using Mmhs.Testing;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>Other people's messages, well-formed and broken.</summary>
public sealed class MimeCorpusTests
{
    [Fact]
    public void MUA_5_1_1_other_peoples_messages_are_read_as_their_authors_and_a_second_parser_read_them()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("mime/expected.json")));
        List<(string, string, string)> differences = [];
        int compared = 0,
            texts = 0;
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var path = Path.Combine(Corpora.Root!, "mime", entry.Name);
            if (!File.Exists(path))
                continue;
            var clock = Stopwatch.StartNew();
            var reading = MessageReader.Read(File.ReadAllBytes(path), SampleMessages.Context);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{entry.Name} took {clock.Elapsed}.");
            if (
                entry.Value.GetProperty("class").GetString() != "malformed"
                && entry.Value.TryGetProperty("native_expected", out var natives)
                && natives
                    .EnumerateArray()
                    .Select(native => native.GetString()!)
                    .FirstOrDefault(native => native.EndsWith(".json", StringComparison.Ordinal))
                    is { } native
            )
                texts += CompareTexts(entry.Name, native);
            if (
                entry.Value.GetProperty("class").GetString() != "wellformed"
                || !entry.Value.TryGetProperty("python_email", out var python)
            )
                continue;
            compared++;
            // where the other parser could not decode a subject there is nothing to compare with
            if (
                python.TryGetProperty("subject", out var subject)
                && Agrees(entry.Value, "subject")
                && !subject.GetString()!.Contains('\uFFFD', StringComparison.Ordinal)
                && Folded(reading.Subject) != Folded(subject.GetString())
            )
                differences.Add((entry.Name, "subject", $"wanted {subject.GetString()}, found {reading.Subject}"));
            Leaves(entry.Name, [.. python.GetProperty("leaf_types").EnumerateArray().Select(type => type.GetString()!)], reading);
            if (!python.TryGetProperty("named_or_attachment_parts", out var parts))
                continue;
            foreach (var part in parts.EnumerateArray())
                if (
                    part.TryGetProperty("sha256", out var sha256)
                    && !reading.Parts.Any(candidate => candidate.Sha256 == sha256.GetString())
                )
                    differences.Add((entry.Name, "attachment", $"{part.GetProperty("type")} {sha256}"));
        }
        Assert.True(compared > 80 && texts > 20, $"Only {compared} messages were compared, and {texts} texts.");
        Differences.AreListed("mime", differences);

        // leaves in their order; what is inside a message is not listed there
        void Leaves(string file, string[] wanted, MessageReading reading)
        {
            var messages = reading
                .Parts.Where(part => part.ContentType.StartsWith("message/", StringComparison.Ordinal))
                .Select(part => part.Path + ".")
                .ToList();
            var found = reading
                .Parts.Where(part => !messages.Exists(message => part.Path.StartsWith(message, StringComparison.Ordinal)))
                .Select(part => part.ContentType)
                .ToList();
            if (!wanted.SequenceEqual(found))
                differences.Add((file, "leaves", $"wanted {string.Join(' ', wanted)}, found {string.Join(' ', found)}"));
        }

        // every text the other parser decoded is among our texts, character by character but for blanks
        int CompareTexts(string file, string native)
        {
            using var parsed = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Corpora.Root!, "mime", native)));
            var ours =
                PartTree
                    .Of(File.ReadAllBytes(Path.Combine(Corpora.Root!, "mime", file)))
                    .Root?.WithDescendants()
                    .Select(node => node.Entity)
                    .OfType<TextPart>()
                    .Select(part => Folded(part.Text))
                    .ToHashSet(StringComparer.Ordinal)
                ?? [];
            var count = 0;
            foreach (var part in parsed.RootElement.GetProperty("parts").EnumerateArray())
            {
                var body = part.GetProperty("body");
                if (
                    body.ValueKind != JsonValueKind.Object
                    || !(body.TryGetProperty("Text", out var text) || body.TryGetProperty("Html", out text))
                )
                    continue;
                count++;
                if (!ours.Contains(Folded(text.GetString())))
                    differences.Add(
                        (file, "text", text.GetString()![..Math.Min(120, text.GetString()!.Length)].ReplaceLineEndings("|"))
                    );
            }
            return count;
        }
    }

    private static bool Agrees(JsonElement entry, string what) =>
        !entry.TryGetProperty("agree", out var agree)
        || !agree.TryGetProperty(what, out var agrees)
        || agrees.ValueKind != JsonValueKind.False;

    private static string Folded(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
