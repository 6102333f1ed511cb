using CsCheck;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Tests.Policy;

public sealed class LabelKeyTests
{
    [Fact]
    public void A_key_is_the_same_in_whichever_order_the_categories_were_given()
    {
        Category two = new("1.2.3.1", TagKind.Restrictive, 2),
            ten = new("1.2.3.1", TagKind.Restrictive, 10),
            bits = new("1.2.3.1", TagKind.InformativeBits, 0);
        Assert.Equal(
            "1.2.3;4;=CLEAR;1.2.3.1:r=2,10;1.2.3.1:ib=0",
            new SecurityLabel("1.2.3", 4, "CLEAR", [bits, ten, two]).ToKey()
        );
        Assert.Equal("1.2.3;-;-", new SecurityLabel("1.2.3", null).ToKey());
        Assert.Equal(
            "1.2.3;0;-;1.2:u=AgEF",
            new SecurityLabel("1.2.3", 0, null, [new("1.2", TagKind.Unknown, 0, "AgEF")]).ToKey()
        );
    }

    [Fact]
    public void Every_key_reads_back_to_its_label_and_no_two_labels_share_one() =>
        Gen.Select(GenLabel, GenLabel)
            .Sample(
                (left, right) =>
                    SecurityLabel.TryParse(left.ToKey(), out var read)
                    && read.Equals(left)
                    && left.Equals(right) == (left.ToKey() == right.ToKey())
            );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.2.3;4")]
    [InlineData("north;4;-")]
    [InlineData("1.2.3;04;-")]
    [InlineData("1.2.3;-4;-")]
    [InlineData("1.2.3;4;CLEAR")]
    [InlineData("1.2.3;4;=%43LEAR")]
    [InlineData("1.2.3;4;-;")]
    [InlineData("1.2.3;4;-;1.2.3.1:r=")]
    [InlineData("1.2.3;4;-;1.2.3.1:x=1")]
    [InlineData("1.2.3;4;-;1.2.3.1:r=2,1")]
    [InlineData("1.2.3;4;-;1.2.3.1:r=1,1")]
    [InlineData("1.2.3;4;-;1.2.3.2:r=1;1.2.3.1:r=1")]
    [InlineData("1.2.3;4;-;1.2.3.1:r=1;1.2.3.1:r=2")]
    [InlineData("1.2.3;4;-;1.2.3.1:u=!")]
    [InlineData("1.2.3;4;-;1.2.3.1=1:r")]
    public void What_is_no_key_of_ours_is_not_read(string? key) => Assert.False(SecurityLabel.TryParse(key, out _));

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Gen.OneOf("1.2.3", ";", "-", "=", ":", "r", "u", "4", ",", "%", "%41", "é")
            .Array[0, 20]
            .Sample(parts =>
            {
                SecurityLabel.TryParse(string.Concat(parts), out _);
            });

    private static Gen<SecurityLabel> GenLabel { get; } =
        Gen.Select(
                Gen.OneOf("1.2.3", "2.16.840"),
                Gen.Int[0, 3].Nullable(),
                Gen.OneOf("", "CLEAR", "a;b=c:d,e", "ÄÖ %41").Null(),
                Gen.Select(Gen.Int[1, 2], Gen.Enum<TagKind>(), Gen.Int[0, 12])
                    .Select(
                        (set, kind, value) =>
                            kind == TagKind.Unknown
                                ? new Category($"1.2.3.{set}", kind, 0, Convert.ToBase64String([2, 1, (byte)value]))
                                : new Category($"1.2.3.{set}", kind, value)
                    )
                    .Array[0, 6]
            )
            .Select(
                (policy, classification, mark, categories) => new SecurityLabel(policy, classification, mark, [.. categories])
            );
}
