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
        byte[] octets =
        [
            .. Encoding.ASCII.GetBytes(
                $"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; {parameter}\r\n\r\ngr"
            ),
            0xFC,
            .. "n\r\n"u8,
        ];
        var reading = MessageReader.Read(octets, SampleMessages.Context);
        Assert.Equal("grün\n", reading.Text);
        Assert.Equal("iso-8859-1", Assert.Single(reading.Parts).Charset);
        Assert.Equal("text/plain", Assert.Single(reading.Parts).ContentType);
    }

    [Theory]
    [InlineData("iso-8859-1", "8bit", "“costs” – 5 €", true)] // 0x80 to 0x9F: nobody writes controls of ISO 8859-1 in mail
    [InlineData("Latin1", "8bit", "“costs” – 5 €", true)]
    [InlineData("iso-8859-1", "8bit", "grün", false)]
    [InlineData("windows-1252", "8bit", "“costs” – 5 €", false)]
    [InlineData("iso-8859-15", "8bit", "grün", false)]
    public void Windows_1252_under_the_name_of_ISO_8859_1_is_read_as_it_was_meant_and_said_so(
        string named,
        string encoding,
        string words,
        bool isSaid
    )
    {
        byte[] octets =
        [
            .. Encoding.ASCII.GetBytes(
                $"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={named}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
            ),
            .. CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(words),
            .. "\r\n"u8,
        ];
        var reading = MessageReader.Read(octets, SampleMessages.Context);
        Assert.Equal(words + "\n", reading.Text);
        Assert.Equal(isSaid, reading.Problems.Any(problem => problem.Text.Contains("Windows-1252", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th><th>d</th></tr></table>", "a\tb\nc\td")]
    [InlineData("<table><tr><td>1<td>2</table>", "1\t2")]
    [InlineData("<p>no table</p>", "no table")]
    public void Cells_of_a_table_are_words_apart_in_the_plain_view(string html, string words)
    {
        var reading = MessageReader.Read(
            Encoding.ASCII.GetBytes($"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{html}\r\n"),
            SampleMessages.Context
        );
        Assert.Equal(words, reading.Text!.Trim());
    }
}
