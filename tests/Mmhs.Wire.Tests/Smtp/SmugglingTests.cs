using System.Text;
using System.Text.Json;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>Only CR LF . CR LF ends a message (RFC 5321 §4.1.1.4); whatever stands between, one message goes in or none, never two.</summary>
public sealed class SmugglingTests
{
    private const string Second =
        "MAIL FROM:<smuggled@hq.example>\r\nRCPT TO:<j3@hq.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n.\r\n";

    public static TheoryData<string> Sequences =>
        [
            "\n.\n",
            "\n.\r\n",
            "\r\n.\n",
            "\r.\r",
            "\r\n.\r",
            "\r\n\0.\r\n",
            "\r.\n",
            "\r.\r\n",
            "\n.\r",
            "\r\n.\r\r\n",
            "\r\n.\0\r\n",
            "\r\r\n.\r\r\n",
            "\r\n.\n\r\n",
        ];

    [Theory]
    [MemberData(nameof(Sequences))]
    public async Task A_false_end_of_data_never_makes_two_messages(string sequence)
    {
        foreach (var octetByOctet in new[] { false, true })
        {
            var reception = new RecordingReception();
            await using var server = await AtDataAsync(reception);
            var sent = "Subject: first\r\n\r\ntext" + sequence + Second;
            if (octetByOctet)
                await server.SendOctetByOctetAsync(sent);
            else
                await server.SendAsync(sent);
            var replies = await server.HangUpAsync();
            // The end that is true belongs to the smuggled part, so the whole is one spoilt message.
            Assert.StartsWith("554 5.6.0", Assert.Single(replies), StringComparison.Ordinal);
            Assert.Empty(reception.Messages);
        }
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r")]
    [InlineData("\n\0")] // a lesser flaw behind it changes nothing
    [InlineData("\0\n")] // nor does one before it
    public async Task After_a_bare_line_end_the_connection_is_closed(string sequence)
    {
        await using var server = await AtDataAsync(new RecordingReception());
        await server.SendAsync($"text{sequence}x\r\n.\r\n");
        Assert.StartsWith("554 5.6.0", await server.ReadReplyAsync(), StringComparison.Ordinal);
        await server.SendAsync("NOOP\r\n");
        Assert.Empty(await server.HangUpAsync());
    }

    [Fact]
    public async Task The_inbound_sequences_of_the_corpus_never_make_two_messages()
    {
        using var cases = JsonDocument.Parse(
            await File.ReadAllTextAsync(Corpora.File("smtp/smuggling.json"), TestContext.Current.CancellationToken)
        );
        foreach (var sequence in cases.RootElement.GetProperty("inbound").EnumerateArray().Select(e => e.GetString()!))
        {
            var reception = new RecordingReception();
            await using var server = await AtDataAsync(reception);
            await server.SendAsync("Subject: first\r\n\r\ntext" + sequence + Second);
            await server.HangUpAsync();
            Assert.True(reception.Messages.Count <= 1, JsonSerializer.Serialize(sequence));
        }
    }

    [Fact]
    public async Task The_outbound_sequences_of_the_corpus_are_not_sent()
    {
        using var cases = JsonDocument.Parse(
            await File.ReadAllTextAsync(Corpora.File("smtp/smuggling.json"), TestContext.Current.CancellationToken)
        );
        foreach (var sequence in cases.RootElement.GetProperty("outbound").EnumerateArray().Select(e => e.GetString()!))
        {
            var content = new OutgoingContent(
                new System.Buffers.ReadOnlySequence<byte>(Encoding.Latin1.GetBytes("text" + sequence + Second))
            );
            Assert.False(
                await content.TryLookAsync(anyLength: false, TestContext.Current.CancellationToken),
                JsonSerializer.Serialize(sequence)
            );
        }
    }

    [Fact]
    public async Task The_chunks_of_the_corpus_give_its_message_or_a_refusal()
    {
        using var cases = JsonDocument.Parse(
            await File.ReadAllTextAsync(Corpora.File("smtp/smuggling.json"), TestContext.Current.CancellationToken)
        );
        foreach (var one in cases.RootElement.GetProperty("data_receiver").EnumerateArray())
        {
            var reception = new RecordingReception();
            await using var server = await AtDataAsync(reception);
            foreach (var chunk in one.GetProperty("after_354_send_chunks").EnumerateArray())
                await server.SendAsync(chunk.GetString()!);
            var replies = await server.HangUpAsync();
            var stored = one.GetProperty("stored_message").GetString()!;
            if (stored.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n'))
            {
                // The corpus stores bare line ends; we refuse them (spec submission-extensions §14.2).
                Assert.StartsWith("554 5.6.0", Assert.Single(replies), StringComparison.Ordinal);
                Assert.Empty(reception.Messages);
                continue;
            }
            // The corpus does not keep the CRLF that belongs to the end; RFC 5321 §4.1.1.4 counts it to the message, here an empty line.
            Assert.Equal(stored + "\r\n", Encoding.Latin1.GetString(Assert.Single(reception.Messages).Content));
        }
    }

    [Fact]
    public async Task What_is_sent_behind_DATA_before_354_is_not_heard()
    {
        foreach (var ahead in new[] { "Subject: x\r\n.\r\n", "x", "QUIT\r\n" })
        {
            var reception = new RecordingReception();
            await using var server = await AtDataAsync(reception, "DATA\r\n" + ahead);
            Assert.StartsWith("503 5.5.0", Assert.Single(await server.HangUpAsync()), StringComparison.Ordinal);
            Assert.Empty(reception.Messages);
        }
    }

    [Fact]
    public async Task Nobody_pipelines_after_HELO()
    {
        await using var server = new MemoryServer(TestWorld.Transfer(), new RecordingReception());
        await server.ReadLineAsync();
        Assert.StartsWith("250", await server.AskAsync("HELO old.example"), StringComparison.Ordinal);
        await server.SendAsync("MAIL FROM:<co@hq.example>\r\nRCPT TO:<j3@hq.example>\r\n");
        Assert.StartsWith("503 5.5.0", Assert.Single(await server.HangUpAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOOP\n")]
    [InlineData("NO\rOP\r\n")]
    [InlineData("NOOP\r\r\n")]
    [InlineData("NOOP \0\r\n")]
    [InlineData("\n")]
    public async Task A_command_line_with_a_bare_line_end_or_a_NUL_closes_the_connection(string line)
    {
        await using var server = new MemoryServer(TestWorld.Transfer(), new RecordingReception());
        await server.ReadLineAsync();
        await server.SendAsync(line + "NOOP\r\n");
        Assert.StartsWith("500 5.5.2", Assert.Single(await server.HangUpAsync()), StringComparison.Ordinal);
    }

    private static async Task<MemoryServer> AtDataAsync(RecordingReception reception, string last = "DATA\r\n")
    {
        var server = new MemoryServer(TestWorld.Transfer(), reception);
        await server.ReadLineAsync();
        await server.AskAsync("EHLO portal.hq.example");
        await server.AskAsync("MAIL FROM:<co@hq.example>");
        await server.AskAsync("RCPT TO:<j3@hq.example>");
        await server.SendAsync(last);
        if (last == "DATA\r\n")
            Assert.StartsWith("354", await server.ReadReplyAsync(), StringComparison.Ordinal);
        return server;
    }
}
