using System.Text;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

public sealed class CharacterSetTests
{
    [Theory]
    [InlineData("charset=iso-8859-1 (Plain text)")] // RFC 2045 §5.1: a comment is no part of the value
    [InlineData("charset=iso-8859-1(Plain text)")]
    [InlineData("charset=\"iso-8859-1\" (Plain text)")]
    [InlineData("charset= (which one) iso-8859-1")]
    [InlineData("charset (name)=iso-8859-1; (nothing)")]
    [InlineData("charset=iso-8859-1 (Plain (nested) text); format=fixed")]
    [InlineData("charset=iso-8859-1 (with \\) and ; in it)")]
    public void A_comment_is_no_part_of_the_character_set(string parameter)
    {
        byte[] octets = [.. Encoding.ASCII.GetBytes($"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; {parameter}\r\n\r\ngr"), 0xFC, .. "n\r\n"u8];
        var reading = MessageReader.Read(octets, SampleMessages.Context);
        Assert.Equal("grün\n", reading.Text);
        Assert.Equal("iso-8859-1", Assert.Single(reading.Parts).Charset);
        Assert.Equal("text/plain", Assert.Single(reading.Parts).ContentType);
    }
}
