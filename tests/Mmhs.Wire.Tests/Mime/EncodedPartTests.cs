using System.IO.Compression;
using System.Text;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Org.BouncyCastle.Cms;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>Parts in every encoding and compression: opened when they are sound, left and reported when they are not.</summary>
public sealed class EncodedPartTests
{
    private static readonly string Words = string.Concat(Enumerable.Repeat("Bridging equipment moves at first light.\n", 40));

    [Theory]
    [InlineData("application/gzip")]
    [InlineData("application/x-gzip")]
    [InlineData("application/zlib")]
    public async Task EOS_B7_11_MUA_5_1_2_a_compressed_part_is_opened_and_can_be_had_by_its_path(string type)
    {
        var message = Part(type, Compressed(type, Encoding.UTF8.GetBytes(Words)), "; name=orders.txt.gz");
        var reading = MessageReader.Read(message, SampleMessages.Context);
        Assert.Empty(reading.Problems);
        Assert.Equal([("1", type), ("1.1", "text/plain")], reading.Parts.Select(part => (part.Path, part.ContentType)));
        Assert.Equal(("orders.txt", Words.Length), (reading.Parts[1].Name, reading.Parts[1].Size));
        Assert.Equal(Words, reading.Text);

        using var content = new MemoryStream();
        Assert.True(await AttachmentExtractor.CopyToAsync(message, "1.1", content, TestContext.Current.CancellationToken));
        Assert.Equal(Words, Encoding.UTF8.GetString(content.ToArray()));
    }

