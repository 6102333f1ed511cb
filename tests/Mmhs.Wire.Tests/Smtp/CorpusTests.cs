using System.Buffers;
using System.Text;
using System.Text.Json;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>Other people's command lines and replies, judged by our profile.</summary>
public sealed class CorpusTests
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    /// <summary>Lines the corpus accepts and we refuse, with the code and the reason.</summary>
    private static readonly Dictionary<string, (int Code, string Reason)> Refused = new(StringComparer.Ordinal)
    {
        ["BDAT 123456"] = (500, "CHUNKING is not offered yet"),
        ["AUTH SCRAM-SHA-256-PLUS base64_goes_here"] = (504, "channel binding is not offered"),
        ["MAIL  FROM : < >"] = (501, "RFC 5321 §3.3: no blanks around the colon or within the path"),
        ["RCPT TO:<孫子@áéíóú.org>"] = (553, "SMTPUTF8 is not offered"),
        ["RCPT TO:<>"] = (501, "RFC 5321 §4.1.1.3: a forward-path is never null"),
        ["MAIL FROM:<> RET=HDRS RET=FULL"] = (501, "RFC 3461 §4.3: at most one RET"),
        ["MAIL FROM:<foo@bar\"aa\\\" hello world\".com>"] = (501, "RFC 5321 §4.1.2: no quotes within a domain"),
    };

    [Fact]
    public async Task Command_lines_of_smtp_proto_are_read_as_the_profile_reads_them()
    {
        using var file = JsonDocument.Parse(
            await File.ReadAllTextAsync(Corpora.File("smtp/command-lines.json"), TestContext.Current.CancellationToken)
        );
        var wrong = new List<string>();
        foreach (
            var one in file
                .RootElement.GetProperty("cases")
                .EnumerateArray()
                .Where(one => one.GetProperty("in_profile").GetBoolean())
        )
        {
            var line = one.GetProperty("line").GetString()!;
            var code = await CodeAsync(WithRecipient(line));
            var right =
                Refused.TryGetValue(line, out var refused) ? code == refused.Code
                : one.GetProperty("expect").GetString() == "accept" ? code / 100 is 2 or 3 || code is 503 or 530 or 550
                : one.GetProperty("reply_any_of").EnumerateArray().Any(any => any.GetInt32() == code);
            if (!right)
                wrong.Add($"{line} -> {code}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Extension_commands_of_James_are_answered_with_the_code_it_expects()
    {
        using var file = JsonDocument.Parse(
            await File.ReadAllTextAsync(Corpora.File("smtp/extension-commands.json"), TestContext.Current.CancellationToken)
        );
        foreach (var one in file.RootElement.GetProperty("cases").EnumerateArray())
        {
            await using var server = await GreetedAsync();
            var reply = "";
            foreach (var line in one.GetProperty("lines").GetString()!.Split(" | "))
                reply = await server.AskAsync(
                    line.Replace(
                        "{max date + 1d}",
                        $"{TimeProvider.System.GetUtcNow() + LongestHold + TimeSpan.FromDays(1):yyyy-MM-dd'T'HH:mm:ss'Z'}",
                        StringComparison.Ordinal
                    )
                );
            var expected = one.GetProperty("expect").GetInt32();
            Assert.True(Code(reply!) == expected, $"{one.GetProperty("case")} -> {reply}");
        }
    }

    [Fact]
    public async Task Replies_of_smtp_proto_are_understood()
    {
        using var file = JsonDocument.Parse(
            await File.ReadAllTextAsync(Corpora.File("smtp/server-replies.json"), TestContext.Current.CancellationToken)
        );
        foreach (var one in file.RootElement.GetProperty("replies").EnumerateArray())
        {
            var reply = Read(one.GetProperty("reply").GetString()!);
            Assert.Equal(one.GetProperty("code").GetInt32(), reply.Code);
            // The corpus takes 6.8.9 for a status; RFC 2034 §4 knows the classes 2, 4 and 5 only, and that of the code.
            var status = one.GetProperty("enhanced").GetString();
            Assert.Equal(status is "0.0.0" or "6.8.9" ? null : status, reply.Status?.ToString());
        }
        var everything = file.RootElement.GetProperty("ehlo")[0];
        var offered = SmtpCapabilities.Read(Read(everything.GetProperty("reply").GetString()!), extended: true);
        Assert.Equal("dbc.mtview.ca.us", offered.HostName);
        Assert.Equal(1_000_000, offered.MaxMessageSize);
        Assert.Equal(["GSSAPI", "DIGEST-MD5", "PLAIN"], offered.AuthenticationMechanisms);
        Assert.True(
            offered is { Pipelining: true, EightBitMime: true, DeliveryNotifications: true, Priority: true, StartTls: true }
        );
        Assert.Equal("1234 5678", offered.Parameters("FutureRelease"));
        Assert.Null(offered.Parameters("XCLIENT"));
        var second = SmtpCapabilities.Read(
            Read(file.RootElement.GetProperty("ehlo")[1].GetProperty("reply").GetString()!),
            extended: true
        );
        Assert.Equal("STANAG4406", second.Parameters("MT-PRIORITY"));
    }

    [Theory]
    [InlineData("auth-required.txt", 530, "5.7.0")]
    [InlineData("bad-command-sequence.txt", 503, null)]
    [InlineData("comcast-auth-digest-md5.txt", 334, null)]
    [InlineData("comcast-auth-login.txt", 235, "2.7.0")]
    [InlineData("comcast-data.txt", 354, null)]
    [InlineData("comcast-ehlo+dsn.txt", 250, null)]
    [InlineData("comcast-ehlo+smtputf8.txt", 250, null)]
    [InlineData("comcast-greeting.txt", 220, null)]
    [InlineData("comcast-quit.txt", 221, "2.0.0")]
    [InlineData("ehlo-failed.txt", 504, null)]
    [InlineData("mailbox-unavailable.txt", 550, "5.1.0")]
    [InlineData("rfc0821-expn.txt", 250, null)]
    public async Task Replies_of_the_servers_MailKit_met_are_understood(string file, int code, string? status)
    {
        var reply = Read(
            await File.ReadAllTextAsync(Corpora.File("smtp/mailkit-replies/" + file), TestContext.Current.CancellationToken)
        );
        Assert.Equal((code, status), (reply.Code, reply.Status?.ToString()));
    }

    // The corpus stores line ends as LF.
    private static SmtpReply Read(string text)
    {
        var wire = text.ReplaceLineEndings("\r\n");
        var input = new ReadOnlySequence<byte>(
            Encoding.UTF8.GetBytes(wire.EndsWith("\r\n", StringComparison.Ordinal) ? wire : wire + "\r\n")
        );
        Assert.True(ReplyGrammar.TryRead(ref input, out var reply));
        return reply!;
    }

    // Lines that try parameters on the null forward-path are tried on one that exists.
    private static string WithRecipient(string line) =>
        line.StartsWith("RCPT TO:<> ", StringComparison.Ordinal) ? "RCPT TO:<j3@hq.example> " + line[11..] : line;

    private static async Task<int> CodeAsync(string line)
    {
        await using var server = await GreetedAsync();
        if (line.StartsWith("RCPT", StringComparison.Ordinal))
            await server.AskAsync("MAIL FROM:<co@hq.example>");
        await server.SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        return Code((await server.ReadReplyAsync())!);
    }

    private static async Task<MemoryServer> GreetedAsync()
    {
        var options = new SmtpServerOptions
        {
            HostName = "msa.hq.example",
            Door = SmtpDoor.Submission,
            Accounts = TestWorld.Accounts,
            RequireAuthentication = false,
            MaxHold = LongestHold,
        };
        var server = new MemoryServer(options, new RecordingReception(), tls: true);
        await server.ReadLineAsync();
        await server.AskAsync("EHLO localhost");
        return server;
    }

    private static int Code(string reply) => int.Parse(reply.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);
}
