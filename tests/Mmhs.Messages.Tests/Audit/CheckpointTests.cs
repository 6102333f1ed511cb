using CsCheck;
using Mmhs.Messages.Audit;

namespace Mmhs.Messages.Tests.Audit;

public sealed class CheckpointTests
{
    private static readonly byte[] Zeros = new byte[32];

    // access-and-audit §4.4
    private const string Text =
        "mmhs-audit-checkpoint/v1\nstream: msa-1\nsize: 128000\nroot: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nchain: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        + "first: 0\ntime: 2026-01-31T12:00:00Z\nprev: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nkey: 0123456789abcdef\n";

    [Fact]
    public void It_is_written_line_by_line() =>
        Assert.Equal(
            Text,
            new Checkpoint(
                "msa-1",
                128000,
                Zeros,
                Zeros,
                0,
                new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
                Zeros,
                "0123456789abcdef"
            ).ToText()
        );

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Byte.Array[32], Gen.Byte.Array[32], Gen.Int[0, 2_000_000_000])
            .Sample(
                (size, root, chain, seconds) =>
                {
                    var checkpoint = new Checkpoint(
                        "portal-1",
                        size,
                        root,
                        chain,
                        0,
                        DateTimeOffset.UnixEpoch.AddSeconds(seconds),
                        Zeros,
                        "00ff"
                    );
                    Assert.True(Checkpoint.TryParse(checkpoint.ToText(), out var read));
                    Assert.Equal(checkpoint.ToText(), read!.ToText());
                    Assert.Equal((size, checkpoint.Time), (read.Size, read.Time));
                    Assert.Equal(checkpoint.Digest(), read.Digest());
                }
            );

    [Theory]
    [InlineData("")]
    [InlineData("mmhs-audit-checkpoint/v2")]
    [InlineData(" size: 128000")]
    public void Something_else_is_refused(string text) => Assert.False(Checkpoint.TryParse(text, out _));

    [Theory]
    [InlineData("/v1", "/v2")]
    [InlineData("\n", "\r\n")]
    [InlineData("size: 128000", "size: 0128000")]
    [InlineData("size: 128000", "size: +128000")]
    [InlineData("size: 128000", "size: -1")]
    [InlineData("stream: msa-1\nsize: 128000", "size: 128000\nstream: msa-1")]
    [InlineData("first: 0\n", "")]
    [InlineData("12:00:00Z", "12:00:00+01:00")]
    [InlineData("root: AAAA", "root: AAA")]
    [InlineData("prev: AAAAA", "prev:  AAAAA")]
    [InlineData("key: 0123456789abcdef\n", "key: 0123456789abcdef")]
    [InlineData("key: 0123456789abcdef\n", "key: 0123456789abcdef\n\n")]
    [InlineData("stream: msa-1", "stream: ")]
    public void A_second_spelling_of_the_same_is_refused(string found, string instead)
    {
        Assert.True(Checkpoint.TryParse(Text, out _));
        Assert.False(Checkpoint.TryParse(Text.Replace(found, instead, StringComparison.Ordinal), out _));
    }
}
