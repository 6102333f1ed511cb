using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>What a drafter fills in beyond the everyday fields stands in the header in its exact syntax, and only then.</summary>
public sealed class FurtherHeaderTests
{
    private static readonly OptionalFields Full = new()
    {
        DeferUntil = new(SampleMessages.At.AddHours(1)),
        LatestDelivery = new(SampleMessages.At.AddHours(5)),
        ReplyBy = new(SampleMessages.At.AddHours(6)),
        Expires = new(SampleMessages.At.AddDays(1)),
        InReplyTo = MessageId.Parse("parent@bde3.northland.example"),
        Thread = [MessageId.Parse("first@hq.northland.example"), MessageId.Parse("parent@bde3.northland.example")],
        CrossReferences = [MessageId.Parse("other@hq.northland.example"), MessageId.Parse("first@hq.northland.example")],
        Supersedes = [MessageId.Parse("old@hq.northland.example")],
        Languages = ["en", "fr"],
        OriginalFormats = ["IA5-Text", "G3-Fax", "1.2.826.0.1"],
        MessageInstructions = ["PASS TO CO", "NO REPLY, PLEASE"],
        OriginatorReference = "J3/4711",
        ExemptedAddresses = [new("J9", EmailAddress.Parse("j9@hq.northland.example"))],
        OtherRecipientsTo = ["CTF 44"],
        OtherRecipientsCc = ["HARBOUR MASTER"],
        ConversionProhibited = true,
        ConversionWithLossProhibited = true,
        HandlingInstructions = ["BY HAND"],
        Acp127MessageIdentifier = "RXFPDA 0123 231500Z",
        OriginatorPlad = "NORTHLAND HQ",
        Codress = "7",
    };

    [Theory]
    [InlineData("EOS-206q MUA-5.1-8", "Expires: ", "+0000")]
    [InlineData("EOS-206w MUA-5.1-7", "Content-Language: en, fr", "")]
    [InlineData("EOS-206ab", "Supersedes: <old@hq.northland.example>", "")]
    [InlineData("EOS-206ak", "In-Reply-To: <parent@bde3.northland.example>", "")]
    [InlineData(
        "EOS-206i",
        "References: <first@hq.northland.example> <parent@bde3.northland.example> <other@hq.northland.example>",
        ""
    )]
    [InlineData("EOS-206g", "Conversion: Prohibited", "")]
    [InlineData("EOS-206h", "Conversion-With-Loss: Prohibited", "")]
    [InlineData("EOS-212d", "MMHS-Exempted-Address: \"J9\" <j9@hq.northland.example>", "")]
    [InlineData("EOS-212g", "MMHS-Message-Instructions: PASS TO CO; NO REPLY, PLEASE", "")]
    [InlineData("EOS-212i", "MMHS-Other-Recipients-Indicator-To: CTF 44", "")]
    [InlineData("EOS-212i", "MMHS-Other-Recipients-Indicator-CC: HARBOUR MASTER", "")]
    [InlineData("EOS-212j", "MMHS-Originator-Reference: J3/4711", "")]
    [InlineData("EOS-213a", "MMHS-Handling-Instructions: BY HAND", "")]
    [InlineData("EOS-213d", "MMHS-Acp127-Message-Identifier: RXFPDA 0123 231500Z", "")]
    [InlineData("EOS-213e", "MMHS-Originator-PLAD: NORTHLAND HQ", "")]
    [InlineData("EOS-213f", "MMHS-Codress-Message-Indicator: 7", "")]
    public void MUA_5_1_3_each_field_is_written_once_and_only_when_it_is_filled_in(string id, string begins, string ends)
    {
        Assert.NotEmpty(id);
        var line = Assert.Single(
            Header(Full),
            line =>
                line.StartsWith(begins[..(begins.IndexOf(':', StringComparison.Ordinal) + 1)], StringComparison.OrdinalIgnoreCase)
        );
        Assert.StartsWith(begins, line, StringComparison.Ordinal);
        Assert.EndsWith(ends, line, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Header(OptionalFields.None),
            other =>
                other.StartsWith(
                    begins[..(begins.IndexOf(':', StringComparison.Ordinal) + 1)],
                    StringComparison.OrdinalIgnoreCase
                )
        );
    }

