using System.Text;
using Bunit;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Inbox;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>What the checks of a message came to, in words.</summary>
public sealed class MessageChecksTests : BunitContext
{
    [Theory]
    [InlineData("dkim=pass header.d=north.example", "0", "Sent by its domain The domain signature of north.example holds. Checked by mx1.example.mil.")]
    [InlineData("dkim=pass header.d=elsewhere.example", "1", "Domain signature (DKIM) The domain signature of elsewhere.example holds, and proves nothing of the sender: it is of another domain.")]
    [InlineData("dkim=pass header.d=example", "1", "of another domain")] // nor does that of a parent
    [InlineData("dkim=pass", "1", "of another domain")]
    [InlineData("dkim=fail header.d=north.example", "2", "does not hold")]
    [InlineData("dkim=policy header.d=north.example", "2", "too weak")]
    [InlineData("dkim=temperror", "1", "could not be checked (temperror)")]
    public void MUA_5_1_13_what_a_trusted_verifier_found_is_shown(string result, string alarm, string words)
    {
        var check = Show(result, "mx1.example.mil").FindAll(".check").Single(found => found.TextContent.Contains("omain", StringComparison.Ordinal));
        Assert.Equal(alarm, check.GetAttribute("data-alarm"));
        Assert.Contains(words, check.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("omain", Show(result, "elsewhere.example").Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<MessageChecks> Show(string result, string trusted)
    {
        var octets = Encoding.ASCII.GetBytes($"Authentication-Results: mx1.example.mil; {result}\r\nFrom: a@north.example\r\nSubject: s\r\n\r\ntext\r\n");
        var reading = MessageReader.Read(octets, new ReadingContext([], PolicyCatalog.Empty, TimeProvider.System.GetUtcNow()) { TrustedVerifiers = [trusted] });
        return Render<MessageChecks>(p => p.Add(checks => checks.Message, new OpenMessage(new InboxRow(), "J3 Operations", new SecurityLabel("1.3.6.1.4.1.32473.10.1", 1), reading) { Address = "j3@hq.northland.example" }));
    }
}
