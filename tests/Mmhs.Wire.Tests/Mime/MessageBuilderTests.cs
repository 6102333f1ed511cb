using System.Text;
using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

public sealed class MessageBuilderTests
{
    [Fact]
    public void EOS_206ac_Sender_is_always_there_and_EOS_206c_the_releaser_is_named()
    {
        var reading = Read(SampleMessages.Plain);
        Assert.Equal("j3@hq.northland.example", reading.Sender?.Address);
        Assert.Equal(["releaser@hq.northland.example"], reading.Mmhs.AuthorizingUsers.Select(user => user.Address));
    }

    [Fact]
    public void EOS_206t_cpy_without_anybody_to_act_the_information_precedence_governs()
    {
        var reading = Read(SampleMessages.Plain with { Action = null });
        Assert.Null(reading.Mmhs.PrimaryPrecedence);
        Assert.Equal(1, reading.Mmhs.CopyPrecedence);
        Assert.Equal(-2, reading.Mmhs.MtPriority?.Value);
        Assert.Empty(reading.To);
    }

    [Fact]
    public void A_text_cannot_start_a_header_field_of_its_own()
    {
        var reading = Read(
            SampleMessages.Plain with
            {
                Subject = "One\r\nBcc: spy@example.org\r\n\r\nTwo",
                From = SampleMessages.Plain.From with { DisplayName = "J3\r\nX-Evil: yes" },
            }
        );
        Assert.Empty(reading.Bcc);
        Assert.Equal("j3@hq.northland.example", Assert.Single(reading.From).Address);
        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\temp\\plan.pdf", "plan.pdf")]
    [InlineData("...", "attachment")]
    [InlineData("a\u202Eb\r\n.txt", "ab.txt")]
    public void A_file_name_has_no_path_and_misleads_nobody(string name, string clean)
    {
        var content = SampleMessages.Foreign with { Attachments = [SampleMessages.Foreign.Attachments[0] with { Name = name }] };
        Assert.Equal(clean, Read(content).Parts[1].Name);
    }

    [Fact]
    public void Composite_and_malformed_media_types_go_as_files_of_no_known_kind()
    {
        foreach (
            var type in new[] { "message/partial", "multipart/mixed", "text", "text/plain; charset=x\r\nX: y", "te xt/plain" }
        )
        {
            var content = SampleMessages.Foreign with
            {
                Attachments = [SampleMessages.Foreign.Attachments[0] with { MediaType = type }],
            };
            Assert.Equal("application/octet-stream", Read(content).Parts[1].ContentType);
        }
    }

    [Fact]
    public void Any_text_and_subject_read_back_as_they_were_written()
    {
        // what XML would call characters: controls other than line ends have no place in a message
        var letter = Gen.Char.Where(c => c == '\n' || (!char.IsControl(c) && !char.IsSurrogate(c)));
        var texts = Gen.OneOf(
            letter.Array[0, 200].Select(letters => new string(letters)),
            Gen.OneOf(
                Gen.Const("From x"),
                Gen.Const("=\n"),
                Gen.Const(" \n"),
                Gen.Const("\n\nFrom \n.\n"),
                Gen.Const("=?utf-8?Q?x?=")
            )
        );
        Gen.Select(texts, texts)
            .Sample(
                (text, subject) =>
                {
                    var line = subject.ReplaceLineEndings("\n").Replace('\n', ' ').Trim();
                    var content = SampleMessages.Foreign with { Text = text.ReplaceLineEndings("\n"), Subject = line };
                    var octets = SampleMessages.Build(content).Octets;
                    var part = Encoding.UTF8.GetString(Text(octets)).ReplaceLineEndings("\n");
                    var read = MessageReader.Read(octets, SampleMessages.Context).Subject ?? "";
                    return part == content.Text
                        && read == content.Subject
                        && octets.Span.IndexOfAnyExceptInRange((byte)0x09, (byte)0x7E) < 0;
                },
                iter: 300
            );
    }

    private static byte[] Text(ReadOnlyMemory<byte> octets)
    {
        var reading = MessageReader.Read(octets, SampleMessages.Context);
        using var text = new MemoryStream();
        Assert.True(
            AttachmentExtractor
                .CopyToAsync(octets, reading.Parts[0].Path, text, TestContext.Current.CancellationToken)
                .GetAwaiter()
                .GetResult()
        );
        return text.ToArray();
    }

    private static MessageReading Read(MessageContent content) =>
        MessageReader.Read(SampleMessages.Build(content).Octets, SampleMessages.Context);
}
