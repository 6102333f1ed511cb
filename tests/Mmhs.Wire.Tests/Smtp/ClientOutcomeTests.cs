using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>What our client makes of servers that refuse, vanish or speak nonsense, at each point of a transaction.</summary>
public sealed class ClientOutcomeTests
{
    private const string Greeting = "S: 220 mta.example ESMTP\nC: EHLO portal.hq.example\n";
    private const string Plain = Greeting + "S: 250 mta.example\n";
    private const string Pipelined = Greeting + "S: 250-mta.example\nS: 250 PIPELINING\n";
    private const string Group =
        "C: MAIL FROM:<co@hq.example>\nC: RCPT TO:<j3@bde3.example>\nC: RCPT TO:<j4@bde3.example>\nC: DATA\n";
    private const string Content = "C: Subject: x\nC: \nC: text\nC: .\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, TransactionOutcome, NotSentReason, string> Endings =>
        new()
        {
            // MAIL refused: nobody was asked about, the reply holds for all
            {
                Plain + "C: MAIL FROM:<co@hq.example>\nS: 550 5.7.1 no\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Refused Refused"
            },
            {
                Plain + "C: MAIL FROM:<co@hq.example>\nS: 451 4.3.0 later\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Deferred Deferred"
            },
            // One recipient refused, the other served
            {
                Pipelined + Group + "S: 250 ok\nS: 550 5.1.1 no\nS: 250 ok\nS: 354 go\n" + Content + "S: 250 ok\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Refused Accepted"
            },
            // DATA refused: RSET follows
            {
                Pipelined + Group + "S: 250 ok\nS: 250 ok\nS: 452 4.5.3 too many\nS: 451 4.3.0 later\nC: RSET\nS: 250 ok\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Deferred Deferred"
            },
            // RFC 2920 §3.1: 354 though no recipient is left
            {
                Pipelined + Group + "S: 250 ok\nS: 550 no\nS: 550 no\nS: 354 go\nC: .\nS: 554 no valid recipients\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Refused Refused"
            },
            // Final reply 5yz, and an unknown code known by its first digit
            {
                Pipelined + Group + "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + Content + "S: 554 5.6.0 no\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Refused Refused"
            },
            {
                Pipelined + Group + "S: 250 ok\nS: 250 ok\nS: 251 ok\nS: 354 go\n" + Content + "S: 299 ok\n",
                TransactionOutcome.Completed,
                NotSentReason.None,
                "Accepted Accepted"
            },
            // The connection is lost before the end of data
            { Pipelined + Group + "S: 250 ok\n", TransactionOutcome.NotSent, NotSentReason.ConnectionLost, "NotSent NotSent" },
            {
                Pipelined + Group + "S: 250 ok\nS: 550 5.1.1 no\nS: 250 ok\n",
                TransactionOutcome.NotSent,
                NotSentReason.ConnectionLost,
                "Refused NotSent"
            },
            { Plain, TransactionOutcome.NotSent, NotSentReason.ConnectionLost, "NotSent NotSent" },
            // … and after it, in silence or in nonsense
            {
                Pipelined + Group + "S: 250 ok\nS: 550 5.1.1 no\nS: 250 ok\nS: 354 go\n" + Content,
                TransactionOutcome.Ambiguous,
                NotSentReason.None,
                "Refused Ambiguous"
            },
            {
                Pipelined + Group + "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + Content + "S: what?\n",
                TransactionOutcome.Ambiguous,
                NotSentReason.None,
                "Ambiguous Ambiguous"
            },
        };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Each_ending_has_its_result(
        string script,
        TransactionOutcome outcome,
        NotSentReason reason,
        string recipients
    )
    {
        await using var peer = new ScriptedPeer(Events(script), octetByOctet: false);
        await using var session = await ConnectAsync(peer);
        var result = await session.SendAsync(TwoRecipients(), Octets("Subject: x\r\n\r\ntext\r\n"), Token);
        if (outcome == TransactionOutcome.Completed)
            await peer.Finished;
        Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
        Assert.Equal(recipients, string.Join(' ', result.Recipients.Select(to => to.Outcome)));
        Assert.Equal(outcome == TransactionOutcome.Completed, session.IsUsable);
    }

