using System.Text.Json;

namespace Mmhs.Cli.Tests;

/// <summary><c>mmhs inspect --dns</c>: the domain signatures of a file.</summary>
public sealed class InspectDomainTests
{
    private static readonly string? Corpus =
        Environment.GetEnvironmentVariable("MMHS_CORPORA") is { Length: > 0 } root
        && File.Exists(Path.Combine(root, "dkim", "expected.json"))
            ? Path.Combine(root, "dkim")
            : null;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SEC_4_1_4_4_the_corpus_is_judged_as_its_authors_judge_it()
    {
        if (Corpus is null)
            Assert.Skip("The corpora are not here (MMHS_CORPORA).");
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Corpus!, "expected.json"), Token));
        var wrong = new List<string>();
        foreach (
            var one in expected
                .RootElement.EnumerateObject()
                .Where(one => one.Value.GetProperty("score").ValueKind == JsonValueKind.True)
        )
        {
            var told = await Told.ByAsync(
                "inspect",
                Path.Combine(Corpus!, one.Name),
                "--json",
                "--dns",
                Path.Combine(Corpus!, "dns.json")
            );
            var results = told
                .Json.GetProperty("dkim")
                .EnumerateArray()
                .Select(signature => signature.GetProperty("result").GetString())
                .ToList();
            var best =
                results.Count == 0 ? "none"
                : results.Contains("pass") ? "pass"
                : results[0];
            if (!one.Value.GetProperty("accept").EnumerateArray().Any(word => word.GetString() == best))
                wrong.Add($"{one.Name}: {best}");
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("{}", "permerror", "no key")]
    [InlineData("""{"S1._domainkey.Example.org.": "v=DKIM1; p="}""", "permerror", "the key was revoked")]
    [InlineData("""{"s1._domainkey.example.org": ["v=DKIM1; p=", "v=DKIM1; p="]}""", "permerror", "more than one key")]
    [InlineData("""{"s1._domainkey.example.org": "~~SERVFAIL~~"}""", "temperror", "the key could not be asked for")]
    [InlineData("""{"s1._domainkey.example.org": "NXDOMAIN"}""", "permerror", "no key")]
    public async Task What_the_file_of_keys_says_is_what_the_DNS_would_say(string keys, string result, string reason)
    {
        var (message, dns) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(
            message,
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; i=ops@example.org; s=s1; h=from; bh=AAAA; b=AAAA\nFrom: a@example.org\n\nx\n",
            Token
        );
        await File.WriteAllTextAsync(dns, keys, Token);
        var told = await Told.ByAsync("inspect", message, "--json", "--dns", dns);
        var signature = Assert.Single(told.Json.GetProperty("dkim").EnumerateArray());
        Assert.Equal(
            ("example.org", "s1", "ops@example.org", "rsa-sha256", result, reason),
            (
                signature.GetProperty("domain").GetString(),
                signature.GetProperty("selector").GetString(),
                signature.GetProperty("identity").GetString(),
                signature.GetProperty("algorithm").GetString(),
                signature.GetProperty("result").GetString(),
                signature.GetProperty("reason").GetString()
            )
        );
        Assert.Contains(
            $"domain:     {result} example.org, {reason}",
            (await Told.ByAsync("inspect", message, "--dns", dns)).Output,
            StringComparison.Ordinal
        );
        File.Delete(message);
        File.Delete(dns);
    }

    [Theory]
    [InlineData("no-such-file.json", "neither a file nor")]
    [InlineData("127.0.0.1:x", "neither a file nor")]
    [InlineData("[]", "no file of key records")]
    [InlineData("{", "no file of key records")]
    [InlineData("""{"a": 7}""", "no file of key records")]
    public async Task What_is_no_source_of_keys_is_refused(string named, string words)
    {
        var (message, dns) = (Path.GetTempFileName(), Path.GetTempFileName());
        var isContent = named.StartsWith('[') || named.StartsWith('{');
        if (isContent)
            await File.WriteAllTextAsync(dns, named, Token);
        var told = await Told.ByAsync("inspect", message, "--json", "--dns", isContent ? dns : named);
        Assert.Equal(2, told.Exit);
        Assert.Contains(words, told.Errors, StringComparison.Ordinal);
        File.Delete(message);
        File.Delete(dns);
    }
}
