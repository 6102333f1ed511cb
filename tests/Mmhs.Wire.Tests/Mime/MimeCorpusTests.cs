using System.Text.Json;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>Other people's messages, well-formed and broken.</summary>
public sealed class MimeCorpusTests
{
    [Fact]
    public void MUA_5_1_1_other_peoples_messages_are_read_as_their_authors_and_a_second_parser_read_them()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("mime/expected.json")));
        List<string> differences = [];
        var compared = 0;
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var path = Path.Combine(Corpora.Root!, "mime", entry.Name);
            if (!File.Exists(path)) continue;
            var reading = MessageReader.Read(File.ReadAllBytes(path), SampleMessages.Context);
            if (entry.Value.GetProperty("class").GetString() != "wellformed" || !entry.Value.TryGetProperty("python_email", out var python)) continue;
            compared++;
            // where the other parser could not decode a subject there is nothing to compare with
            if (python.TryGetProperty("subject", out var subject) && Agrees(entry.Value, "subject") && !subject.GetString()!.Contains('\uFFFD', StringComparison.Ordinal)
                && Folded(reading.Subject) != Folded(subject.GetString()))
                differences.Add($"{entry.Name}: subject {reading.Subject}");
            if (!python.TryGetProperty("named_or_attachment_parts", out var parts)) continue;
            foreach (var part in parts.EnumerateArray())
                if (part.TryGetProperty("sha256", out var sha256) && !reading.Parts.Any(candidate => candidate.Sha256 == sha256.GetString()))
                    differences.Add($"{entry.Name}: {part.GetProperty("type")} {sha256}");
        }
        Assert.True(compared > 50, $"Only {compared} messages were compared.");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static bool Agrees(JsonElement entry, string what) =>
        !entry.TryGetProperty("agree", out var agree) || !agree.TryGetProperty(what, out var agrees) || agrees.ValueKind != JsonValueKind.False;

    private static string Folded(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
