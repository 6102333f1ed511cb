using System.Text;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>What turns text round, or is not seen, is named wherever a message is shown.</summary>
public sealed class HiddenTextTests
{
    [Fact]
    public void Attack_subject_names_and_file_names_show_what_is_in_them()
    {
        var reading = MessageReader.Read(
            Encoding.UTF8.GetBytes(
                "From: =?utf-8?Q?a=E2=80=AEb?= <a@example.org>\r\nTo: <b@example.org>\r\nSubject: =?utf-8?Q?Convoy_=E2=80=AE000051=E2=80=AC_vehicles?=\r\n"
                    + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf\r\n"
                    + "Content-Disposition: attachment; filename*=utf-8''Annex%E2%80%AEfdp.exe\r\n\r\nx\r\n--b--\r\n"
            ),
            SampleMessages.Context
        );

        Assert.Equal("Convoy [U+202E]000051[U+202C] vehicles", reading.Subject);
        Assert.Equal("a[U+202E]b", reading.From[0].Name);
        Assert.Equal("Annex[U+202E]fdp.exe", Assert.Single(reading.Parts, part => part.Name is not null).Name);
    }

    [Fact]
    public void Attack_formatted_text_shows_what_is_in_it()
    {
        var html = SafeHtml.From("<p>grid \u202e7654\u202c <bdo dir=rtl>abc</bdo></p>", _ => null);
        Assert.Equal("<p>grid [U+202E]7654[U+202C] abc</p>", html!.Markup);
    }
}