    [Theory]
    [InlineData("application/gzip")]
    [InlineData("application/zlib")]
    public void EOS_B7_11_a_bomb_is_not_opened(string type)
    {
        var bomb = Compressed(type, new byte[50 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = MessageReader.Read(Part(type, bomb), SampleMessages.Context);
        Assert.Equal(ReadingCodes.Compressed, Assert.Single(reading.Problems).Code);
        Assert.Single(reading.Parts);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 48 << 20); // 200 times the 50 KiB that came, and what the reading takes
    }

    [Theory]
    [InlineData("application/gzip")]
    [InlineData("application/zlib")]
    public void EOS_B7_11_a_damaged_or_cut_part_is_not_opened(string type)
    {
        var random = new Random(7);
        var content = new byte[5000];
        random.NextBytes(content);
        var whole = Compressed(type, content);
        foreach (var length in (int[])[0, 1, 3, 9, 17, whole.Length / 2, whole.Length - 5])
        {
            var reading = MessageReader.Read(Part(type, whole[..length]), SampleMessages.Context);
            Assert.Equal(ReadingCodes.Compressed, Assert.Single(reading.Problems).Code);
        }
        var changed = whole.ToArray();
        changed[whole.Length / 2] ^= 0x10;
        Assert.Equal(
            ReadingCodes.Compressed,
            Assert.Single(MessageReader.Read(Part(type, changed), SampleMessages.Context).Problems).Code
        );
    }

    [Fact]
    public void EOS_B7_11_a_file_of_several_members_is_opened_whole_and_octets_are_no_text()
    {
        byte[] twice =
        [
            .. Compressed("application/gzip", "one "u8.ToArray()),
            .. Compressed("application/gzip", "two"u8.ToArray()),
        ];
        Assert.Equal("one two", MessageReader.Read(Part("application/gzip", twice), SampleMessages.Context).Text);
        var octets = MessageReader.Read(
            Part("application/gzip", Compressed("application/gzip", [0, 1, 2, 255])),
            SampleMessages.Context
        );
        Assert.Equal("application/octet-stream", octets.Parts[1].ContentType);
        Assert.Null(octets.Text);
    }

    [Fact]
    public void EOS_B7_11_SEC_4_1_11_4_a_message_compressed_as_a_whole_is_opened()
    {
        var reading = MessageReader.Read(
            Part(
                "application/pkcs7-mime",
                Cms(Encoding.UTF8.GetBytes("Content-Type: text/plain\r\n\r\n" + Words)),
                "; smime-type=compressed-data; name=smime.p7z"
            ),
            SampleMessages.Context
        );
        Assert.Empty(reading.Problems);
        Assert.Equal((LayerKind.Compressed, LayerStatus.Valid), (Assert.Single(reading.Layers).Kind, reading.Layers[0].Status));
        Assert.Equal(Words, reading.Text);
    }

    [Fact]
    public void EOS_B7_11_SEC_4_1_11_4_a_bomb_is_not_opened_nor_are_many_small_ones()
    {
        var one = MessageReader.Read(
            Part("application/pkcs7-mime", Cms(new byte[50 << 20]), "; smime-type=compressed-data"),
            SampleMessages.Context
        );
        Assert.Equal(ReadingCodes.Compressed, Assert.Single(one.Problems).Code);
        Assert.Equal((LayerKind.Compressed, LayerStatus.Malformed), (Assert.Single(one.Layers).Kind, one.Layers[0].Status));

        // Each grows to a hundred times itself, which is lawful; together they may become no more than one may.
        var random = new Random(3);
        var block = new byte[20 << 10];
        random.NextBytes(block);
        var small = Convert.ToBase64String(
            Cms([
                .. "Content-Type: application/octet-stream\r\n\r\n"u8,
                .. Enumerable.Repeat(block, 100).SelectMany(octets => octets),
            ]),
            Base64FormattingOptions.InsertLineBreaks
        );
        var part =
            $"--b\r\nContent-Type: application/pkcs7-mime; smime-type=compressed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n{small}\r\n";
        var many = MessageReader.Read(
            Encoding.ASCII.GetBytes(
                $"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{string.Concat(Enumerable.Repeat(part, 60))}--b--\r\n"
            ),
            SampleMessages.Context
        );
        Assert.InRange(many.Layers.Count(layer => layer.Status == LayerStatus.Valid), 40, 52); // 100 MiB in all
        Assert.Equal(
            60 - many.Layers.Count(layer => layer.Status == LayerStatus.Valid),
            many.Problems.Count(problem => problem.Code == ReadingCodes.Compressed)
        );
    }

    [Fact]
    public void EOS_B7_11_SEC_4_1_11_4_a_damaged_one_or_one_of_another_kind_is_not_opened()
    {
        var whole = Cms(Encoding.UTF8.GetBytes("Content-Type: text/plain\r\n\r\n" + Words));
        var damaged = whole.ToArray();
        damaged[^20] ^= 0x55; // before the ends of the indefinite lengths
        Assert.Equal(
            ReadingCodes.Compressed,
            Assert
                .Single(
                    MessageReader
                        .Read(Part("application/pkcs7-mime", damaged, "; smime-type=compressed-data"), SampleMessages.Context)
                        .Problems
                )
                .Code
        );
        var other = whole.ToArray();
        other[other.AsSpan().IndexOf((byte[])[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x03, 0x08]) + 10] = 0x09;
        Assert.Contains(
            "not known",
            Assert
                .Single(
                    MessageReader
                        .Read(Part("application/pkcs7-mime", other, "; smime-type=compressed-data"), SampleMessages.Context)
                        .Problems
                )
                .Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void MUA_5_1_2_an_unknown_transfer_encoding_makes_a_part_octets()
    {
        var reading = MessageReader.Read(
            "From: a@example.org\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: x-gzip64\r\n\r\nAAAA\r\n"u8.ToArray(),
            SampleMessages.Context
        );
        Assert.Equal((ReadingCodes.Encoding, "1"), (Assert.Single(reading.Problems).Code, reading.Problems[0].Where));
        Assert.Equal("application/octet-stream", Assert.Single(reading.Parts).ContentType);
        Assert.Null(reading.Text);
    }

    [Fact]
    public void MUA_5_1_2_uuencode_of_before_MIME_is_decoded()
    {
        var reading = MessageReader.Read(
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n"u8.ToArray(),
            SampleMessages.Context
        );
        Assert.Equal("Cat", reading.Text);
    }

    [Fact]
    public async Task EOS_206s_a_forwarded_message_in_base64_is_shown_with_a_warning_and_comes_out_as_it_was()
    {
        byte[] inner =
            "From: b@example.org\r\nSubject: inner\r\nMMHS-Extended-Authorisation-Info: Tue, 14 May 2024 09:41:00 +0000\r\n\r\ninner text\r\n"u8.ToArray();
        byte[] message = Encoding.ASCII.GetBytes(
            "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ncover\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Convert.ToBase64String(inner, Base64FormattingOptions.InsertLineBreaks)
                + "\r\n--b--\r\n"
        );
        var reading = MessageReader.Read(message, SampleMessages.Context);
        Assert.Contains(reading.Problems, problem => problem.Code == ReadingCodes.Encoding && problem.Where == "1.2");
        using var content = new MemoryStream();
        Assert.True(await AttachmentExtractor.CopyToAsync(message, "1.2", content, TestContext.Current.CancellationToken));
        Assert.Equal(Encoding.ASCII.GetString(inner), Encoding.ASCII.GetString(content.ToArray()));
    }

    [Theory]
    [InlineData("iso-8859-1", new byte[] { 0xE4 }, "ä")]
    [InlineData("windows-1251", new byte[] { 0xC4, 0xE0 }, "Да")]
    [InlineData("koi8-r", new byte[] { 0xE4, 0xC1 }, "Да")]
    [InlineData("iso-2022-jp", new byte[] { 0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42 }, "あ")]
    [InlineData("shift_jis", new byte[] { 0x82, 0xA0 }, "あ")]
    [InlineData("euc-kr", new byte[] { 0xB0, 0xA1 }, "가")]
    [InlineData("gb2312", new byte[] { 0xB0, 0xA1 }, "啊")]
    [InlineData("big5", new byte[] { 0xA4, 0x40 }, "一")]
    [InlineData("ibm850", new byte[] { 0x84 }, "ä")]
    [InlineData("macintosh", new byte[] { 0x8A }, "ä")]
    [InlineData("utf-16le", new byte[] { 0x41, 0x00 }, "A")]
    [InlineData("x-nobody-knows", new byte[] { 0x41, 0x42 }, "AB")]
    public void MUA_5_1_2_old_character_sets_are_read(string charset, byte[] octets, string text) =>
        Assert.Equal(
            text,
            MessageReader
                .Read(
                    Encoding.ASCII.GetBytes(
                        $"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(octets)}\r\n"
                    ),
                    SampleMessages.Context
                )
                .Text
        );

    [Theory]
    [InlineData("charset=us-ascii", new byte[] { 0x63, 0xC3, 0xA9 }, "c\u00E9", true)] // is UTF-8, whatever it says
    [InlineData("charset=us-ascii", new byte[] { 0x63, 0xE9, 0x93 }, "c\u00E9\u201C", true)]
    [InlineData("format=fixed", new byte[] { 0x63, 0xE9 }, "c\u00E9", true)] // names none: RFC 2046 §4.1.2
    [InlineData("charset=utf-8", new byte[] { 0x63, 0xE9, 0x21 }, "c\uFFFD!", true)]
    [InlineData("charset=utf-8", new byte[] { 0xEF, 0xBB, 0xBF, 0x63 }, "c", false)] // the mark is no word
    [InlineData("charset=utf-16", new byte[] { 0xFF, 0xFE, 0x63, 0x00 }, "c", false)]
    [InlineData("charset=us-ascii", new byte[] { 0x63 }, "c", false)]
    public void MUA_5_1_2_a_text_that_is_not_what_it_says_is_shown_as_well_as_can_be_and_said(
        string parameter,
        byte[] octets,
        string text,
        bool flawed
    )
    {
        foreach (var encoding in (string[])["base64", "8bit"])
        {
            byte[] body = encoding == "base64" ? Encoding.ASCII.GetBytes(Convert.ToBase64String(octets)) : octets;
            var reading = MessageReader.Read(
                (byte[])
                    [
                        .. Encoding.ASCII.GetBytes(
                            $"From: a@example.org\r\nContent-Type: text/plain; {parameter}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
                        ),
                        .. body,
                    ],
                SampleMessages.Context
            );
            Assert.Equal(text, reading.Text);
            Assert.Equal(flawed ? [ReadingCodes.Charset] : [], reading.Problems.Select(problem => problem.Code));
        }
    }

    [Fact]
    public void MUA_5_1_2_a_character_set_nobody_knows_is_named()
    {
        var reading = MessageReader.Read(
            "From: a@example.org\r\nContent-Type: text/plain; charset=x-nobody-knows\r\n\r\nplain\r\n"u8.ToArray(),
            SampleMessages.Context
        );
        Assert.Equal((ReadingCodes.Charset, "1"), (Assert.Single(reading.Problems).Code, reading.Problems[0].Where));
        Assert.Equal(("plain\n", "x-nobody-knows"), (reading.Text, Assert.Single(reading.Parts).Charset));
        Assert.Empty(
            MessageReader
                .Read(
                    "From: a@example.org\r\nContent-Type: text/plain; charset=iso-8859-15\r\n\r\nplain\r\n"u8.ToArray(),
                    SampleMessages.Context
                )
                .Problems
        );
    }

    [Fact]
    public void MUA_5_1_2_long_and_foreign_names_are_put_together()
    {
        var reading = MessageReader.Read(
            Encoding.ASCII.GetBytes(
                "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"fallback.txt\";\r\n filename*1*=%C3%BCcken; filename*0*=UTF-8'de'Br; filename*2=\".txt\"\r\n\r\nx\r\n"
            ),
            SampleMessages.Context
        );
        Assert.Equal("Brücken.txt", Assert.Single(reading.Parts).Name);
    }

    internal static byte[] Part(string type, byte[] octets, string parameters = "") =>
        Encoding.ASCII.GetBytes(
            $"From: a@example.org\r\nContent-Type: {type}{parameters}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks)}\r\n"
        );

    private static byte[] Compressed(string type, byte[] content)
    {
        using var octets = new MemoryStream();
        using (
            Stream stream =
                type == "application/zlib"
                    ? new ZLibStream(octets, CompressionLevel.SmallestSize)
                    : new GZipStream(octets, CompressionLevel.SmallestSize)
        )
            stream.Write(content);
        return octets.ToArray();
    }

    // Made by BouncyCastle: the OpenSSL of Debian has no compression.
    internal static byte[] Cms(byte[] content) =>
        new CmsCompressedDataGenerator()
            .Generate(new CmsProcessableByteArray(content), CmsCompressedDataGenerator.ZLib)
            .GetEncoded();
}
