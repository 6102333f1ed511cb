using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Cli.Tests;

public sealed class LabelCommandTests
{
    private const string Northland = "1.3.6.1.4.1.32473.10.1";
    private static readonly string Policies = Told.Ours("policies");

    [Fact]
    public async Task A_label_its_policy_permits_is_marked_and_exits_0()
    {
        var told = await Told.ByAsync(
            "label",
            "check",
            "--policies",
            Policies,
            "--label",
            Encoded(new(Northland, Secret)),
            "--json"
        );
        Assert.Equal((0, ""), (told.Exit, told.Errors));
        Assert.Equal(
            (true, "SECRET"),
            (told.Json.GetProperty("valid").GetBoolean(), told.Json.GetProperty("classificationName").GetString())
        );
        Assert.Contains("SECRET", told.Json.GetProperty("marking").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, told.Json.GetProperty("access").ValueKind);
    }

    [Fact]
    public async Task SEC_4_1_1_2_a_clearance_decides_and_the_rule_that_fails_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            var label = Encoded(new(Northland, Secret));
            await File.WriteAllTextAsync(
                file,
                new Clearance(Northland, [.. Enumerable.Range(0, Secret + 1)], []).ToKey(),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(
                0,
                (await Told.ByAsync("label", "check", "--policies", Policies, "--label", label, "--clearance", file)).Exit
            );
            await File.WriteAllTextAsync(file, new Clearance(Northland, [0], []).ToKey(), TestContext.Current.CancellationToken);
            var denied = await Told.ByAsync("label", "check", "--policies", Policies, "--label", label, "--clearance", file);
            Assert.Equal(1, denied.Exit);
            Assert.Contains("CLASSIFICATION", denied.Output, StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "<clearance/>", TestContext.Current.CancellationToken);
            Assert.Contains(
                "XML",
                (await Told.ByAsync("label", "check", "--policies", Policies, "--label", label, "--clearance", file)).Errors,
                StringComparison.Ordinal
            );
            await File.WriteAllTextAsync(file, "nonsense", TestContext.Current.CancellationToken);
            Assert.Equal(
                3,
                (await Told.ByAsync("label", "check", "--policies", Policies, "--label", label, "--clearance", file)).Exit
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task SEC_4_1_1_1_a_label_of_an_unknown_policy_exits_1() =>
        Assert.Equal(1, (await Told.ByAsync("label", "check", "--policies", Policies, "--label", Encoded(new("1.2.3", 1)))).Exit);

    [Theory]
    [InlineData("--policies", "no-such-folder", "--label", "MAA=")]
    [InlineData("--label", "MAA=")]
    [InlineData("--policies", ".", "--label", "not Base64")]
    [InlineData("--policies", ".", "--label", "MAA=", "--to-policy", "ALLIANCE")]
    public async Task What_cannot_be_done_exits_3_and_says_why(params string[] options)
    {
        var told = await Told.ByAsync(["label", "check", .. options]);
        Assert.Equal(3, told.Exit);
        Assert.NotEmpty(told.Errors);
    }

    private static int Secret { get; } =
        SpifReader
            .Read(File.ReadAllBytes(Path.Combine(Policies, "northland.xml")))
            .Policy!.Classifications.Single(classification => classification.Name == "SECRET")
            .Value;

    private static string Encoded(SecurityLabel label) => Convert.ToBase64String(EssLabelCodec.Encode(label));
}
