using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>What is too big, too long, too many or too slow is refused in good order, and the server lives on.</summary>
public sealed class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MTA_7_1_6_forty_MB_at_a_limit_of_25_are_refused_552_and_nothing_is_handed_on()
    {
        var reception = new RecordingReception();
        var options = new SmtpServerOptions
        {
            HostName = "mta.hq.example",
            Door = SmtpDoor.Transfer,
            MaxMessageSize = 25_000_000,
        };
        await using var server = await ServerAtDataAsync(options, reception);
        var line = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 78) + "\r\n", 1000)));
        for (var sent = 0; sent < 40_000_000; sent += line.Length)
            await server.SendAsync(line);
        await server.SendAsync(".\r\n");
        Assert.StartsWith("552 5.3.4", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Empty(reception.Messages);
        Assert.StartsWith("250", await server.AskAsync("MAIL FROM:<co@hq.example>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_tolerance_the_answer_comes_at_once_and_the_connection_ends()
    {
        var options = new SmtpServerOptions
        {
            HostName = "mta.hq.example",
            Door = SmtpDoor.Transfer,
            MaxMessageSize = 10_000,
            OversizeTolerance = 10_000,
        };
        await using var server = await ServerAtDataAsync(options, new RecordingReception());
        for (var i = 0; i < 300; i++)
            await server.SendAsync(new string('x', 78) + "\r\n");
        Assert.StartsWith("552 5.3.4", Assert.Single(await server.HangUpAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public async Task MSA_6_1_8_the_limit_counts_octets_without_stuffing_and_final_dot(int size, bool fits)
    {
        var reception = new RecordingReception();
        await using var server = await ServerAtDataAsync(
            new()
            {
                HostName = "mta.hq.example",
                Door = SmtpDoor.Transfer,
                MaxMessageSize = 10_000,
            },
            reception
        );
        var content = new StringBuilder();
        while (content.Length < size - 100)
            content.Append("..").Append('x', 75).Append("\r\n");
        var stuffed = content.Length / 79;
        content.Append('y', size + stuffed - content.Length - 2).Append("\r\n");
        await server.SendAsync(content + ".\r\n");
        Assert.StartsWith(fits ? "250" : "552", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(fits ? [size] : [], reception.Messages.Select(taken => taken.Content.Length));
    }

    [Fact]
    public async Task When_the_memory_of_all_sessions_is_used_up_the_answer_is_452_and_it_comes_back()
    {
        var reception = new RecordingReception();
        var options = new SmtpServerOptions
        {
            HostName = "mta.hq.example",
            Door = SmtpDoor.Transfer,
            MessageMemory = 40_000,
        };
        await using var server = await ServerAtDataAsync(options, reception);
        for (var i = 0; i < 500; i++)
            await server.SendAsync(new string('x', 78) + "\r\n");
        await server.SendAsync(".\r\n");
        Assert.StartsWith("452 4.3.1", await server.ReadReplyAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await server.AskAsync("MAIL FROM:<co@hq.example>");
            await server.AskAsync("RCPT TO:<j3@hq.example>");
            await server.AskAsync("DATA");
            Assert.StartsWith("250", await server.AskAsync("Subject: small\r\n\r\n."), StringComparison.Ordinal);
        }
        Assert.Equal(5, reception.Messages.Count);
    }

    [Theory]
    [InlineData(998, true)]
    [InlineData(999, false)]
    [InlineData(1 << 20, false)]
    public async Task A_content_line_has_at_most_998_octets(int length, bool fits)
    {
        var reception = new RecordingReception();
        await using var server = await ServerAtDataAsync(TestWorld.Transfer(), reception);
        await server.SendAsync("Subject: " + new string('x', length - 9) + "\r\n\r\n.\r\n");
        Assert.StartsWith(
            fits ? "250" : "554 5.6.0 A line of the message has more than 998 octets",
            await server.ReadReplyAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(fits ? 1 : 0, reception.Messages.Count);
        Assert.StartsWith("250", await server.AskAsync("NOOP"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpDoor.Transfer, "<>", "250")]
    [InlineData(SmtpDoor.Delivery, "<>", "250")]
    [InlineData(SmtpDoor.Submission, "<>", "554 5.6.0")] // what our own people and programs submit keeps the limit
    [InlineData(SmtpDoor.Transfer, "<co@hq.example>", "554 5.6.0")]
    public async Task A_report_may_have_lines_of_any_length_for_refused_it_is_lost(SmtpDoor door, string from, string expected)
    {
        var reception = new RecordingReception();
        SmtpServerOptions options = new()
        {
            HostName = "mta.hq.example",
            Door = door,
            RequireTls = false,
            RequireAuthentication = false,
        };
        await using var server = await ServerAtDataAsync(options, reception, from);
        var content = "Subject: " + new string('x', 5_000) + "\r\n\r\n" + new string('y', 100_000) + "\r\n";
        await server.SendAsync(content + ".\r\n");
        Assert.StartsWith(expected, await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(
            expected == "250" ? [content] : [],
            reception.Messages.Select(taken => Encoding.ASCII.GetString(taken.Content))
        );
    }

    [Fact]
    public async Task A_report_is_bounded_by_the_size_of_a_message_all_the_same()
    {
        SmtpServerOptions options = new()
        {
            HostName = "mta.hq.example",
            Door = SmtpDoor.Transfer,
            MaxMessageSize = 10_000,
        };
        await using var server = await ServerAtDataAsync(options, new RecordingReception(), "<>");
        await server.SendAsync("Subject: " + new string('x', 10_000) + "\r\n\r\n.\r\n");
        Assert.StartsWith("552 5.3.4", await server.ReadReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_NUL_in_the_content_is_named_in_the_refusal()
    {
        await using var server = await ServerAtDataAsync(TestWorld.Transfer(), new RecordingReception());
        await server.SendAsync("Subject: x\0\r\n\r\n.\r\n");
        Assert.Equal("554 5.6.0 The message holds a NUL", await server.ReadReplyAsync());
    }

    [Fact]
    public async Task A_MiB_of_header_in_short_lines_is_handed_on_whole()
    {
        var reception = new RecordingReception();
        await using var server = await ServerAtDataAsync(TestWorld.Transfer(), reception);
        var header = string.Concat(Enumerable.Repeat("X-Filler: " + new string('x', 68) + "\r\n", 13108));
        await server.SendAsync(header + "\r\nbody\r\n.\r\n");
        Assert.StartsWith("250", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(header + "\r\nbody\r\n", Encoding.ASCII.GetString(Assert.Single(reception.Messages).Content));
    }

    [Theory]
    [InlineData(4096, "250 2.0.0")]
    [InlineData(4097, "500 5.5.2")]
    [InlineData(1_000_000, "500 5.5.2")]
    public async Task A_command_line_has_at_most_4096_octets_and_a_longer_one_is_read_over(int octets, string answer)
    {
        await using var server = new MemoryServer(TestWorld.Transfer(), new RecordingReception());
        await server.ReadLineAsync();
        Assert.StartsWith(answer, await server.AskAsync("NOOP " + new string('x', octets - 7)), StringComparison.Ordinal);
        Assert.StartsWith("250", await server.AskAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_an_AUTH_exchange_has_at_most_12288_octets()
    {
        await using var server = new MemoryServer(TestWorld.Submission(), new RecordingReception(), tls: true);
        await server.ReadLineAsync();
        await server.AskAsync("EHLO portal.hq.example");
        Assert.StartsWith("334", await server.AskAsync("AUTH SCRAM-SHA-256"), StringComparison.Ordinal);
        Assert.StartsWith("500 5.5.6", await server.AskAsync(new string('A', 12288)), StringComparison.Ordinal);
        Assert.StartsWith("334", await server.AskAsync("AUTH SCRAM-SHA-256"), StringComparison.Ordinal);
        Assert.StartsWith("535 5.7.8", await server.AskAsync(new string('A', 12284)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EOS_206y_a_hundred_recipients_are_taken_and_the_first_too_many_is_told_452()
    {
        await using var server = new MemoryServer(
            new()
            {
                HostName = "mta.hq.example",
                Door = SmtpDoor.Transfer,
                MaxRecipients = 100,
            },
            new RecordingReception()
        );
        await server.ReadLineAsync();
        await server.AskAsync("EHLO portal.hq.example");
        await server.AskAsync("MAIL FROM:<co@hq.example>");
        for (var i = 0; i < 100; i++)
            Assert.StartsWith("250", await server.AskAsync($"RCPT TO:<unit{i}@hq.example>"), StringComparison.Ordinal);
        Assert.StartsWith("452 4.5.3", await server.AskAsync("RCPT TO:<unit100@hq.example>"), StringComparison.Ordinal);
        Assert.StartsWith("354", await server.AskAsync("DATA"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_of_five_minutes_ends_the_session_with_421()
    {
        var time = new FakeTimeProvider();
        await using var server = new MemoryServer(TestWorld.Transfer(), new RecordingReception(), time: time);
        await server.ReadLineAsync();
        await server.AskAsync("EHLO portal.hq.example");
        time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.StartsWith("250", await server.AskAsync("NOOP"), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.StartsWith("421 4.4.2", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Null(await server.ReadReplyAsync());
    }

    [Fact]
    public async Task Shutdown_tells_a_waiting_session_421()
    {
        using var stopping = new CancellationTokenSource();
        var server = new MemoryServer(TestWorld.Transfer(), new RecordingReception(), stopping: stopping.Token);
        await server.ReadLineAsync();
        await server.AskAsync("EHLO portal.hq.example");
        await stopping.CancelAsync();
        Assert.StartsWith("421 4.3.2", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Empty(await server.HangUpAsync());
    }

    [Fact]
    public async Task One_session_too_many_is_greeted_with_421()
    {
        await using var listener = await TestWorld.ListenAsync(
            new()
            {
                HostName = "mta.hq.example",
                Door = SmtpDoor.Transfer,
                Limits = new() { Sessions = 1 },
            },
            new RecordingReception(),
            Token
        );
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = listener.EndPoint.Port,
            HelloName = "portal.hq.example",
        };
        var first = Assert.IsType<SmtpConnectOutcome.Ready>(
            await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token)
        );
        await using var session = first.Session;
        var second = Assert.IsType<SmtpConnectOutcome.Refused>(
            await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token)
        );
        Assert.Equal((SmtpConnectStage.Greeting, 421), (second.Stage, second.Reply.Code));
        var result = await session.SendAsync(
            new() { Recipients = [new(SmtpPath.Parse("j3@hq.example"))] },
            new ReadOnlySequence<byte>("Subject: x\r\n\r\n"u8.ToArray()),
            Token
        );
        Assert.Equal(TransactionOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task A_reception_that_throws_is_answered_451_and_the_session_goes_on()
    {
        var reception = new RecordingReception
        {
            Sender = envelope =>
                envelope.ReversePath is null ? throw new InvalidOperationException("broken") : new(250, "2.1.0", "Sender ok"),
            Message = _ => throw new InvalidOperationException("broken"),
        };
        await using var server = await ServerAtDataAsync(TestWorld.Transfer(), reception);
        Assert.StartsWith("451 4.3.0", await server.AskAsync("Subject: x\r\n."), StringComparison.Ordinal);
        Assert.StartsWith("451 4.3.0", await server.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await server.AskAsync("MAIL FROM:<co@hq.example>"), StringComparison.Ordinal);
    }

    private static async Task<MemoryServer> ServerAtDataAsync(
        SmtpServerOptions options,
        RecordingReception reception,
        string from = "<co@hq.example>"
    )
    {
        var server = new MemoryServer(options, reception);
        await server.ReadLineAsync();
        await server.AskAsync($"{(options.Door == SmtpDoor.Delivery ? "LHLO" : "EHLO")} portal.hq.example");
        await server.AskAsync($"MAIL FROM:{from}");
        await server.AskAsync("RCPT TO:<j3@hq.example>");
        Assert.StartsWith("354", await server.AskAsync("DATA"), StringComparison.Ordinal);
        return server;
    }
}
