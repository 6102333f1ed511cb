using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Relay;
using Mmhs.Relay.Queue;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>What the relay tells the portal about where a report comes from, and what strangers would have it tell.</summary>
public sealed class ReportOriginTests
{
    private const string Field = "X-MMHS-Report-Source";
    private const string Own = Field + ": own\r\n";
    private const string Told = Field + ": handed-over\r\n MM-0042-1=ops@plain.example\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Original-Envelope-Id: MM-0042-1\r\n", "else@where.example")]
    [InlineData("", "20261123.0042@hq.example")]
    public async Task Attack_F10_a_host_that_took_a_copy_reports_on_its_recipient_and_on_no_other(
        string envelope,
        string returned
    )
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN");
        await using var world = await HandedOverAsync(hop);
        // j3 was handed to our own door, log to nobody
        await BringAsync(
            world,
            Report(envelope, returned, "log@plain.example", "j3@hq.example", "OPS@plain.example", "ops@PLAIN.example")
        );
        var content = (await world.Sink.WaitAsync(2))[1].Content;
        Assert.StartsWith(Told + "Received: ", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log@plain.example", "MM-0042-1", "20261123.0042@hq.example", "127.0.0.1")] // not handed to it
    [InlineData("j3@hq.example", "MM-0042-1", "20261123.0042@hq.example", "127.0.0.1")] // handed to our own door
    [InlineData("ops@plain.example", "MM-0043-1", "20261123.0043@hq.example", "127.0.0.1")] // of another message
    [InlineData("ops@plain.example", "MM-0042-1", "20261123.0042@hq.example", "127.0.0.2")] // handed to another address
    public async Task Attack_F10_a_stranger_who_knows_the_message_speaks_for_nobody(
        string about,
        string envelope,
        string returned,
        string takenBy
    )
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN");
        await using var world = await HandedOverAsync(hop);
        await using (var context = world.CreateDbContext())
            await context
                .HandOvers.Where(one => one.HopAddress == "127.0.0.1")
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.HopAddress, takenBy), Token);
        await BringAsync(world, Report($"Original-Envelope-Id: {envelope}\r\n", returned, about));
        var content = (await world.Sink.WaitAsync(2))[1].Content;
        Assert.StartsWith("Received: ", content, StringComparison.Ordinal);
        Assert.DoesNotContain(Field, content, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("stranger", null)]
    [InlineData("stranger", "ops@alliance.example")]
    [InlineData("trusted", null)]
    [InlineData("trusted", "ops@alliance.example")]
    [InlineData("clerk", null)]
    [InlineData("clerk", "clerk@hq.example")]
    public async Task Attack_F10_a_source_field_that_comes_in_is_taken_out_whoever_brings_it(string who, string? reversePath)
    {
        await using var world = await RelayWorld.StartAsync(options =>
        {
            if (who == "trusted")
                options.TrustedPeers.Add("127.0.0.1");
        });
        var isOutside = who is "stranger" or "trusted";
        var author = isOutside ? "ops@alliance.example" : "clerk@hq.example";
        var plain = Report("Original-Envelope-Id: MM-0042-1\r\n", "20261123.0042@hq.example", "j3@bde3.example") with
        {
            ReversePath = reversePath,
            Author = author,
        };
        string[] forged =
        [
            Own,
            "x-mmhs-report-source \t:\r\n own\r\n",
            "X-Mmhs-Report-Source:handed-over MM-0042-1=j3@bde3.example\r\n",
        ];
        var reply = await BringAsync(
            world,
            plain with
            {
                Top = forged[0] + "X-Other: kept\r\n" + forged[1] + forged[2],
                Below = Own,
            },
            isOutside ? null : who
        );
        Assert.Equal(250, reply.Code);
        var content = (await world.Sink.WaitAsync(1))[0].Content;
        Assert.DoesNotContain(Field, content, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith((plain with { Top = "X-Other: kept\r\n" }).Content(), content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack_F10_only_the_portal_tells_what_its_readers_say()
    {
        await using var world = await RelayWorld.StartAsync();
        var receipt = Report("", "20261123.0042@hq.example", "j3@hq.example");
        await BringAsync(world, receipt with { Author = "command@hq.example", Top = Own }, "portal");
        await BringAsync(world, receipt with { Author = "clerk@hq.example", Top = Own }, "clerk");
        var told = await world.Sink.WaitAsync(2);
        var portals = told.Single(one => one.Content.Contains("<command@hq.example>", StringComparison.Ordinal)).Content;
        Assert.StartsWith(Own + "Received: ", portals, StringComparison.Ordinal);
        Assert.Equal(0, portals.LastIndexOf(Field, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(
            Field,
            told.Single(one => one.Content.Contains("<clerk@hq.example>", StringComparison.Ordinal)).Content,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task Attack_F10_what_the_relay_reports_itself_bears_its_own_word()
    {
        await using var hop = PlainHop.Start("550 5.1.1 No such mailbox", "DSN");
        await using var world = await TowardsAsync(hop);
        await world.SubmitAsync(new Sample { To = ["ops@plain.example"], Notify = NotifyOn.Failure });
        Assert.StartsWith(Own + "From: ", (await world.Sink.WaitAsync(1))[0].Content, StringComparison.Ordinal);
        await using var context = world.CreateDbContext();
        Assert.Empty(await context.HandOvers.ToListAsync(Token)); // who refused took nothing
    }

    [Theory]
    [InlineData("recipients", "Original-Envelope-Id: MM-0042-1\r\n")]
    [InlineData("octets", "Original-Envelope-Id: MM-0042-1\r\n")]
    [InlineData("no fields", "")]
    [InlineData("no report", "Original-Envelope-Id: MM-0042-1\r\n")]
    public async Task Attack_F10_a_report_is_read_so_far_and_no_further(string why, string envelope)
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN");
        await using var world = await HandedOverAsync(hop);
        string[] about =
            why == "recipients"
                ? [.. Enumerable.Range(0, 100).Select(i => $"n{i}@plain.example"), "ops@plain.example"]
                : ["ops@plain.example"];
        var report = Report(envelope, "20261123.0042@hq.example", about);
        report = why switch
        {
            "octets" => report with { Text = string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 4000)) },
            "no fields" => report with { Groups = "", Returned = "" },
            "no report" => report with { Type = "multipart/mixed; boundary=b" },
            _ => report,
        };
        Assert.Equal(250, (await BringAsync(world, report)).Code);
        Assert.DoesNotContain(Field, (await world.Sink.WaitAsync(2))[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_whom_a_message_was_handed_is_kept_for_45_days()
    {
        await using var hop = PlainHop.Start("250 2.1.5 ok", "DSN");
        await using var world = await HandedOverAsync(hop);
        await using var context = world.CreateDbContext();
        var kept = await context.HandOvers.AsNoTracking().OrderBy(one => one.Recipient).ToListAsync(Token);
        Assert.Equal(
            [
                ("MM-0042-1", "20261123.0042@hq.example", "j3@hq.example", "rfc822;j3@hq.example", HandOverRow.OwnDoor, null),
                (
                    "MM-0042-1",
                    "20261123.0042@hq.example",
                    "ops@plain.example",
                    "rfc822;ops@plain.example",
                    "127.0.0.1",
                    "127.0.0.1"
                ),
            ],
            kept.Select(one => (one.EnvelopeId, one.MessageId, one.Recipient, one.OriginalRecipient, one.HopAddress, one.HopName))
        );
        Assert.Equal(["250 2.1.5 Delivered", "250 taken"], kept.Select(one => one.Reply));

        var now = TimeProvider.System.GetUtcNow();
        await context.HandOvers.ExecuteUpdateAsync(
            set => set.SetProperty(one => one.At, now - QueueMaintenance.HandOversKept + TimeSpan.FromHours(1)),
            Token
        );
        await context
            .HandOvers.Where(one => one.HopAddress == HandOverRow.OwnDoor)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.At, now - QueueMaintenance.HandOversKept), Token);
        var left = await Eventually.GetAsync(
            "The oldest to be forgotten",
            async () => await context.HandOvers.AsNoTracking().ToListAsync(Token) is { Count: < 2 } few ? few : null,
            Token
        );
        Assert.Equal("ops@plain.example", Assert.Single(left).Recipient);
    }

    // One recipient goes to the hop, one to our own door.
    private static async Task<RelayWorld> HandedOverAsync(PlainHop hop)
    {
        var world = await TowardsAsync(hop);
        await world.SubmitAsync(new Sample { To = ["ops@plain.example", "j3@hq.example"], Notify = NotifyOn.Failure });
        await world.Sink.WaitAsync(1);
        await world.WaitForQueueAsync(0);
        return world;
    }

    private static Task<RelayWorld> TowardsAsync(PlainHop hop) =>
        RelayWorld.StartAsync(options =>
            options.Peers["plain.example"] = new()
            {
                Host = "127.0.0.1",
                Port = hop.Port,
                Tls = SmtpTlsPolicy.None,
            }
        );

    private static ReportSample Report(string envelope, string returned, params string[] about) =>
        new()
        {
            Groups = string.Concat(
                about.Select(to =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"\r\nFinal-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                    )
                )
            ),
            Envelope = envelope,
            Returned = returned,
        };

    private static Task<SmtpReply> BringAsync(RelayWorld world, ReportSample report, string? login = null) =>
        world.SubmitAsync(
            new()
            {
                ReversePath = report.ReversePath is { } path ? SmtpPath.Parse(path) : null,
                Recipients = [new(SmtpPath.Parse("command@hq.example"))],
            },
            report.Content(),
            login ?? "",
            transfer: login is null
        );

    private sealed record ReportSample
    {
        public string? ReversePath { get; init; }
        public string Author { get; init; } = "mailer-daemon@plain.example";
        public string Top { get; init; } = "";
        public string Below { get; init; } = "";
        public string Type { get; init; } = "Multipart/Report; report-type=delivery-status; boundary=b";
        public string Text { get; init; } = "In words.\r\n";
        public required string Envelope { get; init; }
        public required string Groups { get; init; }
        public required string Returned { get; init; }

        public string Content() =>
            $"{Top}Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nFrom: <{Author}>\r\nTo: command@hq.example\r\n{Below}"
            + $"Subject: Report\r\nMessage-ID: <report@plain.example>\r\n{SmallDirectory.Unclassified}MIME-Version: 1.0\r\n"
            + $"Content-Type: {Type}\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{Text}"
            + $"--b\r\nContent-Type: message/delivery-status\r\n\r\n{Envelope}Reporting-MTA: dns; plain.example\r\n{Groups}\r\n"
            + $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{Returned}>\r\n\r\n--b--\r\n";
    }
}
