using System.Text;
using CsCheck;
using Mmhs.Messages.Track;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

public sealed class MessageReaderTests
{
    [Fact]
    public void No_octets_make_the_reader_throw() =>
        Gen.Byte.Array[0, 400].Sample(octets => MessageReader.Read(octets, SampleMessages.Context) is not null);

    [Fact]
    public void No_damage_to_a_message_makes_the_reader_throw()
    {
        var whole = SampleMessages.Build(SampleMessages.Foreign).Octets.ToArray();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length])
            .Sample(
                (at, octet, length) =>
                {
                    var damaged = whole.ToArray();
                    damaged[at] = octet;
                    return MessageReader.Read(damaged.AsMemory(0, length), SampleMessages.Context) is not null;
                }
            );
    }

    [Fact]
    public void What_is_nested_too_deep_is_reported_and_left()
    {
        var message = new StringBuilder("From: a@example.org\r\n");
        for (var depth = 0; depth < 200; depth++)
            message.Append("Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n");
        var reading = Read(message + "\r\nHello.\r\n");
        Assert.Contains(reading.Problems, problem => problem.Code == ReadingCodes.TooDeep);
        Assert.InRange(reading.Parts.Length, 1, 32);
    }

    [Fact]
    public void Too_many_parts_are_reported_and_left()
    {
        var parts = string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 3000));
        var reading = Read($"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");
        Assert.Contains(reading.Problems, problem => problem.Code == ReadingCodes.TooManyParts);
        Assert.InRange(reading.Parts.Length, 900, 1000);
    }

    [Fact]
    public void An_endless_header_is_cut_and_the_text_still_read()
    {
        var reading = Read(
            "Subject: First\r\n"
                + string.Concat(Enumerable.Repeat("X-Filler: " + new string('x', 500) + "\r\n", 2000))
                + "\r\nHello.\r\n"
        );
        Assert.Contains(reading.Problems, problem => problem.Code == ReadingCodes.HeaderTooLong);
        Assert.Equal(("First", "Hello.\n"), (reading.Subject, reading.Text));
    }

    [Fact]
    public void EOS_205i_the_lowest_Received_is_the_submission_and_EOS_205d_the_topmost_the_delivery()
    {
        var reading = Read(
            """
            Received: from b by c; Tue, 14 May 2024 09:42:00 +0000
            Received: from a by b; Tue, 14 May 2024 11:41:00 +0200
            From: a@example.org

            Hello.

            """.ReplaceLineEndings("\r\n")
        );
        Assert.Equal(new DateTimeOffset(2024, 5, 14, 9, 41, 0, TimeSpan.Zero), reading.SubmittedAt);
        Assert.Equal(new DateTimeOffset(2024, 5, 14, 9, 42, 0, TimeSpan.Zero), reading.DeliveredAt);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("Hello.\r\n"u8)), reading.BodySha256);
    }

    [Fact]
    public void A_signature_nobody_can_read_is_no_missing_signature()
    {
        var reading = Read(
            "From: a@example.org\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\nMAAA\r\n"
        );
        Assert.Equal(SignatureStatus.Invalid, reading.Signature);
    }

    [Fact]
    public void A_part_that_is_signed_by_itself_does_not_sign_the_message()
    {
        var reading = Read(
            "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pkcs7-mime\r\n\r\nx\r\n--b\r\n\r\nfooter\r\n--b--\r\n"
        );
        Assert.Equal(SignatureStatus.Unsigned, reading.Signature);
        Assert.Equal("Only a part of this message is signed.", reading.SignatureWords);
    }

    [Fact]
    public void A_field_that_is_there_twice_is_reported() =>
        Assert.Contains(
            Read("From: a@example.org\r\nFrom: b@example.org\r\n\r\n").Problems,
            problem => problem is { Code: ReadingCodes.HeaderRepeated, Where: "From" }
        );

    [Fact]
    public async Task A_forwarded_message_is_a_part_and_comes_out_octet_for_octet()
    {
        const string Inner =
            "From: x@example.org\nSubject:  odd   blanks\nMMHS-Extended-Authorisation-Info: Tue, 14 May 2024 09:41:00 +0000\n\nbare line ends\n";
        var octets = Encoding.ASCII.GetBytes(
            $"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{Inner}\r\n--b--\r\n"
        );
        var reading = MessageReader.Read(octets, SampleMessages.Context);
        var part = reading.Parts.Single(candidate => candidate.ContentType == "message/rfc822");
        using var copy = new MemoryStream();
        Assert.True(await AttachmentExtractor.CopyToAsync(octets, part.Path, copy, TestContext.Current.CancellationToken));
        Assert.Equal(Inner, Encoding.ASCII.GetString(copy.ToArray()));
        Assert.False(reading.Formal);
    }

    private static MessageReading Read(string message) =>
        MessageReader.Read(Encoding.ASCII.GetBytes(message), SampleMessages.Context);
}
