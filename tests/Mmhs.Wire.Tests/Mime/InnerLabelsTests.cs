using System.IO.Compression;
using System.Text;
using CsCheck;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Tests.Labels;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>Which labels are in a file is told from its octets, in every form a mail program or a person may have given them.</summary>
public sealed class InnerLabelsTests
{
    private static readonly SecurityLabel Label = SampleMessages.Plain.Label;

    private static readonly string Sio =
        "SIO-Label:" + SioLabel.Of(Label, Marking.Of(SamplePolicies.Northland, Label)).ToRawBody();

    private static readonly string Message =
        "From: a@example.org\r\nDate: Mon, 30 Nov 2026 02:00:00 +0000\r\n" + Sio + "Subject: x\r\n\r\nText = more.\r\n";

    public static TheoryData<string, byte[]> Forms =>
        new()
        {
            { "as it is", Octets(Message) },
            { "lines end in LF", Octets(Message.ReplaceLineEndings("\n")) },
            { "lines end in CR", Octets(Message.ReplaceLineEndings("\r")) },
            { "blank lines before", Octets("\r\n\r\n" + Message) },
            { "From line before", Octets("From a@example.org Mon Nov 30 02:00:00 2026\r\n" + Message) },
            {
                "second in an mbox",
                Octets(
                    "From a Mon Nov 30 02:00:00 2026\nSubject: first\n\nx\n\nFrom b Mon Nov 30 02:00:00 2026\n"
                        + Message.ReplaceLineEndings("\n")
                )
            },
            { "words before", Octets("See below.\r\n\r\n" + Message) },
            { "words directly before", Octets("See below.\r\n" + Message) },
            { "field in other letters", Octets(Message.Replace("SIO-Label:", "sio-label :", StringComparison.Ordinal)) },
            { "byte order mark", [.. Encoding.UTF8.Preamble, .. Octets(Message)] },
            { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Message)] },
            { "UTF-16 without its mark", Encoding.BigEndianUnicode.GetBytes(Message) },
            { "base64", Octets(Convert.ToBase64String(Octets(Message), Base64FormattingOptions.InsertLineBreaks)) },
            { "base64 twice", Octets(Convert.ToBase64String(Octets(Convert.ToBase64String(Octets(Message))))) },
            { "gzip", Zipped(Octets(Message)) },
            {
                "between PEM lines",
                Octets("-----BEGIN CMS-----\n" + Convert.ToBase64String(Octets(Message)) + "\n-----END CMS-----\n")
            },
            {
                "a part of another type",
                Octets(
                    Multipart(
                        "application/octet-stream",
                        "base64",
                        Convert.ToBase64String(Octets(Message), Base64FormattingOptions.InsertLineBreaks)
                    )
                )
            },
            { "a text part", Octets(Multipart("text/plain", "8bit", Message)) },
            {
                "a part inside a message inside a part",
                Octets(
                    Multipart(
                        "application/x-unknown",
                        "base64",
                        Convert.ToBase64String(Octets("Subject: y\r\nContent-Type: message/rfc822\r\n\r\n" + Message))
                    )
                )
            },
            { "a message part", Octets(Multipart("message/rfc822", "8bit", Message)) },
            { "signed by ourselves", SampleMessages.Build(SampleMessages.Plain).Octets.ToArray() },
        };

    [Theory, MemberData(nameof(Forms))]
    public void The_label_is_found(string form, byte[] octets)
    {
        var inside = InnerLabels.Of(octets, SampleMessages.Context);
        Assert.True(inside.Labels.Contains(Label), form);
        Assert.False(inside.IsUnclear, form);
    }

    [Fact]
    public void The_label_is_found_in_quoted_printable_which_may_stand_for_itself() =>
        Assert.Contains(
            Label,
            InnerLabels.Of(Octets(Message.Replace("=", "=3D", StringComparison.Ordinal)), SampleMessages.Context).Labels
        );

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7\nFrom here on: nothing.\n")]
    [InlineData("To do: buy bread.\nSubject: bread\n\nMore bread.")]
    [InlineData("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=")]
    public void What_is_no_message_has_none(string text)
    {
        var inside = InnerLabels.Of(Octets(text), SampleMessages.Context with { DefaultLabel = Label });
        Assert.Empty(inside.Labels);
        Assert.False(inside.IsUnclear);
    }

    [Fact]
    public void A_message_without_a_label_is_handled_as_everywhere_else()
    {
        var bare = Octets("From: a@example.org\r\nDate: Mon, 30 Nov 2026 02:00:00 +0000\r\n\r\nx\r\n");
        Assert.Equal([Label], InnerLabels.Of(bare, SampleMessages.Context with { DefaultLabel = Label }).Labels);
        Assert.Empty(InnerLabels.Of(bare, SampleMessages.Context).Labels);
    }

    [Fact]
    public void A_label_nobody_can_read_and_more_than_is_looked_at_are_unclear()
    {
        Assert.True(
            InnerLabels
                .Of(Octets("From: a@example.org\r\nSIO-Label: label=\"!!\"; type=\":ess\"\r\n\r\nx\r\n"), SampleMessages.Context)
                .IsUnclear
        );
        var deep = Octets(Message);
        for (var times = 0; times < 16; times++)
            deep = Octets(Convert.ToBase64String(deep));
        Assert.True(InnerLabels.Of(deep, SampleMessages.Context).IsUnclear);
        Assert.True(
            InnerLabels
                .Of(
                    Octets(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 200)) + Message),
                    SampleMessages.Context
                )
                .IsUnclear
        );
    }

    [Fact]
    public void No_octets_make_it_throw() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, Message.Length])
            .Sample(
                (octets, at) =>
                    InnerLabels.Of(octets, SampleMessages.Context) is not null
                    && InnerLabels.Of((byte[])[.. Octets(Message[..at]), .. octets], SampleMessages.Context) is not null
            );

    private static byte[] Zipped(byte[] octets)
    {
        using var into = new MemoryStream();
        using (var zip = new GZipStream(into, CompressionLevel.Optimal))
            zip.Write(octets);
        return into.ToArray();
    }

    private static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);

    private static string Multipart(string type, string encoding, string content) =>
        $"From: b@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\r\nSee the file.\r\n--outer\r\nContent-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{content}\r\n--outer--\r\n";
}
