using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Deliver;
using Mmhs.Portal.Tests.Api;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Records.Track;
using Mmhs.Relay;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

/// <summary>Reports that somebody stands behind who can know, and reports of strangers, which are kept and move nothing.</summary>
public sealed class ConfirmedReportsTests
{
    private const string Sender = "j3@hq.northland.example";
    private const string Far = "j3@bde3.northland.example";
    private const string Other = "j4@bde3.northland.example";
    private const string Own = "X-MMHS-Report-Source: own\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task Attack_F10_a_stranger_at_the_transfer_door_who_writes_our_field_changes_nothing(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        await StrangerReportsAsync(portal);
    }

    [Fact]
    public async Task Attack_F10_a_trusted_peer_who_writes_our_field_changes_nothing()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Relay:TrustedPeers:0=127.0.0.1");
        await StrangerReportsAsync(portal);
    }

    // Far is asked for trouble only, so what was delivered to him is not reported; the message asked for a receipt.
    private static async Task StrangerReportsAsync(RunningPortal portal)
    {
        var form = WholeWayTests.Form() with { Requests = [new(EmailAddress.Parse(Far), ReportRequest.Trouble, true)] };
        var id = await WholeWayTests.ReleaseAsync(portal, form);
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var desk = portal.Get<TrackingDesk>();
        var sent = await Eventually.GetAsync(
            "Submission to Far, delivery to the others",
            async () =>
                await desk.OpenAsync(drafter, id, Token) is { } t
                && t.Addressees.Count(a => a.State == TrackingState.Delivered) == 2
                && Of(t).State == TrackingState.Submitted
                    ? t
                    : null,
            Token
        );
        Assert.All(sent.Reports, report => Assert.True(report.IsConfirmed)); // our relay's own
        var before = sent.Reports.Count;
        var named = $"X-MMHS-Report-Source: handed-over\n {Of(sent).EnvelopeId}={Far}\n";
        foreach (var forged in (string[])["", Own, named])
        {
            await BringAsync(portal, Delivery(forged, sent, "failed", $"<{forged.Length}@far.example>"));
            await BringAsync(portal, Receipt(forged, sent, $"<r{forged.Length}@far.example>"));
        }
        var tracked = await Eventually.GetAsync(
            "The strangers' reports",
            async () => await desk.OpenAsync(drafter, id, Token) is { } t && t.Reports.Count == before + 6 ? t : null,
            Token
        );
        Assert.Equal(Of(sent), Of(tracked)); // state, receipt, times and reason
        Assert.All(tracked.Reports.Skip(before), report => Assert.False(report.IsConfirmed));
        Assert.EndsWith(
            "; sent in the name of mailer-daemon@far.example",
            tracked.Reports[^2].Text,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Other: first\nX-MMHS-Report-Source: own\n")] // not on top, so not our relay's
    [InlineData("X-MMHS-Report-Source: owner\n")]
    [InlineData("X-MMHS-Report-Source: handed-over own\n")]
    [InlineData("X-MMHS-Report-Source: handed-over ENVELOPE=j4@bde3.northland.example\n")] // somebody else
    [InlineData("X-MMHS-Report-Source: handed-over OTHER-1=j3@bde3.northland.example\n")] // another copy
    public async Task Attack_F10_a_report_nobody_stands_behind_moves_no_state_no_receipt_and_no_deadline(string top)
    {
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Submission:Port=9",
            "--Mmhs:Precedence:Immediate:Objective=00:00:01"
        );
        var (drafter, sent) = await SubmittedAsync(portal);
        top = top.Replace("ENVELOPE", Of(sent).EnvelopeId, StringComparison.Ordinal);
        foreach (var action in (string[])["delivered", "failed", "relayed", "delayed"])
            await DeliverAsync(portal, Delivery(top, sent, action, $"<{action}@far.example>"));
        await DeliverAsync(portal, Receipt(top, sent, "<receipt@far.example>"));
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(Of(sent), Of(tracked));
        Assert.Equal(5, tracked.Reports.Count(report => !report.IsConfirmed));
        Assert.Equal(ReceiptState.Displayed, tracked.Reports[^1].Receipt);
        await Eventually.GetAsync(
            "The alarm",
            async () =>
                (await portal.Get<TrackingDesk>().PageAsync(drafter, null, 10, Token))[0] is { Overdue: 3 } late ? late : null,
            Token
        );
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var facts = await context
            .AuditEntries.Where(entry => entry.EventType == "REPORT_RECEIVED")
            .Select(entry => entry.Canon)
            .ToListAsync(Token);
        Assert.Equal(5, facts.Count);
        Assert.All(
            facts,
            canon => Assert.Contains("\"confirmed\":false", Encoding.UTF8.GetString(canon), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Attack_F10_the_host_that_took_a_copy_is_believed_of_its_recipient_and_of_no_other()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await SubmittedAsync(portal);
        var top = $"X-MMHS-Report-Source: handed-over\n {Of(sent).EnvelopeId}={Far}\n";
        var both = Delivery(top, sent, "failed", "<both@far.example>")
            .Replace(
                "Status: 5.1.1",
                $"Status: 5.1.1\n\nFinal-Recipient: rfc822; {Other}\nAction: failed\nStatus: 5.1.1",
                StringComparison.Ordinal
            )
            .Replace($"Original-Envelope-Id: {Of(sent).EnvelopeId}\n", "", StringComparison.Ordinal); // by the message, so that all its addressees are meant
        await DeliverAsync(portal, both);
        await DeliverAsync(portal, Receipt(top, sent, "<receipt@far.example>"));
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal((TrackingState.Failed, ReceiptState.Displayed), (Of(tracked).State, Of(tracked).Receipt));
        var other = tracked.Addressees.Single(one => one.Address == Other);
        Assert.Equal(TrackingState.Submitted, other.State);
        Assert.False(Assert.Single(tracked.Reports, report => report.AddresseeId == other.Id).IsConfirmed);
    }

    [Fact]
    public async Task Attack_F10_before_its_submission_only_our_own_relay_is_believed()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await WaitingAsync(portal);
        var top = $"X-MMHS-Report-Source: handed-over {Of(sent).EnvelopeId}={Far}\n";
        await DeliverAsync(portal, Delivery(top, sent, "failed", "<early@far.example>"));
        await DeliverAsync(portal, Receipt(top, sent, "<early.receipt@far.example>"));
        var desk = portal.Get<TrackingDesk>();
        var tracked = (await desk.OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(Of(sent), Of(tracked));
        Assert.Equal(2, tracked.Reports.Count(report => !report.IsConfirmed));
        await DeliverAsync(portal, Delivery(Own, sent, "failed", "<own@hq.northland.example>"));
        tracked = (await desk.OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(TrackingState.Failed, Of(tracked).State);
    }

    [Fact]
    public async Task Attack_F10_a_delivery_after_an_early_failure_is_believed_and_nothing_else_leaves_the_end()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await SubmittedAsync(portal);
        var desk = portal.Get<TrackingDesk>();
        async Task<TrackedAddressee> AfterAsync(string top, string action, string id)
        {
            await DeliverAsync(portal, Delivery(top, sent, action, id));
            return Of((await desk.OpenAsync(drafter, sent.Release.Id, Token))!);
        }
        var failed = await AfterAsync(Own, "failed", "<1@far.example>");
        Assert.Equal(TrackingState.Failed, failed.State);
        Assert.NotNull(failed.Reason);
        Assert.Equal(failed, await AfterAsync("", "delivered", "<2@far.example>"));
        Assert.Equal(failed, await AfterAsync(Own, "relayed", "<3@far.example>"));
        var delivered = await AfterAsync(Own, "delivered", "<4@far.example>");
        Assert.Equal((TrackingState.Delivered, null), (delivered.State, delivered.Reason));
        Assert.NotNull(delivered.DeliveredAt);
        Assert.Equal(delivered, await AfterAsync(Own, "failed", "<5@far.example>"));
    }

    [Fact]
    public async Task Attack_F10_a_receipt_nobody_asked_for_is_kept_and_counts_for_nothing()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await SubmittedAsync(portal, isReceiptAsked: false);
        await DeliverAsync(portal, Receipt(Own, sent, "<unasked@far.example>"));
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(Of(sent), Of(tracked));
        var kept = Assert.Single(tracked.Reports);
        Assert.Equal((ReceiptState.Displayed, true), (kept.Receipt, kept.IsConfirmed));
        Assert.EndsWith(", which nobody had asked for", kept.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack_F10_a_strangers_copy_that_comes_first_does_not_hide_the_report_itself()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await SubmittedAsync(portal);
        foreach (var top in (string[])["", "", Own, Own])
            await DeliverAsync(portal, Delivery(top, sent, "failed", "<same@far.example>"));
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal([false, true], tracked.Reports.Select(report => report.IsConfirmed));
        Assert.Equal(TrackingState.Failed, Of(tracked).State);
        using var program = await ApiClient.OfAsync(portal, "drafter", RoleFunction.Drafter, Token);
        var told = (await program.GetAsync($"sent/{sent.Release.Id}", Token))
            .Json.GetProperty("addressees")
            .EnumerateArray()
            .Single(one => one.GetProperty("address").GetString() == Far)
            .GetProperty("reports")
            .EnumerateArray();
        Assert.Equal([false, true], told.Select(report => report.GetProperty("confirmed").GetBoolean()));
    }

    [Theory]
    [InlineData("postmaster@Far.example", SignatureStatus.Valid, true)]
    [InlineData("postmaster@far.example.evil.example", SignatureStatus.Valid, false)] // of another domain
    [InlineData("postmaster@far.example", SignatureStatus.Untrusted, false)]
    [InlineData("postmaster@far.example", SignatureStatus.Unsigned, false)]
    public void Attack_F10_a_signature_speaks_for_its_own_domain(string from, SignatureStatus signature, bool expected)
    {
        var reading = new MessageReading
        {
            From = [new HeaderAddress(null, from)],
            HasPlainOriginator = true,
            Signature = signature,
        };
        var row = new TrackingRow { Address = "ops@far.example", SubmittedAt = DateTimeOffset.UnixEpoch };
        Assert.Equal(expected, ConfirmationRules.IsConfirmed(ReportSource.Unknown, reading, row));
        Assert.Equal(expected, ConfirmationRules.IsReceiptConfirmed(ReportSource.Unknown, reading, row, isReadHere: false));
        row.SubmittedAt = null;
        Assert.False(ConfirmationRules.IsConfirmed(ReportSource.Unknown, reading, row));
    }

    [Fact]
    public void Attack_F10_our_portals_word_on_a_receipt_is_that_of_readers_here()
    {
        var row = new TrackingRow { Address = "ops@far.example", SubmittedAt = DateTimeOffset.UnixEpoch };
        Assert.True(ConfirmationRules.IsReceiptConfirmed(ReportSource.Own, new(), row, isReadHere: true));
        Assert.False(ConfirmationRules.IsReceiptConfirmed(ReportSource.Own, new(), row, isReadHere: false));
    }

    private static TrackedAddressee Of(TrackedMessage message) => message.Addressees.Single(one => one.Address == Far);

    // Signed, and nothing of it has left.
    private static async Task<(Actor Drafter, TrackedMessage Sent)> WaitingAsync(RunningPortal portal, bool isReceiptAsked = true)
    {
        var form = WholeWayTests.Form() with
        {
            Requests = [new(EmailAddress.Parse(Far), ReportRequest.Everything, isReceiptAsked)],
        };
        var id = await WholeWayTests.ReleaseAsync(portal, form);
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        return (drafter, (await portal.Get<TrackingDesk>().OpenAsync(drafter, id, Token))!);
    }

    // As if the MSA had taken it, and nobody had said anything since.
    private static async Task<(Actor Drafter, TrackedMessage Sent)> SubmittedAsync(
        RunningPortal portal,
        bool isReceiptAsked = true
    )
    {
        var (drafter, sent) = await WaitingAsync(portal, isReceiptAsked);
        var now = portal.Get<TimeProvider>().GetUtcNow();
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
            await context
                .Tracking.Where(row => row.ReleaseId == sent.Release.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.State, TrackingState.Submitted).SetProperty(row => row.SubmittedAt, now),
                    Token
                );
        return (drafter, (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!);
    }

    private static async Task DeliverAsync(RunningPortal portal, string text) =>
        Assert.Equal(250, (await portal.DeliverAsync(Lmtp.Octets(text), Sender, null, Token)).Code);

    private static async Task BringAsync(RunningPortal portal, string text)
    {
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = portal.Get<RelayHost>().Transfer!.Port,
            HelloName = "far.example",
            Tls = SmtpTlsPolicy.None,
        };
        await using var session = Assert
            .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
            .Session;
        var result = await session.SendAsync(
            new Envelope { Recipients = [new(SmtpPath.Parse(Sender))] },
            new ReadOnlySequence<byte>(Lmtp.Octets(text)),
            Token
        );
        Assert.Equal(250, result.Recipients[0].Reply?.Code);
    }

    private static string Delivery(string top, TrackedMessage about, string action, string id) =>
        $"""
            {top}From: MAILER-DAEMON@far.example
            To: <{Sender}>
            Date: Mon, 23 Nov 2026 16:04:00 +0000
            Message-ID: {id}
            Subject: Delivery report
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            In words.
            --b
            Content-Type: message/delivery-status

            Original-Envelope-Id: {Of(about).EnvelopeId}
            Reporting-MTA: dns; far.example

            Final-Recipient: rfc822; {Far}
            Action: {action}
            Status: 5.1.1

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <{about.Release.MessageId}>
            Subject: Returned

            --b--

            """;

    private static string Receipt(string top, TrackedMessage about, string id) =>
        $"""
            {top}From: <mailer-daemon@far.example>
            To: <{Sender}>
            Date: Mon, 23 Nov 2026 16:04:00 +0000
            Message-ID: {id}
            Subject: Receipt
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b
            Content-Type: text/plain

            Read.
            --b
            Content-Type: message/disposition-notification

            Reporting-UA: far.example; mail
            Final-Recipient: rfc822; {Far}
            Original-Message-ID: <{about.Release.MessageId}>
            Disposition: manual-action/MDN-sent-manually; displayed

            --b--

            """;
}
