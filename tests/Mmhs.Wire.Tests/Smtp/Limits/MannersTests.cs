using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp.Limits;

/// <summary>Who errs, guesses or dawdles is slowed down and then turned away, and nobody else with him.</summary>
public sealed class MannersTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_unknown_commands_are_answered_later_and_the_last_of_them_ends_the_session()
    {
        await using var server = Server(new() { ErrorsPerSession = 4 });
        Assert.StartsWith("500 5.5.1", await server.AskAsync("WHO"), StringComparison.Ordinal);
        Assert.StartsWith("503 5.5.1", await server.AskAsync("DATA"), StringComparison.Ordinal); // misplaced is as wrong as unknown
        var third = server.AskAsync("RCPT TO:<");
        _time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.StartsWith("501 5.1.3", await third, StringComparison.Ordinal);
        Assert.StartsWith("250 ", await server.AskAsync("NOOP"), StringComparison.Ordinal);
        Assert.Equal("421 4.7.0 Too many errors, try again later", await server.AskAsync("WHO"));
        Assert.Empty(await server.HangUpAsync());
    }

    [Fact]
    public async Task What_comes_in_one_group_with_a_refused_command_is_no_mistake_of_its_own()
    {
        List<SmtpRefusal> refused = [];
        await using var server = Server(
            new() { ErrorsPerSession = 4 },
            new RecordingReception
            {
                Sender = envelope =>
                    envelope.ReversePath is null ? new(250, "2.1.0", "Sender ok") : new(550, "5.7.1", "Not yours"),
                Recipient = _ => new(550, "5.1.1", "No such mailbox here"),
            },
            refused.Add
        );
        await server.AskAsync("EHLO peer.example");
        await server.SendAsync(
            "MAIL FROM:<co@hq.example>\r\n"
                + string.Concat(Enumerable.Range(0, 50).Select(i => $"RCPT TO:<unit{i}@hq.example>\r\n"))
                + "DATA\r\n"
        );
        Assert.StartsWith("550 5.7.1", await server.ReadReplyAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 51; i++)
            Assert.StartsWith("503 5.5.1", await server.ReadReplyAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await server.SendAsync("MAIL FROM:<>\r\nRCPT TO:<left@hq.example>\r\nDATA\r\n");
            foreach (var code in new[] { "250 ", "550 ", "554 " })
                Assert.StartsWith(code, await server.ReadReplyAsync(), StringComparison.Ordinal);
            await server.AskAsync("RSET");
        }
        Assert.Equal(
            [SmtpRefusedPart.Sender, .. Enumerable.Repeat(SmtpRefusedPart.Recipient, 5)],
            refused.Select(one => one.Part)
        );
        Assert.StartsWith("500 5.5.1", await server.AskAsync("WHO"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack_errors_of_an_address_add_up_over_its_sessions_and_run_down_with_time()
    {
        await using var door = await OpenAsync(Transfer(new() { ErrorsPerAddress = 5, Window = TimeSpan.FromMinutes(10) }));
        for (var i = 0; i < 4; i++)
        {
            await using var stranger = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port);
            Assert.StartsWith("500 5.5.1", await stranger.AskAsync("WHO"), StringComparison.Ordinal);
        }
        await using (var fifth = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port))
            Assert.StartsWith("421 4.7.0", await fifth.AskAsync("WHO"), StringComparison.Ordinal);
        await using (var sixth = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port))
            Assert.Equal("421 4.7.0 Too many errors, try again later", sixth.Greeting);
        await using (var other = await Stranger.FromAsync("127.0.0.2", door.EndPoint.Port))
            Assert.StartsWith("500 5.5.1", await other.AskAsync("WHO"), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(2)); // one of five
        await using var later = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port);
        Assert.StartsWith("220 ", later.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack_wrong_passwords_of_an_address_are_looked_at_so_often_and_no_further_and_the_rightful_user_elsewhere_is_not_locked_out()
    {
        var accounts = new CountingAccounts();
        List<SmtpRefusal> refused = [];
        var options = new SmtpServerOptions
        {
            HostName = "msa.hq.example",
            Door = SmtpDoor.Submission,
            Certificate = TestWorld.Certificate,
            Accounts = accounts,
            Limits = new() { FailedLoginsPerAddress = 3 },
            Refused = refusal =>
            {
                lock (refused)
                    refused.Add(refusal);
            },
        };
        await using var door = await OpenAsync(options, TimeProvider.System); // the waits of a quarter and half a second are waited for
        for (var i = 0; i < 5; i++)
        {
            await using var stranger = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port);
            await stranger.SecureAsync();
            Assert.StartsWith(
                i < 3 ? "535 5.7.8" : "421 4.7.0 Too many failed logins",
                await stranger.LogInAsync(TestWorld.User, "wrong"),
                StringComparison.Ordinal
            );
        }
        Assert.Equal(3, accounts.Asked);
        await using (var same = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port))
        {
            await same.SecureAsync();
            Assert.StartsWith("421 4.7.0", await same.LogInAsync(TestWorld.User, TestWorld.Password), StringComparison.Ordinal);
        }
        await using (var user = await Stranger.FromAsync("127.0.0.2", door.EndPoint.Port))
        {
            await user.SecureAsync();
            Assert.StartsWith("235 ", await user.LogInAsync(TestWorld.User, TestWorld.Password), StringComparison.Ordinal);
        }
        Assert.Equal(
            [
                .. Enumerable.Repeat(("535 5.7.8", TestWorld.User), 3),
                ("421 4.7.0", null),
                ("421 4.7.0", null),
                ("421 4.7.0", null),
            ],
            refused.Select(one => (one.Code, one.About))
        );
        Assert.All(refused, one => Assert.Equal((SmtpRefusedPart.Login, "127.0.0.1"), (one.Part, one.Source)));
    }

    [Fact]
    public void Attack_many_logins_at_once_get_no_further_than_one_after_the_other()
    {
        var guard = new DoorGuard(new() { FailedLoginsPerAddress = 10 }, _time);
        var source = SourceNetwork.Of(IPAddress.Parse("192.0.2.7"));
        Assert.Equal(
            [.. Enumerable.Range(0, 10).Select(i => (int?)i), null, null],
            Enumerable.Range(0, 12).Select(_ => guard.LoginBegins(source))
        );
        guard.LoginTakenBack(source);
        Assert.Equal(9, guard.LoginBegins(source));
        Assert.Null(guard.LoginBegins(source));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(9, guard.LoginBegins(source));
    }

    [Fact]
    public void Each_failed_login_of_an_address_makes_the_next_wait_longer()
    {
        var guard = new DoorGuard(new(), _time);
        var source = SourceNetwork.Of(IPAddress.Parse("192.0.2.7"));
        Assert.Equal(
            [0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000],
            Enumerable.Range(0, 9).Select(failed => guard.LoginWait(source, failed, "portal").TotalMilliseconds)
        );
    }

    [Fact]
    public void Attack_guesses_from_everywhere_at_one_account_are_slowed_down_and_who_was_in_before_is_not()
    {
        var guard = new DoorGuard(new() { FailedLoginsPerAccount = 20 }, _time);
        var (home, abroad) = (SourceNetwork.Of(IPAddress.Parse("192.0.2.7")), SourceNetwork.Of(IPAddress.Parse("198.51.100.1")));
        guard.LoginSucceeded(home, "portal");
        for (var i = 0; i < 19; i++)
            guard.LoginFailed("portal");
        Assert.Equal(TimeSpan.Zero, guard.LoginWait(abroad, 0, "portal"));
        guard.LoginFailed("portal");
        Assert.Equal(TimeSpan.FromMilliseconds(500), guard.LoginWait(abroad, 0, "portal"));
        for (var i = 0; i < 1000; i++)
            guard.LoginFailed("portal");
        Assert.Equal(TimeSpan.FromSeconds(8), guard.LoginWait(abroad, 0, "portal"));
        Assert.Equal(TimeSpan.Zero, guard.LoginWait(home, 0, "portal"));
        Assert.Equal(TimeSpan.Zero, guard.LoginWait(abroad, 0, "clerk"));
    }

    [Fact]
    public async Task Attack_guessed_mailboxes_end_the_session_and_then_the_address_learns_nothing_of_right_ones_either()
    {
        await using var door = await OpenAsync(
            Transfer(new() { RefusedRecipientsPerSession = 3, RefusedRecipientsPerAddress = 5 }),
            reception: Picky()
        );
        await using (var stranger = await IntroducedAsync("127.0.0.1", door))
        {
            for (var i = 0; i < 3; i++)
                Assert.StartsWith(
                    "550 5.1.1",
                    await stranger.AskAsync($"RCPT TO:<guess{i}@hq.example>"),
                    StringComparison.Ordinal
                );
            Assert.Equal(
                "421 4.7.1 Too many refused recipients, try again later",
                await stranger.AskAsync("RCPT TO:<j3@hq.example>")
            );
        }
        await using (var again = await IntroducedAsync("127.0.0.1", door))
        {
            for (var i = 0; i < 2; i++)
                Assert.StartsWith("550 5.1.1", await again.AskAsync($"RCPT TO:<guess{i}@hq.example>"), StringComparison.Ordinal);
            foreach (var mailbox in new[] { "j3", "guess" })
                Assert.StartsWith("452 4.7.1", await again.AskAsync($"RCPT TO:<{mailbox}@hq.example>"), StringComparison.Ordinal);
        }
        await using (var other = await IntroducedAsync("127.0.0.2", door))
            Assert.StartsWith("250 ", await other.AskAsync("RCPT TO:<j3@hq.example>"), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(2));
        await using var later = await IntroducedAsync("127.0.0.1", door);
        Assert.StartsWith("250 ", await later.AskAsync("RCPT TO:<j3@hq.example>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_with_many_old_addresses_goes_to_those_that_are_right_and_the_rest_come_again()
    {
        var reception = Picky();
        await using var server = Server(new() { RefusedRecipientsPerSession = 2 }, reception);
        await server.AskAsync("EHLO peer.example");
        await server.AskAsync("MAIL FROM:<co@peer.example>");
        Assert.StartsWith("250 ", await server.AskAsync("RCPT TO:<j3@hq.example>"), StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
            Assert.StartsWith("550 5.1.1", await server.AskAsync($"RCPT TO:<left{i}@hq.example>"), StringComparison.Ordinal);
        Assert.Equal(
            "452 4.7.1 Too many refused recipients, try this one later",
            await server.AskAsync("RCPT TO:<j3@hq.example>")
        );
        Assert.StartsWith("354 ", await server.AskAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await server.AskAsync("Subject: x\r\n\r\n."), StringComparison.Ordinal);
        Assert.Single(Assert.Single(reception.Messages).Envelope.Recipients);
    }

    [Fact]
    public async Task Attack_an_octet_every_two_seconds_keeps_no_command_open_beyond_five_minutes()
    {
        await using var server = Server(new());
        var seconds = 0;
        var answer = server.ReadReplyAsync();
        for (; !answer.IsCompleted && seconds < 1000; seconds += 2)
        {
            await server.SendAsync("N");
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        Assert.StartsWith("421 4.4.2", await answer, StringComparison.Ordinal);
        Assert.Equal(300, seconds);
    }

    [Fact]
    public async Task Attack_an_octet_every_two_seconds_keeps_no_message_open_beyond_five_minutes()
    {
        List<SmtpRefusal> refused = [];
        await using var server = Server(new(), refused: refused.Add);
        await AtDataAsync(server);
        var seconds = 0;
        var answer = server.ReadReplyAsync();
        for (; !answer.IsCompleted && seconds < 1000; seconds += 2)
        {
            await server.SendAsync("x");
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        Assert.Equal("421 4.4.2 This takes too long, closing connection", await answer);
        Assert.InRange(seconds, 300, 302);
        Assert.Equal((SmtpRefusedPart.Session, "421 4.4.2"), (Assert.Single(refused).Part, refused[0].Code));
    }

    [Fact]
    public async Task A_slow_line_that_brings_two_kibibytes_a_second_brings_its_message_in_half_an_hour()
    {
        var reception = new RecordingReception();
        await using var server = Server(new(), reception);
        await AtDataAsync(server);
        var part = string.Concat(Enumerable.Repeat(new string('x', 62) + "\r\n", 32));
        for (var i = 0; i < 1800; i++)
        {
            await server.SendAsync(part);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.StartsWith("250 ", await server.AskAsync("."), StringComparison.Ordinal);
        Assert.Equal(1800 * 2048, Assert.Single(reception.Messages).Content.Length);
    }

    [Fact]
    public async Task A_session_ends_after_its_hour_at_the_next_command_and_not_within_a_message()
    {
        var reception = new RecordingReception();
        await using var server = Server(
            new() { SessionTime = TimeSpan.FromMinutes(10), ContentTime = TimeSpan.FromMinutes(20) },
            reception
        );
        await AtDataAsync(server);
        for (var i = 0; i < 3; i++)
        {
            await server.SendAsync("x\r\n");
            _time.Advance(TimeSpan.FromMinutes(4));
        }
        Assert.StartsWith("250 ", await server.AskAsync("."), StringComparison.Ordinal);
        Assert.StartsWith("421 4.4.2", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Single(reception.Messages);
    }

    [Fact]
    public async Task What_is_refused_at_AUTH_MAIL_RCPT_and_in_the_octets_of_a_message_is_told()
    {
        List<SmtpRefusal> refused = [];
        await using var server = Server(
            new(),
            new RecordingReception
            {
                Sender = envelope =>
                    envelope.ReversePath is null ? new(250, "2.1.0", "Sender ok") : new(550, "5.7.1", "Not yours"),
                Recipient = to =>
                    to.ForwardPath.LocalPart == "j3"
                        ? new(250, "2.1.5", "Recipient ok")
                        : new(550, "5.1.1", "No such mailbox here"),
            },
            refused.Add
        );
        await server.AskAsync("EHLO peer.example");
        await server.AskAsync("AUTH PLAIN AAAA");
        await server.AskAsync("MAIL FROM:<co@hq.example>");
        await server.AskAsync("MAIL FROM:<");
        await server.AskAsync("MAIL FROM:<>");
        await server.AskAsync("RCPT TO:<guess@hq.example>");
        await server.AskAsync("RCPT TO:<j3@hq.example>");
        await server.AskAsync("DATA");
        await server.SendAsync("Subject: x\r\n\r\nx\n.\nMAIL FROM:<smuggled@hq.example>\r\n.\r\n");
        Assert.StartsWith("554 5.6.0", await server.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(
            [
                (SmtpRefusedPart.Login, "502 5.5.1", null),
                (SmtpRefusedPart.Sender, "550 5.7.1", "co@hq.example"),
                (SmtpRefusedPart.Sender, "501 5.1.7", null),
                (SmtpRefusedPart.Recipient, "550 5.1.1", "guess@hq.example"),
                (SmtpRefusedPart.Content, "554 5.6.0", null),
            ],
            refused.Select(one => (one.Part, one.Code, one.About))
        );
    }

    private static RecordingReception Picky() =>
        new()
        {
            Recipient = to =>
                to.ForwardPath.LocalPart == "j3" ? new(250, "2.1.5", "Recipient ok") : new(550, "5.1.1", "No such mailbox here"),
        };

    private static SmtpServerOptions Transfer(SmtpLimits limits, Action<SmtpRefusal>? refused = null) =>
        new()
        {
            HostName = "mta.hq.example",
            Door = SmtpDoor.Transfer,
            Limits = limits,
            Refused = refused,
        };

    private MemoryServer Server(SmtpLimits limits, RecordingReception? reception = null, Action<SmtpRefusal>? refused = null)
    {
        var server = new MemoryServer(Transfer(limits, refused), reception ?? new(), time: _time);
        Assert.StartsWith("220 ", server.ReadLineAsync().GetAwaiter().GetResult(), StringComparison.Ordinal);
        return server;
    }

    private Task<SmtpListener> OpenAsync(
        SmtpServerOptions options,
        TimeProvider? time = null,
        RecordingReception? reception = null
    ) =>
        SmtpListener.StartAsync(
            new(IPAddress.Loopback, 0),
            options,
            reception ?? new(),
            time ?? _time,
            NullLoggerFactory.Instance,
            Token
        );

    private static async Task<Stranger> IntroducedAsync(string address, SmtpListener door)
    {
        var stranger = await Stranger.FromAsync(address, door.EndPoint.Port);
        await stranger.AskAsync("EHLO peer.example");
        Assert.StartsWith("250 ", await stranger.AskAsync("MAIL FROM:<co@peer.example>"), StringComparison.Ordinal);
        return stranger;
    }

    private static async Task AtDataAsync(MemoryServer server)
    {
        await server.AskAsync("EHLO peer.example");
        await server.AskAsync("MAIL FROM:<co@peer.example>");
        await server.AskAsync("RCPT TO:<j3@hq.example>");
        Assert.StartsWith("354 ", await server.AskAsync("DATA"), StringComparison.Ordinal);
    }

    private sealed class CountingAccounts : IScramAccounts
    {
        private int _asked;

        public int Asked => _asked;

        public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return TestWorld.Accounts.FindAsync(user, cancellationToken);
        }
    }
}
