using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

/// <summary>Text from outside becomes a type at the door, or is refused there.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData(" I2A ", "I2A")]
    [InlineData("ABCDEFGH", "ABCDEFGH")]
    public void EOS_212f_a_subject_indicator_code_is_read(string text, string code)
    {
        Assert.True(SubjectIndicatorCode.TryParse(text, out var read));
        Assert.Equal(code, read.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AB")]
    [InlineData("ABCDEFGHI")]
    [InlineData("A-B")]
    [InlineData("ÄBC")]
    [InlineData("A\nBC")]
    public void EOS_212f_what_is_no_subject_indicator_code_is_refused(string? text) =>
        Assert.False(SubjectIndicatorCode.TryParse(text, out _));

    [Theory]
    [InlineData("j3@HQ.Northland.example", "j3@hq.northland.example")]
    [InlineData("a.b+c@x", "a.b+c@x")]
    public void An_address_is_read(string text, string address)
    {
        Assert.True(EmailAddress.TryParse(text, out var read));
        Assert.Equal(address, read.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("@hq.example")]
    [InlineData("j3@")]
    [InlineData("j3")]
    [InlineData(".j3@hq.example")]
    [InlineData("j..3@hq.example")]
    [InlineData("j3@-hq.example")]
    [InlineData("j3@hq..example")]
    [InlineData("j3@hq.example\r\nRCPT TO:<x@y>")]
    [InlineData("\"j 3\"@hq.example")]
    [InlineData("j3@hq.exämple")]
    public void What_is_no_address_is_refused(string? text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Theory]
    [InlineData("<a.b@c>", "a.b@c")]
    [InlineData(" a@b ", "a@b")]
    public void EOS_205e_a_message_identifier_is_read_with_or_without_brackets(string text, string id)
    {
        Assert.True(MessageId.TryParse(text, out var read));
        Assert.Equal((id, $"<{id}>"), (read.Value, read.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a@")]
    [InlineData("@b")]
    [InlineData("a b@c")]
    [InlineData("<<a@b>>")]
    [InlineData("a\r\n@b")]
    public void EOS_205e_what_is_no_message_identifier_is_refused(string? text) => Assert.False(MessageId.TryParse(text, out _));

    [Fact]
    public void EOS_205f_an_envelope_identifier_has_a_hundred_octets_on_the_wire_at_most()
    {
        Assert.True(EnvelopeId.TryParse(new string('a', 100), out _));
        Assert.False(EnvelopeId.TryParse(new string('a', 101), out _));
        Assert.True(EnvelopeId.TryParse(new string('+', 33), out _));
        Assert.False(EnvelopeId.TryParse(new string('+', 34), out _));
        Assert.False(EnvelopeId.TryParse("a\tb", out _));
        Assert.False(EnvelopeId.TryParse("", out _));
    }

    [Theory]
    [InlineData(0, "exercise")]
    [InlineData(1, "operation")]
    [InlineData(2, "project")]
    [InlineData(3, "drill")]
    [InlineData(200, "type 200")]
    public void EOS_212c_a_message_type_has_its_word(byte value, string word) =>
        Assert.Equal(word, new MessageType(value).ToWord());

    [Theory]
    [InlineData("NORTHERN LIGHT (1)", true)]
    [InlineData("A&B", false)]
    [InlineData(" A", false)]
    [InlineData("A ", false)]
    [InlineData("", false)]
    public void EOS_212j_a_military_string_keeps_to_its_characters(string text, bool valid) =>
        Assert.Equal(valid, MilitaryString.IsValid(text));
}
