using System.Buffers;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Relay.Border;

namespace Mmhs.Relay.Tests;

public sealed class BorderTests
{
    [Theory]
    [InlineData("Mon, 23 Nov 2026 10:00:00 +0000", "2026-11-23T10:00:00Z")]
    [InlineData("14 May 2024 11:41 +0200 (local)", "2024-05-14T09:41:00Z")]
    [InlineData("140941Z MAY 24", null)]
    [InlineData("31 Feb 2026 10:00:00 +0000", null)]
    [InlineData("23 Nov 2026 10:00:00 GMT", "2026-11-23T10:00:00Z")] // RFC 5322 §4.3: the zones of older mail are read
    public void RFC_5322_the_date_of_a_trace_field_is_a_date_and_a_date_time_group_is_not(string text, string? utc) =>
        Assert.Equal(
            utc,
            MessageDate
                .OfReceived($" from a by b; {text}")
                ?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
        );

    // spec mmhs-headers §7
    [Theory]
    [InlineData("MMHS-Primary-Precedence: FLASH", true)]
    [InlineData("mmhs-primary-precedence: 5 (anything)", true)]
    [InlineData("MMHS-Primary-Precedence: 0 (Flash)", true)]
    [InlineData("MMHS-Primary-Precedence: 04", false)]
    [InlineData("MMHS-Primary-Precedence: +4", false)]
    [InlineData("MMHS-Primary-Precedence: urgent", false)]
    [InlineData("MMHS-Primary-Precedence:", false)]
    [InlineData("MMHS-Message-Type: 0(drill week); identifier=\"QUIET HARBOUR\"", true)]
    [InlineData("MMHS-Message-Type: Project", true)]
    [InlineData("MMHS-Message-Type: 1;", false)]
    [InlineData("MMHS-Message-Type: 200", true)]
    [InlineData("MMHS-Message-Type: 256", false)]
    [InlineData("MMHS-Subject-Indicator-Codes: LAB ; LAB12;GEN", true)]
    [InlineData("MMHS-Subject-Indicator-Codes: LAB;;GEN", false)]
    [InlineData("MMHS-Originator-Reference: A&B", false)]
    [InlineData("MMHS-Codress-Message-Indicator: 23", true)]
    [InlineData("MMHS-Exempted-Address: Staff: a@hq.example, b@hq.example;", true)]
    [InlineData("MMHS-Authorising-Users: a@hq.example", false)]
    [InlineData("MMHS-Primary-Precedence: 6", false)]
    [InlineData("MT-Priority: +4", true)]
    [InlineData("MMHS-Originator-PLAD: =?UTF-8?B?QUJD?=", true)]
    [InlineData("MMHS-Handling-Instructions: line one;\r\n line two", true)]
    public void RFC_6477_a_field_keeps_to_its_grammar(string field, bool isGood) =>
        Assert.Equal(isGood, Header(field + "\r\n\r\nbody").Military.FirstFault is null);

    [Theory]
    [InlineData("MMHS-Primary-Precedence: 0 (Flash)\r\nMMHS-Copy-Precedence: 4", "Deferred")]
    [InlineData("MMHS-Copy-Precedence: flash", "Flash")]
    [InlineData("Subject: x", null)]
    public void MMHS_3_4_20_the_primary_precedence_governs_and_comments_do_not(string fields, string? precedence) =>
        Assert.Equal(precedence, Header(fields + "\r\n\r\n").Military.Governing?.ToString());

    [Theory]
    [InlineData("MT-Priority: 4", 4)]
    [InlineData("mt-priority : (urgent) 4 (Flash)", 4)]
    [InlineData("MT-Priority: +4", null)]
    [InlineData("MT-Priority: -0", null)]
    [InlineData("MT-Priority: 4\r\nMT-Priority: 4", null)]
    public void RFC_6758_one_readable_priority_field_counts(string fields, int? value) =>
        Assert.Equal(value, Header(fields + "\r\n\r\n").Military.Priority?.Value);

    [Fact]
    public void A_header_is_read_over_the_seams_of_its_pieces_and_no_further_than_the_blank_line()
    {
        const string text =
            "Received: a;\r\n Mon, 23 Nov 2026 10:00:00 +0000\r\nX400-Received: b\r\nFrom: a@hq.example\r\nMMHS-X: 1\r\n\r\nReceived: body\r\n";
        for (var seam = 1; seam < text.Length; seam++)
        {
            Assert.True(MessageHeader.TryRead(Pieces(text, seam), out var header));
            Assert.Equal(2, header.TraceCount);
            Assert.Equal("a; Mon, 23 Nov 2026 10:00:00 +0000", header.OldestReceived);
            Assert.Equal("a@hq.example", header.Only("from"));
            Assert.True(header.IsFormal);
            Assert.Equal(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4, header.Length);
        }
    }

    [Fact]
    public void A_header_without_end_is_refused()
    {
        var endless = new StringBuilder();
        while (endless.Length <= MessageHeader.MaxLength)
            endless.Append("X-Field: ").Append('x', 900).Append("\r\n");
        Assert.False(MessageHeader.TryRead(Pieces(endless.ToString(), 1000), out _));
        Assert.False(MessageHeader.TryRead(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(endless.ToString())), out _));
    }

    [Theory]
    [InlineData(
        "A: 1\r\nMT-Priority: 4\r\nB: 2\r\n\r\nMT-Priority: 9\r\n",
        4,
        false,
        "A: 1\r\nMT-Priority: 4\r\nB: 2\r\n\r\nMT-Priority: 9\r\n"
    )]
    [InlineData(
        "A: 1\r\nmt-priority:\r\n 6\r\nB: 2\r\nMT-Priority: 1\r\n\r\n",
        4,
        false,
        "A: 1\r\nMT-Priority: 4\r\nB: 2\r\n\r\n"
    )]
    [InlineData("MT-Priority: 6\r\nB: 2\r\nMT-Priority: 5\r\n\r\n", 0, false, "MT-Priority: 0\r\nB: 2\r\n\r\n")]
    [InlineData("A: 1\r\n\r\n", 0, false, "A: 1\r\n\r\n")]
    [InlineData("A: 1\r\n\r\n", 0, true, "MT-Priority: 0\r\nA: 1\r\n\r\n")]
    public void RFC_6710_for_a_plain_hop_the_field_says_what_the_parameter_said(
        string message,
        int priority,
        bool wasGiven,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Encoding.ASCII.GetString(
                PriorityField.ForPlainHop(Encoding.ASCII.GetBytes(message), new MtPriority(priority), wasGiven)
            )
        );

    private static MessageHeader Header(string text) =>
        MessageHeader.TryRead(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text)), out var header)
            ? header
            : throw new InvalidDataException(text);

    private static ReadOnlySequence<byte> Pieces(string text, int seam)
    {
        var octets = Encoding.ASCII.GetBytes(text);
        var first = new Piece(octets.AsMemory(0, seam), 0);
        var last = first.Append(octets.AsMemory(seam));
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
