using System.Text;
using Mmhs.Portal.Inbox;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Tests.Inbox;

public sealed class TeleprinterTextTests
{
    [Fact]
    public void A_message_is_printed_in_capitals_and_lines_of_sixty_nine()
    {
        var page = Page(
            $"Move the bridging equipment to checkpoint seven by 1800Z and report to headquarters on arrival.\r\n\r\nGrüße €5 {new string('x', 80)}\r\n"
        );
        Assert.Equal(
            """
            O R 231604Z NOV 26
            FM J3 OPERATIONS
            TO J3 BRIGADE
            INFO J4(AT)BDE3.EXAMPLE
            BT
            NORTHLAND SECRET
            SIC LAB MET
            SUBJ: MOVE
            MOVE THE BRIDGING EQUIPMENT TO CHECKPOINT SEVEN BY 1800Z AND REPORT
            TO HEADQUARTERS ON ARRIVAL.

            GRUSSE ?5
            XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXXXXXXXXXX
            BT

            """.ReplaceLineEndings("\n"),
            page.Replace("231604ZNOV26", "231604Z NOV 26", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("\u0007\u001b[31m\r\n")]
    [InlineData("\u202e\u0000\ufeff\r\n")]
    public void Nothing_reaches_the_page_but_what_a_teleprinter_has(string text) =>
        Assert.All(Page(text), c => Assert.True(c is '\n' || (c is >= ' ' and <= 'Z')));

    [Fact]
    public void What_nobody_sees_is_named_on_the_page() =>
        Assert.Contains(
            "FIRE AT GRID (U-202E)7654(U-202C) ONLY.",
            Page("Fire at grid \u202e7654\u202c only.\r\n"),
            StringComparison.Ordinal
        );

    private static string Page(string text) =>
        TeleprinterText.Of(
            MessageReader.Read(
                Encoding.UTF8.GetBytes(
                    "From: J3 Operations <j3@hq.example>\r\nTo: J3 Brigade <j3@bde3.example>\r\nCc: <j4@bde3.example>\r\nDate: Mon, 23 Nov 2026 16:04:00 +0000\r\nMessage-ID: <1@hq.example>\r\n"
                        + "MMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 16:04:00 +0000\r\nMMHS-Primary-Precedence: 3\r\nMMHS-Copy-Precedence: 1\r\nMMHS-Subject-Indicator-Codes: LAB; MET\r\nSubject: Move\r\n"
                        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + text
                ),
                new ReadingContext(
                    SignerTrust.Nobody,
                    Messages.Policy.PolicyCatalog.Empty,
                    new DateTimeOffset(2026, 11, 23, 17, 0, 0, TimeSpan.Zero)
                )
            ),
            "NORTHLAND SECRET"
        );
}