    [Fact]
    public async Task By_LMTP_a_connection_lost_between_two_final_replies_leaves_only_the_second_open()
    {
        var script = (Pipelined + Group + "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + Content + "S: 250 ok\n").Replace(
            "EHLO",
            "LHLO",
            StringComparison.Ordinal
        );
        await using var peer = new ScriptedPeer(Events(script), octetByOctet: true);
        await using var session = await ConnectAsync(peer, lmtp: true);
        var result = await session.SendAsync(TwoRecipients(), Octets("Subject: x\r\n\r\ntext\r\n"), Token);
        Assert.Equal(TransactionOutcome.Ambiguous, result.Outcome);
        Assert.Equal([RecipientOutcome.Accepted, RecipientOutcome.Ambiguous], result.Recipients.Select(to => to.Outcome));
    }

    [Theory]
    [InlineData("S: hello\n")]
    [InlineData("S: 250-ok\nS: 251 ok\n")]
    [InlineData("S: 354 go\n")]
    [InlineData("S: 199 ok\n")]
    public async Task A_server_out_of_step_before_the_end_of_data_is_an_exception(string answer)
    {
        await using var peer = new ScriptedPeer(Events(Plain + "C: MAIL FROM:<co@hq.example>\n" + answer), octetByOctet: false);
        await using var session = await ConnectAsync(peer);
        await Assert.ThrowsAsync<SmtpProtocolException>(() =>
            session.SendAsync(TwoRecipients(), Octets("x\r\n"), Token).AsTask()
        );
        Assert.False(session.IsUsable);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            session.SendAsync(TwoRecipients(), Octets("x\r\n"), Token).AsTask()
        );
    }

    [Theory]
    [InlineData("S: 221 mta.example closing\n", "221", "220")]
    [InlineData("S: 250 mta.example\n", "250", "220")]
    [InlineData(Greeting + "S: 221 closing\n", "221", "250")]
    [InlineData(Greeting + "S: 220 mta.example\n", "220", "250")]
    [InlineData(Greeting + "S: 250-mta.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 250 ok\n", "250", "220")]
    public async Task Another_yes_than_the_one_that_belongs_there_is_none(string script, string found, string wanted)
    {
        await using var peer = new ScriptedPeer(Events(script), octetByOctet: false);
        var options = new SmtpClientOptions
        {
            Host = "mta.example",
            Port = 25,
            HelloName = "portal.hq.example",
            Tls = SmtpTlsPolicy.May,
        };
        var outcome = await new SmtpConnector(options, TimeProvider.System).OverAsync(peer.ClientStream, Token);
        var failed = Assert.IsType<SmtpConnectOutcome.Failed>(outcome);
        Assert.Equal($"The server answered {found} where {wanted} belongs.", failed.Reason);
    }

    [Fact]
    public async Task A_report_goes_on_with_its_long_lines_and_nothing_else_does()
    {
        var octets = Octets("Subject: " + new string('x', 2_000) + "\r\n");
        await using (var peer = new ScriptedPeer(Events(Plain), octetByOctet: false))
        {
            await using var session = await ConnectAsync(peer);
            Assert.Equal(NotSentReason.ContentNotLines, (await session.SendAsync(TwoRecipients(), octets, Token)).Reason);
        }
        var script =
            Plain
            + "C: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<j3@bde3.example>\nS: 250 ok\nC: DATA\nS: 354 go\nC: Subject: "
            + new string('x', 2_000)
            + "\nC: .\nS: 250 ok\n";
        await using (var peer = new ScriptedPeer(Events(script), octetByOctet: false))
        {
            await using var session = await ConnectAsync(peer);
            var envelope = new Envelope { Recipients = [new(SmtpPath.Parse("j3@bde3.example"), null, null)] };
            Assert.Equal(TransactionOutcome.Completed, (await session.SendAsync(envelope, octets, Token)).Outcome);
        }
    }

    [Theory]
    [InlineData("a\nb\r\n", NotSentReason.ContentNotLines)]
    [InlineData("a\rb\r\n", NotSentReason.ContentNotLines)]
    [InlineData("a\r\n.\r", NotSentReason.ContentNotLines)]
    [InlineData("a\0\r\n", NotSentReason.ContentNotLines)]
    [InlineData("\u00E9\r\n", NotSentReason.EightBitNotOffered)]
    [InlineData("0123456789\r\n", NotSentReason.TooBig)]
    public async Task What_may_not_be_sent_is_not_begun(string content, NotSentReason reason)
    {
        await using var peer = new ScriptedPeer(Events(Greeting + "S: 250-mta.example\nS: 250 SIZE 11\n"), octetByOctet: false);
        await using var session = await ConnectAsync(peer);
        var result = await session.SendAsync(TwoRecipients(), Octets(content), Token);
        Assert.Equal((TransactionOutcome.NotSent, reason), (result.Outcome, result.Reason));
        Assert.True(session.IsUsable);
    }

    [Fact]
    public async Task EOS_206t_parameters_go_only_to_servers_that_offer_them()
    {
        await using var peer = new ScriptedPeer(
            Events(
                Greeting
                    + "S: 250-mta.example\nS: 250 mt-priority\nC: MAIL FROM:<co@hq.example> MT-PRIORITY=3\nS: 450 4.7.15 priority too low\n"
            ),
            octetByOctet: false
        );
        await using var session = await ConnectAsync(peer);
        var result = await session.SendAsync(
            new()
            {
                ReversePath = SmtpPath.Parse("co@hq.example"),
                EnvelopeId = EnvelopeId.Parse("A"),
                Return = ReturnContent.Full,
                Body = BodyType.SevenBit,
                Priority = new MtPriority(3),
                Submitter = "<>",
                Recipients = TwoRecipients().Recipients,
            },
            Octets("x\r\n"),
            Token
        );
        Assert.Equal("4.7.15", result.Sender!.Status!.ToString());
        await peer.Finished;
    }

    [Theory]
    [InlineData("S: 554 5.3.2 no service\n", SmtpConnectStage.Greeting, 554)]
    [InlineData("S: 220 mta.example\nC: EHLO portal.hq.example\nS: 421 4.3.2 later\n", SmtpConnectStage.Hello, 421)]
    [InlineData(
        "S: 220 mta.example\nC: EHLO portal.hq.example\nS: 502 no\nC: HELO portal.hq.example\nS: 550 no\n",
        SmtpConnectStage.Hello,
        550
    )]
    [InlineData(
        "S: 220 mta.example\nC: EHLO portal.hq.example\nS: 250-mta.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 no\n",
        SmtpConnectStage.Tls,
        454
    )]
    public async Task A_refusal_on_the_way_is_a_value(string script, SmtpConnectStage stage, int code)
    {
        await using var peer = new ScriptedPeer(Events(script), octetByOctet: false);
        var outcome = await new SmtpConnector(Options(tls: SmtpTlsPolicy.Must), TimeProvider.System).OverAsync(
            peer.ClientStream,
            Token
        );
        var refused = Assert.IsType<SmtpConnectOutcome.Refused>(outcome);
        Assert.Equal((stage, code), (refused.Stage, refused.Reply.Code));
    }

    [Theory]
    [InlineData("S: 220 mta.example\nC: EHLO portal.hq.example\nS: 250 mta.example\n", SmtpConnectStage.Tls)] // TLS is a must and not offered
    [InlineData(
        "S: 220 mta.example\nC: EHLO portal.hq.example\nS: 250-mta.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n",
        SmtpConnectStage.Tls
    )]
    [InlineData("S: 220-mta.example\n", SmtpConnectStage.Greeting)]
    public async Task A_connection_that_is_not_the_one_asked_for_fails_and_never_falls_back(string script, SmtpConnectStage stage)
    {
        await using var peer = new ScriptedPeer(Events(script), octetByOctet: false);
        var outcome = await new SmtpConnector(Options(tls: SmtpTlsPolicy.Must), TimeProvider.System).OverAsync(
            peer.ClientStream,
            Token
        );
        Assert.Equal(stage, Assert.IsType<SmtpConnectOutcome.Failed>(outcome).Stage);
    }

    [Fact]
    public async Task Replies_slipped_in_behind_the_220_of_STARTTLS_are_not_taken_for_protected_ones()
    {
        var script =
            Greeting + "S: 250-mta.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\r\n250-mta.example\r\n250 AUTH PLAIN\n";
        await using var peer = new ScriptedPeer(Events(script), octetByOctet: false);
        await Assert.ThrowsAsync<SmtpProtocolException>(() =>
            new SmtpConnector(Options(tls: SmtpTlsPolicy.Must), TimeProvider.System).OverAsync(peer.ClientStream, Token).AsTask()
        );
    }

    [Fact]
    public async Task Credentials_never_go_in_the_clear()
    {
        await using var peer = new ScriptedPeer(
            Events(Greeting + "S: 250-mta.example\nS: 250 AUTH SCRAM-SHA-256\n"),
            octetByOctet: false
        );
        var options = new SmtpClientOptions
        {
            Host = "mta.example",
            Port = 1,
            HelloName = "portal.hq.example",
            Tls = SmtpTlsPolicy.May,
            Login = new SmtpLogin.Password(new("drafter", "northland")),
        };
        var outcome = await new SmtpConnector(options, TimeProvider.System).OverAsync(peer.ClientStream, Token);
        Assert.Equal(SmtpConnectStage.Authentication, Assert.IsType<SmtpConnectOutcome.Failed>(outcome).Stage);
        await peer.Finished;
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure_not_an_exception()
    {
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = 1,
            HelloName = "portal.hq.example",
        };
        Assert.Equal(
            SmtpConnectStage.Connect,
            Assert
                .IsType<SmtpConnectOutcome.Failed>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
                .Stage
        );
    }

    [Theory]
    [InlineData("C: MAIL FROM:<co@hq.example>\nS: 421 4.4.2 idle too long\n", true)]
    [InlineData("", true)]
    [InlineData("C: MAIL FROM:<co@hq.example>\nS: 451 4.3.0 later\n", false)]
    [InlineData("C: MAIL FROM:<co@hq.example>\nS: 250 ok\n", false)] // begun, and lost after that
    public async Task RFC_5321_a_server_that_closes_before_it_takes_MAIL_has_begun_nothing(string script, bool expected)
    {
        await using var peer = new ScriptedPeer(Events(Plain + script), octetByOctet: false);
        await using var session = await ConnectAsync(peer);
        Assert.Equal(
            expected,
            (await session.SendAsync(TwoRecipients(), Octets("Subject: x\r\n\r\ntext\r\n"), Token)).SessionHadEnded
        );
    }

    [Theory]
    [InlineData("C: NOOP\nS: 250 ok\n", true)]
    [InlineData("C: NOOP\nS: 421 4.4.2 idle too long\n", false)]
    [InlineData("S: 421 4.4.2 idle too long\n", false)]
    [InlineData("", false)]
    [InlineData("C: NOOP\nS: what?\n", false)]
    public async Task A_session_nobody_used_for_a_while_is_asked_before_it_is_used(string script, bool alive)
    {
        var time = new FakeTimeProvider();
        await using var peer = new ScriptedPeer(Events(Plain + script), octetByOctet: false);
        await using var session = Assert
            .IsType<SmtpConnectOutcome.Ready>(await new SmtpConnector(Options(), time).OverAsync(peer.ClientStream, Token))
            .Session;
        Assert.True(await session.IsAliveAsync(Token)); // just spoken to: nothing is said
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(alive, await session.IsAliveAsync(Token));
        Assert.Equal(alive, session.IsUsable);
    }

    private static List<(bool FromClient, string Text)> Events(string script) =>
        [.. script.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (line[0] == 'C', line[3..]))];

    private static ReadOnlySequence<byte> Octets(string text) => new(Encoding.Latin1.GetBytes(text));

    private static Envelope TwoRecipients() =>
        new()
        {
            ReversePath = SmtpPath.Parse("co@hq.example"),
            Recipients = [new(SmtpPath.Parse("j3@bde3.example")), new(SmtpPath.Parse("j4@bde3.example"))],
        };

    private static SmtpClientOptions Options(bool lmtp = false, SmtpTlsPolicy tls = SmtpTlsPolicy.None) =>
        new()
        {
            Host = "mta.example",
            Port = 1,
            HelloName = "portal.hq.example",
            Lmtp = lmtp,
            Tls = tls,
        };

    private static async Task<SmtpClientSession> ConnectAsync(ScriptedPeer peer, bool lmtp = false) =>
        Assert
            .IsType<SmtpConnectOutcome.Ready>(
                await new SmtpConnector(Options(lmtp), TimeProvider.System).OverAsync(peer.ClientStream, Token)
            )
            .Session;
}