    [Fact]
    public void EOS_206j_EOS_206x_deferral_and_latest_delivery_are_the_envelopes_and_stand_in_no_field() =>
        Assert.DoesNotContain(
            Header(Full),
            line =>
                line.StartsWith("Deferred-Delivery", StringComparison.Ordinal)
                || line.StartsWith("Latest-Delivery", StringComparison.Ordinal)
        );

    [Fact]
    public void EOS_206ag_sub_the_request_for_a_receipt_stands_in_the_copy_of_those_asked_alone()
    {
        var content = SampleMessages.Plain with { Requests = [new(SampleMessages.Plain.Information!.Cc[0].Address, null, true)] };
        var plan = CopyPlan.Of(content);
        Assert.Equal(3, plan.Length); // not asked, asked, blind
        var asking = plan.Select(
            (_, number) =>
                Lines(SampleMessages.Build(content, number).Header)
                    .Count(line => line.StartsWith("Disposition-Notification-To: ", StringComparison.Ordinal))
        );
        Assert.Equal([0, 1, 0], asking);
        var ids = plan.Select(
                (_, number) =>
                    Assert.Single(
                        Lines(SampleMessages.Build(content, number).Header),
                        line => line.StartsWith("Message-ID", StringComparison.Ordinal)
                    )
            )
            .Distinct();
        Assert.Single(ids); // EOS-206e-id
        Assert.DoesNotContain(
            "Silent",
            Encoding.ASCII.GetString(SampleMessages.Build(content, 0).Octets.Span)
                + Encoding.ASCII.GetString(SampleMessages.Build(content, 1).Octets.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void EOS_206v_who_gets_the_text_only_gets_a_copy_of_his_own_that_says_so_under_the_same_identifier()
    {
        var content = SampleMessages.Plain with
        {
            Attachments = [new("map.bin", "application/octet-stream", 3, new string('a', 64))],
            Requests = [new(SampleMessages.Plain.Information!.Cc[0].Address, null, false, TextOnly: true)],
        };
        var copies = CopyPlan.Of(content).Select((copy, number) => (copy, Built: SampleMessages.Build(content, number))).ToList();
        Assert.Equal([false, true, false], copies.Select(one => one.copy.IsTextOnly)); // the whole, the incomplete, the blind
        foreach (var (copy, built) in copies)
        {
            Assert.Equal(
                copy.IsTextOnly ? 1 : 0,
                Lines(built.Header).Count(line => line == "Incomplete-Copy: " || line == "Incomplete-Copy:")
            );
            Assert.Equal(
                !copy.IsTextOnly,
                Encoding.ASCII.GetString(built.Octets.Span).Contains("map.bin", StringComparison.Ordinal)
            );
        }
        Assert.Single(
            copies
                .Select(one =>
                    Assert.Single(Lines(one.Built.Header), line => line.StartsWith("Message-ID", StringComparison.Ordinal))
                )
                .Distinct()
        );
        // Where nothing is attached nothing is left out.
        Assert.DoesNotContain(CopyPlan.Of(content with { Attachments = [] }), copy => copy.IsTextOnly);
    }

    private static List<string> Header(OptionalFields further) =>
        Lines(SampleMessages.Build(SampleMessages.Plain with { Optional = further }).Header);

    // unfolded (RFC 5322 §2.2.3)
    private static List<string> Lines(ReadOnlyMemory<byte> header) =>
        [
            .. Encoding
                .ASCII.GetString(header.Span)
                .Replace("\r\n ", " ", StringComparison.Ordinal)
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Replace("  ", " ", StringComparison.Ordinal)),
        ];
}
