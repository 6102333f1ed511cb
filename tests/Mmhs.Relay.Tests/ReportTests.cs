using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>What the sender is told, by what the next host said over SMTP and what it knows (RFC 3461 §5.2, RFC 2852 §4).</summary>
public sealed class ReportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(NotifyOn.Failure)]
    [InlineData(NotifyOn.Failure | NotifyOn.Success | NotifyOn.Delay)]
    public async Task EOS_205g_a_refusal_of_the_next_host_comes_back_as_failed_to_the_reverse_path(NotifyOn? notify)
    {
        await using var hop = PlainHop.Start("550 5.1.1 No such mailbox", "DSN");
        await using var world = await TowardsAsync(hop.Port);
        await world.SubmitAsync(new Sample { To = ["ops@plain.example", "log@plain.example"], Notify = notify });
        var report = (await world.Sink.WaitAsync(1))[0];
        Assert.Null(report.Envelope.ReversePath);
        Assert.Equal("command@hq.example", report.Recipient.ForwardPath.ToString());
        Assert.Contains(
            "\r\nOriginal-Envelope-Id: MM-0042-1\r\nReporting-MTA: dns; relay.hq.example\r\n",
            report.Content,
            StringComparison.Ordinal
        );
        foreach (var name in new[] { "ops", "log" })
        {
            Assert.Contains(
                $"\r\n\r\nOriginal-Recipient: rfc822;{name}@plain.example\r\nFinal-Recipient: rfc822; {name}@plain.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                    + "Remote-MTA: dns; 127.0.0.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such mailbox\r\n",
                report.Content,
                StringComparison.Ordinal
            );
        }
        await world.WaitForQueueAsync(0);
        var told = System
            .Text.Json.JsonDocument.Parse(Assert.Single(await world.AuditAsync("REPORT_ISSUED")).Canon)
            .RootElement.GetProperty("data")
            .GetProperty("recipients");
        Assert.Equal(
            ["ops@plain.example", "log@plain.example"],
            told.EnumerateArray().Select(one => one.GetProperty("recipient").GetString())
        );
    }

    [Theory]
    [InlineData(NotifyOn.Success)]
    [InlineData(NotifyOn.Delay)]
    [InlineData(NotifyOn.Never)]
    public async Task EOS_205g_who_did_not_ask_about_failures_is_not_told_of_one(NotifyOn notify)
    {
        await using var hop = PlainHop.Start("550 5.1.1 No such mailbox", "DSN");
        await using var world = await TowardsAsync(hop.Port);
        await world.SubmitAsync(new Sample { To = ["ops@plain.example"], Notify = notify });
        for (var i = 0; i < 600 && (await world.AuditAsync("TRANSFER_OUT")).Count == 0; i++)
            await Task.Delay(20, Token);
        await world.WaitForQueueAsync(0);
        Assert.Equal("failed", Assert.Single(await world.AuditAsync("TRANSFER_OUT")).Outcome);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
        Assert.Empty(world.Sink.Messages);
    }

    [Fact]
    public async Task EOS_205g_rel_what_an_unreachable_host_did_not_take_in_its_time_comes_back()
    {
        int closed;
        using (var nobody = new TcpListener(IPAddress.Loopback, 0))
        {
            nobody.Start();
            closed = ((IPEndPoint)nobody.LocalEndpoint).Port;
        }
        await using var world = await TowardsAsync(
            closed,
            options =>
                options.Precedence.Routine = new()
                {
                    Stage = TimeSpan.FromHours(4),
                    Objective = TimeSpan.FromMinutes(1),
                    FirstRetry = TimeSpan.FromMilliseconds(300),
                    GiveUp = TimeSpan.FromSeconds(2),
                }
        );
        await world.SubmitAsync(new Sample { To = ["ops@plain.example", "log@plain.example"], Notify = NotifyOn.Failure });
        var report = (await world.Sink.WaitAsync(1))[0].Content;
        Assert.Contains("\r\nOriginal-Envelope-Id: MM-0042-1\r\n", report, StringComparison.Ordinal);
        foreach (var name in new[] { "ops", "log" })
            Assert.Contains(
                $"Final-Recipient: rfc822; {name}@plain.example\r\nAction: failed\r\nStatus: 5.4.7\r\n",
                report,
                StringComparison.Ordinal
            );
        await world.WaitForQueueAsync(0);
        Assert.True((await world.AuditAsync("TRANSFER_OUT")).Count(entry => entry.Outcome == "failed") > 1); // it was tried again before it was given up
    }

    [Theory]
    [InlineData(NotifyOn.Success)]
    [InlineData(NotifyOn.Success | NotifyOn.Failure)]
    public async Task EOS_206l_a_hop_without_DSN_is_told_nothing_of_it_and_reported_as_relayed(NotifyOn notify)
    {
        await using var hop = PlainHop.Start();
        await using var world = await TowardsAsync(hop.Port);
        await world.SubmitAsync(new Sample { To = ["ops@plain.example", "log@plain.example"], Notify = notify });
        var said = await hop.Transcript;
        Assert.Contains("RCPT TO:<ops@plain.example>\r\nRCPT TO:<log@plain.example>\r\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ENVID", said, StringComparison.Ordinal);
        var report = (await world.Sink.WaitAsync(1))[0].Content;
        foreach (var name in new[] { "ops", "log" })
            Assert.Contains(
                $"Final-Recipient: rfc822; {name}@plain.example\r\nAction: relayed\r\n",
                report,
                StringComparison.Ordinal
            );
    }

    [Theory]
    [InlineData(null)]
    [InlineData(NotifyOn.Failure)]
    [InlineData(NotifyOn.Never)]
    public async Task RFC_3461_relaying_is_not_reported_unless_success_was_asked_for(NotifyOn? notify)
    {
        await using var hop = PlainHop.Start();
        await using var world = await TowardsAsync(hop.Port);
        await world.SubmitAsync(new Sample { To = ["ops@plain.example"], Notify = notify });
        await hop.Transcript;
        await world.WaitForQueueAsync(0);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
    }

    [Theory]
    [InlineData(null, " NOTIFY=FAILURE,DELAY ")]
    [InlineData(NotifyOn.Failure, " NOTIFY=FAILURE,DELAY ")]
    [InlineData(NotifyOn.Success, " NOTIFY=SUCCESS,DELAY ")]
    public async Task RFC_2852_from_a_hop_that_keeps_no_time_delay_is_asked_for_and_it_is_reported_as_relayed(
        NotifyOn? notify,
        string asked
    )
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN");
        await using var world = await TowardsAsync(hop.Port);
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Notify = notify,
                DeliverBy = new(600, DeliverByMode.Notify),
            }
        );
        var said = await hop.Transcript;
        Assert.DoesNotContain(" BY=", said, StringComparison.Ordinal);
        Assert.Contains($"RCPT TO:<ops@plain.example>{asked}ORCPT=", said, StringComparison.Ordinal);
        var report = (await world.Sink.WaitAsync(1))[0].Content;
        Assert.Contains("Action: relayed\r\n", report, StringComparison.Ordinal);
        Assert.Matches("\r\nArrival-Date: [^\r]+\r\nDeliver-By-Date: [^\r]+\r\n\r\n", report);
    }

    [Fact]
    public async Task RFC_2852_who_wants_to_hear_nothing_hears_nothing_of_the_time_either()
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN");
        await using var world = await TowardsAsync(hop.Port);
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Notify = NotifyOn.Never,
                DeliverBy = new(600, DeliverByMode.Notify),
            }
        );
        Assert.Contains("RCPT TO:<ops@plain.example> NOTIFY=NEVER ", await hop.Transcript, StringComparison.Ordinal);
        await world.WaitForQueueAsync(0);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
    }

    [Fact]
    public async Task MSA_6_1_4_a_hop_that_keeps_time_is_told_what_is_left_of_it_and_no_report_is_due()
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN", "DELIVERBY");
        await using var world = await TowardsAsync(hop.Port);
        await using (var session = await world.ConnectAsync())
            Assert.True(session.Capabilities.Offers("DELIVERBY"));
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Notify = NotifyOn.Failure,
                DeliverBy = new(600, DeliverByMode.Notify),
                Hold = FutureRelease.For(2),
            }
        );
        var said = System.Text.RegularExpressions.Regex.Match(await hop.Transcript, " BY=([0-9]+);N\r\n").Groups[1].Value;
        Assert.InRange(int.Parse(said, System.Globalization.CultureInfo.InvariantCulture), 500, 598); // two seconds of it were spent here
        await world.WaitForQueueAsync(0);
        Assert.Empty(await world.AuditAsync("REPORT_ISSUED"));
    }

    [Fact]
    public async Task RFC_2852_mode_N_late_is_told_once_with_4_4_7_and_it_goes_on()
    {
        var time = new FakeTimeProvider(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
        await using var world = await RelayWorld.StartAsync(time: time);
        var asked = 0;
        world.Sink.Answer = to =>
        {
            if (to.ForwardPath.LocalPart == "command")
                return new(250, "2.1.5", "Delivered");
            Interlocked.Increment(ref asked);
            return new(451, "4.2.1", "Not now");
        };
        await world.SubmitAsync(
            new Sample
            {
                To = ["j3@hq.example", "duty@hq.example"],
                Notify = null,
                DeliverBy = new(2, DeliverByMode.Notify),
            }
        );
        await world.UntilAsync(time, () => !world.Sink.Messages.IsEmpty);
        var report = Assert.Single(world.Sink.Messages).Content;
        foreach (var name in new[] { "j3", "duty" })
            Assert.Contains(
                $"Final-Recipient: rfc822; {name}@hq.example\r\nAction: delayed\r\nStatus: 4.4.7\r\n",
                report,
                StringComparison.Ordinal
            );
        Assert.Contains("\r\nDeliver-By-Date: ", report, StringComparison.Ordinal);
        var before = asked;
        await world.UntilAsync(time, () => asked >= before + 6); // three attempts more for each of the two
        Assert.Single(world.Sink.Messages);
        world.Sink.Answer = _ => new(250, "2.1.5", "Delivered");
        await world.UntilAsync(time, () => world.Sink.Messages.Count == 3);
        Assert.Equal(["MM-0042-1", "MM-0042-1"], world.Sink.Messages.Skip(1).Select(taken => taken.Envelope.EnvelopeId!.Value));
        await world.WaitForQueueAsync(0);
        Assert.Equal(3, world.Sink.Messages.Count);
    }

    private static Task<RelayWorld> TowardsAsync(int port, Action<RelayOptions>? configure = null) =>
        RelayWorld.StartAsync(options =>
        {
            options.Peers["plain.example"] = new()
            {
                Host = "127.0.0.1",
                Port = port,
                Tls = SmtpTlsPolicy.None,
            };
            configure?.Invoke(options);
        });
}
