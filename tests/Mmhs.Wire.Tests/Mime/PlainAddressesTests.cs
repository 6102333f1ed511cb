using System.Text;
using CsCheck;
using MimeKit;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>The short way for plain address fields says what the library says, or nothing.</summary>
public sealed class PlainAddressesTests
{
    private static readonly string[] Pieces =
    [
        "a@b",
        "J3 Ops <j3@hq.example>",
        "<j3@hq.example>",
        " ",
        ",",
        "\r\n ",
        "x",
        "@",
        "<",
        ">",
        ".",
        "..",
        "a.b@c.d",
        "-",
        "_",
        "  ",
        "\"q\" <a@b.c>",
        "(c)",
        "=?utf-8?q?x?= <a@b>",
        "g: a@b;",
        "a@b>",
        "<a@b",
        "a b@c",
        "b",
        "9",
        "\t",
    ];

    private static readonly Gen<string> Fields = Gen.Int[0, Pieces.Length - 1]
        .Array[0, 8]
        .Select(chosen => string.Concat(chosen.Select(i => Pieces[i])));

    [Fact]
    public void MUA_5_1_1_what_is_read_the_short_way_is_what_the_library_reads() =>
        Fields.Sample(
            text =>
            {
                var raw = Encoding.ASCII.GetBytes(text);
                if (!PlainAddresses.TryRead(raw, out var plain))
                    return;
                Assert.True(InternetAddressList.TryParse(raw, out var list));
                Assert.Equal(
                    list!.Mailboxes.Select(one => (string.IsNullOrWhiteSpace(one.Name) ? null : one.Name, one.Address)),
                    plain.Select(one => (one.Name, one.Address))
                );
            },
            iter: 20_000
        );

    [Theory]
    [InlineData(" 3rd Brigade J3 <j3@bde3.example>,\r\n\tx@y.example\r\n", false)]
    [InlineData(" 3rd Brigade J3 <j3@bde3.example>,\r\n x@y.example\r\n", true)]
    [InlineData(" <j3@bde3.example>\r\n", true)]
    [InlineData(" \"J3 Ops\" <j3@bde3.example>\r\n", true)]
    [InlineData(" \"J3, Ops\" <j3@bde3.example>\r\n", false)]
    [InlineData(" J3 (Ops) <j3@bde3.example>\r\n", false)]
    public void Plain_fields_go_the_short_way(string raw, bool isPlain) =>
        Assert.Equal(isPlain, PlainAddresses.TryRead(Encoding.ASCII.GetBytes(raw), out _));
}
