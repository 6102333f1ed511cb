namespace Mmhs.Messages.Tests;

public sealed class ProductVersionTests
{
    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0+", "0.1.0+")]
    [InlineData("0.1.0+1a2b3c4d5e6f", "0.1.0 (1a2b3c4)")]
    [InlineData("0.1.0+1a2", "0.1.0 (1a2)")]
    public void A_commit_is_told_in_seven_digits(string informational, string expected) =>
        Assert.Equal(expected, ProductVersion.Of(informational));

    [Fact]
    public void It_is_the_version_of_this_build() =>
        Assert.StartsWith(
            typeof(ProductVersion).Assembly.GetName().Version!.ToString(3),
            ProductVersion.Text,
            StringComparison.Ordinal
        );
}
