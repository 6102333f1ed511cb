using System.Text.Json;
using Mmhs.Testing;
using Mmhs.Wire.Dkim;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Dkim;

/// <summary>Other people's signed messages, judged as their authors do.</summary>
public sealed class DkimCorpusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files =>
        Corpora.Root is { } root
            ?
            [
                .. Read(root, "expected.json")
                    .EnumerateObject()
                    .Where(one => one.Value.GetProperty("score").ValueKind == JsonValueKind.True)
                    .Select(one => one.Name),
            ]
            : ["none"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task SEC_4_1_4_4_domain_signatures_are_judged_as_their_authors_judge_them(string file)
    {
        if (Corpora.Root is not { } root)
        {
            Assert.Skip("The corpora are not here.");
            return;
        }
        var expected = Read(root, "expected.json")
            .GetProperty(file)
            .GetProperty("accept")
            .EnumerateArray()
            .Select(word => word.GetString())
            .ToList();
        var octets = ToCrlf(await File.ReadAllBytesAsync(Path.Combine(root, "dkim", file), Token));
        var readings = await DkimCheck.ReadAsync(
            octets,
            new Published(Read(root, "dns.json"), Read(root, "dns-special.json")),
            1024,
            TimeProvider.System.GetUtcNow(),
            Token
        );
        var results = readings.Select(reading => reading.Result.ToString().ToLowerInvariant()).ToList();
        var best =
            results.Count == 0 ? "none"
            : results.Contains("pass") ? "pass"
            : results[0];
        Assert.True(expected.Contains(best), $"{best}: {string.Join("; ", readings)}");
    }

    private static JsonElement Read(string root, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "dkim", name))).RootElement;

    private static byte[] ToCrlf(byte[] octets) => LineEnds.ToCrlf(octets).ToArray();

    private sealed class Published(JsonElement records, JsonElement special) : IDkimKeys
    {
        public ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken)
        {
            foreach (
                var record in records
                    .EnumerateObject()
                    .Where(record => record.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            )
                return new(new DkimKeyAnswer([record.Value.GetString()!]));
            foreach (
                var record in special
                    .EnumerateObject()
                    .Where(record => record.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            )
                return new(new DkimKeyAnswer([], IsAvailable: record.Value.GetString() == "NXDOMAIN"));
            return new(new DkimKeyAnswer([]));
        }
    }
}
