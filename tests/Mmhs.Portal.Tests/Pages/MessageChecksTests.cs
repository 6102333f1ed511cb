using System.Text;
using Bunit;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>What the checks of a message came to, in words.</summary>
public sealed class MessageChecksTests : BunitContext
{
    [Theory]
    [InlineData(
        "dkim=pass header.d=north.example",
        "0",
        "Sent by its domain The domain signature of north.example holds. Checked by mx1.example.mil."
    )]
    [InlineData(
        "dkim=pass header.d=elsewhere.example",
        "1",
        "Domain signature (DKIM) The domain signature of elsewhere.example holds, and proves nothing of the sender: it is of another domain."
    )]
    [InlineData("dkim=pass header.d=example", "1", "of another domain")] // nor does that of a parent
    [InlineData("dkim=pass", "1", "of another domain")]
    [InlineData("dkim=fail header.d=north.example", "2", "does not hold")]
    [InlineData("dkim=policy header.d=north.example", "2", "too weak")]
    [InlineData("dkim=temperror", "1", "could not be checked (temperror)")]
    public void MUA_5_1_13_what_a_trusted_verifier_found_is_shown(string result, string alarm, string words)
    {
        var check = Show(result, "mx1.example.mil")
            .FindAll(".check")
            .Single(found => found.TextContent.Contains("omain", StringComparison.Ordinal));
        Assert.Equal(alarm, check.GetAttribute("data-alarm"));
        Assert.Contains(words, check.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("omain", Show(result, "elsewhere.example").Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("From: a@north.example\r\n", null)]
    [InlineData(
        "From: Staff: a@north.example;\r\n",
        "Sender in doubt Its sender is not written as it must be; what is shown is a guess, and proves nothing."
    )]
    [InlineData("From: a@north.example\r\nFrom: b@north.example\r\n", "Sender in doubt Its sender is not written as it must be")]
    [InlineData("", "Sender in doubt The message names no originator.")]
    public void A_sender_nobody_can_be_held_to_is_in_doubt(string from, string? words)
    {
        var checks = Show(Encoding.ASCII.GetBytes($"{from}Subject: s\r\n\r\ntext\r\n"), "mx1.example.mil").FindAll(".check");
        var doubt = checks.SingleOrDefault(check => check.TextContent.Contains("Sender in doubt", StringComparison.Ordinal));
        Assert.Equal(words is null, doubt is null);
        Assert.Contains(words ?? "", doubt?.TextContent ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Attack_a_part_beside_a_signed_one_is_named_as_outside()
    {
        const string signed = "Content-Type: application/pkcs7-mime\r\n\r\nx\r\n";
        var octets = Encoding.ASCII.GetBytes(
            $"From: a@north.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{signed}--b\r\n\r\nfooter\r\n--b--\r\n"
        );
        var check = Show(octets, "mx1.example.mil")
            .FindAll(".check")
            .Single(found => found.TextContent.Contains("Outside the signature", StringComparison.Ordinal));
        Assert.Equal("2", check.GetAttribute("data-alarm"));
        Assert.Contains("Parts 1.1, 1.2 of this message are not signed.", check.TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<MessageChecks> Show(string result, string trusted) =>
        Show(
            Encoding.ASCII.GetBytes(
                $"Authentication-Results: mx1.example.mil; {result}\r\nFrom: a@north.example\r\nSubject: s\r\n\r\ntext\r\n"
            ),
            trusted
        );

    private IRenderedComponent<MessageChecks> Show(byte[] octets, string trusted)
    {
        var reading = MessageReader.Read(
            octets,
            new ReadingContext(SignerTrust.Nobody, PolicyCatalog.Empty, TimeProvider.System.GetUtcNow())
            {
                TrustedVerifiers = [trusted],
            }
        );
        return Render<MessageChecks>(p =>
            p.Add(checks => checks.Marking, new LabelDisplay("NORTHLAND SECRET", 4, null))
                .Add(
                    checks => checks.Message,
                    new OpenMessage(
                        ReceivedMessage.Of(new InboxRow()),
                        "J3 Operations",
                        new SecurityLabel("1.3.6.1.4.1.32473.10.1", 1),
                        reading
                    )
                    {
                        Address = "j3@hq.northland.example",
                    }
                )
        );
    }
}
