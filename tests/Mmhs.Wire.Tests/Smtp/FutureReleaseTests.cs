using System.Buffers;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>Holding a message for its sender (RFC 4865): what is read, what is refused, and where it is offered.</summary>
public sealed class FutureReleaseTests
{
    private const string Edge = "250-mta.example\nS: 250 FUTURERELEASE 60 2026-11-24T12:01:00Z\n";

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("999999999", 999_999_999L)]
    public void RFC_4865_seconds_are_read(string text, long seconds)
    {
        Assert.True(FutureRelease.TryParseFor(text, out var hold));
        Assert.Equal(FutureRelease.For(seconds), hold);
        Assert.Equal($"for;{text}", hold.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("05")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("5s")]
    [InlineData("1234567890")]
    public void RFC_4865_what_is_no_number_of_seconds_is_refused(string text) =>
        Assert.False(FutureRelease.TryParseFor(text, out _));

    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "until;2026-11-24T12:00:00Z")]
    [InlineData("2026-11-24t12:00:00z", "until;2026-11-24T12:00:00Z")]
    [InlineData("2026-11-24T12:00:00.5Z", "until;2026-11-24T12:00:00.5Z")]
    [InlineData("2026-11-24T12:00:00.000000001Z", "until;2026-11-24T12:00:00.0000001Z")]
    [InlineData("9999-12-31T23:59:59.9Z", "until;9999-12-31T23:59:59.9Z")]
    public void RFC_4865_a_moment_is_read(string text, string again)
    {
        Assert.True(FutureRelease.TryParseUntil(text, out var hold));
        Assert.Equal(again, hold.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-24")]
    [InlineData("2026-11-24T12:00Z")]
    [InlineData("2026-11-24T12:00:00")]
    [InlineData("2026-11-24T12:00:00+00:00")]
    [InlineData("2026-11-24T12:00:00.Z")]
    [InlineData("2026-11-24T12:00:00,5Z")]
    [InlineData("2026-11-24T12:00:00.0000000001Z")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-11-24T24:00:00Z")]
    [InlineData("2026-11-24 12:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    public void RFC_4865_what_is_no_moment_in_UTC_is_refused(string text) =>
        Assert.False(FutureRelease.TryParseUntil(text, out _));

    [Fact]
    public void RFC_4865_nothing_is_released_before_its_time_by_rounding()
    {
        var received = Noon.AddTicks(1);
        Assert.Equal(Noon.AddSeconds(5).AddMilliseconds(1), FutureRelease.For(5).ReleaseAt(received));
        Assert.Equal(Noon.AddSeconds(1), FutureRelease.UntilMoment(received).Until);
    }

    [Theory]
    [InlineData("HOLDFOR=61", "501 5.5.4")] // over the maximum
    [InlineData("HOLDUNTIL=2026-11-24T12:01:01Z", "501 5.5.4")]
    [InlineData("HOLDUNTIL=9999-12-31T23:59:59Z", "501 5.5.4")]
    [InlineData("HOLDUNTIL=2026-11-24T12:00:00Z", "501 5.5.4")] // now, and so no longer in the future
    [InlineData("HOLDUNTIL=2026-11-24T11:59:59Z", "501 5.5.4")]
    [InlineData("HOLDFOR=5 HOLDUNTIL=2026-11-24T12:00:05Z", "501 5.5.4")] // both
    [InlineData("HOLDFOR=5 HOLDFOR=5", "501 5.5.4")]
    [InlineData("HOLDFOR=soon", "501 5.5.4")]
    [InlineData("HOLDFOR", "501 5.5.4")]
    [InlineData("HOLDUNTIL=tomorrow", "501 5.5.4")]
    [InlineData("HOLDFOR=30 BY=29;R", "501 5.5.4")] // later than it is to be delivered
    [InlineData("HOLDFOR=30 BY=-1;N", "501 5.5.4")]
    [InlineData("HOLDFOR=30 BY=30;R", "250 2.1.0")]
    [InlineData("HOLDFOR=60", "250 2.1.0")]
    [InlineData("holduntil=2026-11-24T12:01:00Z", "250 2.1.0")]
    public async Task EOS_206j_a_time_to_hold_is_taken_or_refused_at_MAIL(string parameters, string reply)
    {
        await using var server = new MemoryServer(Submission(), new RecordingReception(), tls: true, new FakeTimeProvider(Noon));
        await server.ReadLineAsync();
        await server.AskAsync("EHLO portal.hq.example");
        Assert.StartsWith(reply, await server.AskAsync($"MAIL FROM:<co@hq.example> {parameters}"), StringComparison.Ordinal);
        // a refused MAIL opens nothing
        Assert.StartsWith(
            reply.StartsWith('2') ? "503" : "250",
            await server.AskAsync("MAIL FROM:<co@hq.example>"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task EOS_206j_both_limits_are_announced_on_submission_and_move_with_the_clock()
    {
        var time = new FakeTimeProvider(Noon.AddMilliseconds(700));
        await using var server = new MemoryServer(Submission(), new RecordingReception(), tls: true, time);
        await server.ReadLineAsync();
        Assert.Contains(
            "|250-FUTURERELEASE 60 2026-11-24T12:01:00Z|",
            await server.AskAsync("EHLO portal.hq.example"),
            StringComparison.Ordinal
        );
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains(
            "|250-FUTURERELEASE 60 2026-11-24T12:03:00Z|",
            await server.AskAsync("EHLO portal.hq.example"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(SmtpDoor.Transfer, "EHLO")]
    [InlineData(SmtpDoor.Delivery, "LHLO")]
    public async Task EOS_206j_no_other_door_offers_it_or_takes_it(SmtpDoor door, string hello)
    {
        var options = new SmtpServerOptions
        {
            HostName = "mta.hq.example",
            Door = door,
            MaxHold = TimeSpan.FromMinutes(1),
        };
        await using var server = new MemoryServer(options, new RecordingReception());
        await server.ReadLineAsync();
        Assert.DoesNotContain("FUTURERELEASE", await server.AskAsync($"{hello} peer.example"), StringComparison.Ordinal);
        Assert.StartsWith("555 5.5.4", await server.AskAsync("MAIL FROM:<co@hq.example> HOLDFOR=5"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("250 mta.example\n", "for;5", NotSentReason.HoldNotOffered)]
    [InlineData(Edge, "for;61", NotSentReason.HoldNotPossible)]
    [InlineData(Edge, "until;2026-11-24T12:01:01Z", NotSentReason.HoldNotPossible)]
    [InlineData("250-mta.example\nS: 250 FUTURERELEASE\n", "for;5", NotSentReason.HoldNotPossible)]
    [InlineData("250-mta.example\nS: 250 FUTURERELEASE 0 soon\n", "for;5", NotSentReason.HoldNotPossible)]
    public async Task EOS_206j_our_client_does_not_send_what_would_not_be_held(string answer, string asked, NotSentReason reason)
    {
        var result = await SendAsync(
            $"S: {answer}",
            new()
            {
                ReversePath = SmtpPath.Parse("co@hq.example"),
                Hold = Read(asked),
                Recipients = [new(SmtpPath.Parse("j3@hq.example"))],
            }
        );
        Assert.Equal((TransactionOutcome.NotSent, reason), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task RFC_4865_our_client_never_holds_a_notification()
    {
        var result = await SendAsync(
            $"S: {Edge}",
            new() { Hold = FutureRelease.For(5), Recipients = [new(SmtpPath.Parse("j3@hq.example"))] }
        );
        Assert.Equal(NotSentReason.HoldNotPossible, result.Reason);
    }

    [Theory]
    [InlineData("for;60", "HOLDFOR=60")]
    [InlineData("until;2026-11-24T12:01:00Z", "HOLDUNTIL=2026-11-24T12:01:00Z")]
    public async Task EOS_206j_our_client_says_how_long_or_until_when(string asked, string parameter)
    {
        var script = $"S: {Edge}C: MAIL FROM:<co@hq.example> {parameter}\nS: 550 5.7.1 no\n";
        var result = await SendAsync(
            script,
            new()
            {
                ReversePath = SmtpPath.Parse("co@hq.example"),
                Hold = Read(asked),
                Recipients = [new(SmtpPath.Parse("j3@hq.example"))],
            }
        );
        Assert.Equal(TransactionOutcome.Completed, result.Outcome);
    }

    private static SmtpServerOptions Submission() =>
        new()
        {
            HostName = "msa.hq.example",
            Door = SmtpDoor.Submission,
            Certificate = TestWorld.Certificate,
            Accounts = TestWorld.Accounts,
            RequireAuthentication = false,
            MaxHold = TimeSpan.FromMinutes(1),
        };

    private static FutureRelease Read(string text) =>
        (
            text.StartsWith("for;", StringComparison.Ordinal)
                ? FutureRelease.TryParseFor(text[4..], out var hold)
                : FutureRelease.TryParseUntil(text[6..], out hold)
        )
            ? hold!
            : throw new FormatException(text);

    private static async Task<TransactionResult> SendAsync(string afterHello, Envelope envelope)
    {
        var lines = $"S: 220 mta.example ESMTP\nC: EHLO portal.hq.example\n{afterHello}".Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        await using var script = new ScriptedPeer([.. lines.Select(line => (line[0] == 'C', line[3..]))], octetByOctet: false);
        var options = new SmtpClientOptions
        {
            Host = "server",
            Port = 1,
            HelloName = "portal.hq.example",
            Tls = SmtpTlsPolicy.None,
        };
        var outcome = await new SmtpConnector(options, TimeProvider.System).OverAsync(script.ClientStream, Token);
        await using var session = Assert.IsType<SmtpConnectOutcome.Ready>(outcome).Session;
        return await session.SendAsync(envelope, new ReadOnlySequence<byte>("Subject: x\r\n\r\ntext\r\n"u8.ToArray()), Token);
    }
}
