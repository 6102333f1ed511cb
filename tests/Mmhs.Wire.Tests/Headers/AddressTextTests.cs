using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("a@example.org", "a@example.org")]
    [InlineData(
        "UK SHL CGT Samuals G <g.s@shl.example.com>, UK SHL <duty@shl.example.com>",
        "UK SHL CGT Samuals G|g.s@shl.example.com",
        "UK SHL|duty@shl.example.com"
    )]
    [InlineData("\"Quist, B. \\\"Bo\\\"\" <b@example.org>", "Quist, B. \"Bo\"|b@example.org")]
    [InlineData("J. Q. Public (staff) <j (x) . q @ example . org>", "J. Q. Public|j.q@example.org")]
    [InlineData("Staff: a@example.org, B <b@example.org>; , c@example.org", "a@example.org", "B|b@example.org", "c@example.org")]
    [InlineData("<a@[192.0.2.1]>", "a@[192.0.2.1]")]
    [InlineData("\"a b\"@example.org", "\"a b\"@example.org")]
    [InlineData("=?utf-8?Q?J=C3=BCrgen?= =?utf-8?Q?_M?= <j@example.org>", "Jürgen M|j@example.org")]
    [InlineData("\"=?utf-8?Q?J?=\" <j@example.org>", "=?utf-8?Q?J?=|j@example.org")]
    public void A_list_of_addresses_is_read(string text, params string[] expected) =>
        Assert.Equal(
            expected,
            AddressText
                .Read(text, groups: true)!
                .Value.Select(read => read.Name is null ? read.Address : $"{read.Name}|{read.Address}")
        );

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a@")]
    [InlineData("@example.org")]
    [InlineData("a@example.org;b@example.org")]
    [InlineData("a@example.org b@example.org")]
    [InlineData("a@example.org,")]
    [InlineData(",a@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData(".a@example.org")]
    [InlineData("a@example..org")]
    [InlineData("<a@example.org")]
    [InlineData("\"a@example.org")]
    [InlineData("a@\"example.org\"")]
    [InlineData("Staff: a@example.org")]
    [InlineData("Staff: Inner: a@example.org;;")]
    [InlineData("a@[192.0.2.1")]
    [InlineData("(open a@example.org")]
    public void What_is_no_list_of_addresses_is_not_read(string text) => Assert.Null(AddressText.Read(text, groups: true));

    [Fact]
    public void A_mailbox_list_has_no_groups() => Assert.Null(AddressText.Read("Staff: a@example.org;", groups: false));
}
