using System.Security.Cryptography;
using Mmhs.Testing;

namespace Mmhs.Cli.Tests;

/// <summary><c>mmhs trust list</c>, and the roots other commands are given.</summary>
public sealed class TrustCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("mmhs-trust-").FullName;
    private readonly TestSigner _authority = new();

    private string Trust => Path.Combine(_data, "trust");

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task It_says_who_may_vouch_for_what()
    {
        using var confined = new TestSigner("Partner", mailOf: "partner.example");
        Put("signers/ours.pem", _authority);
        Put("partners/partner.example/root.pem", confined);
        Put("checkpoints/ours.pem", _authority);

        var told = await Told.ByAsync("trust", "list", "--data", _data);
        Assert.Equal((0, ""), (told.Exit, told.Errors));
        Assert.Contains("signers: messages from our own domains", told.Output, StringComparison.Ordinal);
        Assert.Contains("partner: messages from partner.example", told.Output, StringComparison.Ordinal);
        Assert.Contains("until 2090-01-01 00:00Z, only mail of partner.example", told.Output, StringComparison.Ordinal);

        var json = (await Told.ByAsync("trust", "list", "--trust", Trust, "--json")).Json;
        var roots = json.GetProperty("roots").EnumerateArray().ToList();
        Assert.Equal(
            [("checkpoints", null), ("partners", "partner.example"), ("signers", null)],
            roots.Select(root => (root.GetProperty("purpose").GetString(), root.GetProperty("domain").GetString()))
        );
        Assert.Equal("CN=Partner", roots[1].GetProperty("subject").GetString());
        Assert.Equal(
            confined.Authority.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
            roots[1].GetProperty("sha256").GetString()
        );
        Assert.Equal("only mail of partner.example", roots[1].GetProperty("constraints")[0].GetString());
        Assert.Empty(json.GetProperty("faults").EnumerateArray());
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_the_exit_is_1()
    {
        Put("signers/ours.pem", _authority);
        Put("root.pem", _authority);
        var told = await Told.ByAsync("trust", "list", "--data", _data);
        Assert.Equal(1, told.Exit);
        Assert.Contains("WRONG: ", told.Output, StringComparison.Ordinal);
        Assert.Contains("root.pem is in no folder that says what it is for", told.Output, StringComparison.Ordinal);
        Assert.Single(
            (await Told.ByAsync("trust", "list", "--data", _data, "--json")).Json.GetProperty("faults").EnumerateArray()
        );
    }

    [Fact]
    public async Task Roots_of_an_earlier_build_are_pointed_at()
    {
        Directory.CreateDirectory(Path.Combine(_data, "ca"));
        await File.WriteAllTextAsync(
            Path.Combine(_data, "ca", "root.pem"),
            _authority.Authority.ExportCertificatePem(),
            TestContext.Current.CancellationToken
        );
        var told = await Told.ByAsync("trust", "list", "--data", _data);
        Assert.Equal(1, told.Exit);
        Assert.Contains("roots of an earlier build (root.pem)", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_or_with_two_the_exit_is_3()
    {
        Assert.Equal(3, (await Told.ByAsync("trust", "list", "--data", _data)).Exit);
        Assert.Equal(3, (await Told.ByAsync("trust", "list", "--data", _data, "--trust", Trust)).Exit);
    }

    [Theory]
    [InlineData("signers", "valid")]
    [InlineData("partners/hq.northland.example", "valid")]
    [InlineData("partners/partner.example", "untrusted")]
    [InlineData("mail", "untrusted")]
    [InlineData("checkpoints", "untrusted")]
    public async Task Attack_a_folder_of_purposes_is_believed_as_it_says(string purpose, string chain)
    {
        using var sample = new SignedSample();
        var folder = Directory.CreateDirectory(Path.Combine(Trust, purpose)).FullName;
        File.Copy(Path.Combine(sample.Trust, "ca.pem"), Path.Combine(folder, "ca.pem"));
        var told = await Told.ByAsync("inspect", sample.Message, "--json", "--trust", Trust, "--at", "2026-06-02T12:00:00Z");
        Assert.Equal(0, told.Exit);
        Assert.Equal(chain, told.Json.GetProperty("layers")[0].GetProperty("signers")[0].GetProperty("chain").GetString());
    }

    [Fact]
    public async Task A_folder_of_purposes_with_something_wrong_is_not_used_at_all()
    {
        using var sample = new SignedSample();
        Put("signers/ours.pem", _authority);
        Put("root.pem", _authority);
        var told = await Told.ByAsync("inspect", sample.Message, "--trust", Trust);
        Assert.Equal(2, told.Exit);
        Assert.Contains("root.pem is in no folder", told.Errors, StringComparison.Ordinal);
    }

    private void Put(string file, TestSigner authority)
    {
        var path = Path.Combine(Trust, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, authority.Authority.ExportCertificatePem());
    }
}
