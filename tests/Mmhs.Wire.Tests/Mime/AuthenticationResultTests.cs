using System.Text;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>What trusted verifiers say is heard, and nobody else (RFC 8601).</summary>
public sealed class AuthenticationResultTests
{
    private const string Good =
        "Authentication-Results: mx1.example.mil;\r\n dkim=pass (2048-bit key) header.d=north.example header.s=s1 header.b=Abcd1234;\r\n smime=pass body.smime-identifier=authority@north.example\r\n";

    [Fact]
    public void MUA_5_1_13_SEC_4_2_4_3_the_topmost_field_of_a_trusted_verifier_counts()
    {
        var read = Read(
            "Authentication-Results: elsewhere.example; dkim=fail header.d=north.example\r\n"
                + Good
                + "Authentication-Results: mx1.example.mil; dkim=fail header.d=north.example\r\n",
            "MX1.example.mil"
        );
        Assert.Equal(
            [
                new("mx1.example.mil", "dkim", "pass", "north.example", null),
                new("mx1.example.mil", "smime", "pass", null, "authority@north.example"),
            ],
            read
        );
    }

    [Theory]
    [InlineData(Good, null)] // nobody is trusted unless named
    [InlineData(Good, "mx2.example.mil")]
    [InlineData("Authentication-Results: mx1.example.mil 2; dkim=pass header.d=north.example\r\n", "mx1.example.mil")] // of another version
    [InlineData("Authentication-Results: mx1.example.mil; none\r\n", "mx1.example.mil")]
    [InlineData("Authentication-Results: \r\n", "mx1.example.mil")]
    [InlineData("Authentication-Results: mx1.example.mil; dkim=\r\n", "mx1.example.mil")]
    [InlineData("Authentication-Results: mx1.example.mil.evil.example; dkim=pass header.d=north.example\r\n", "mx1.example.mil")]
    [InlineData("X-Authentication-Results: mx1.example.mil; dkim=pass header.d=north.example\r\n", "mx1.example.mil")]
    public void MUA_5_1_13_what_nobody_we_trust_said_is_not_heard(string fields, string? trusted) =>
        Assert.Empty(Read(fields, trusted));

    [Fact]
    public void MUA_5_1_13_a_field_inside_a_message_handed_on_is_not_heard() =>
        Assert.Empty(Read("Content-Type: message/rfc822\r\n", "mx1.example.mil", Good + "Subject: inner\r\n\r\nx\r\n"));

    private static IEnumerable<AuthenticationResult> Read(string fields, string? trusted, string body = "x\r\n") =>
        MessageReader
            .Read(
                Encoding.ASCII.GetBytes($"{fields}From: a@north.example\r\nMIME-Version: 1.0\r\n\r\n{body}"),
                SampleMessages.Context with
                {
                    TrustedVerifiers = trusted is null ? [] : [trusted],
                }
            )
            .Authentication;
}
