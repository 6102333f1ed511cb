using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Round;

/// <summary>What other systems report, by real SMTP: placed where it belongs, or kept for the operator, and never guessed.</summary>
public sealed class ReportsTests
{
    private const string Sender = "j3@hq.northland.example";
    private const string Far = "j3@bde3.northland.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("envelope", "delivered")]
    [InlineData("xtext", "delivered")]
    [InlineData("message", "delivered")]
    public async Task MUA_5_1_5_a_report_is_placed_by_its_envelope_or_else_by_the_message_it_returns(string key, string action)
    {
        await using var portal = await RunningPortal.StartAsync();
        var (drafter, sent) = await SentAsync(portal);
        var row = sent.Addressees.Single(a => a.Address == Far);
        var named = key switch
        {
            "envelope" => $"Original-Envelope-Id: {row.EnvelopeId}\n",
            "xtext" => $"Original-Envelope-Id: {row.EnvelopeId.Replace("-", "+2D", StringComparison.Ordinal)}\n",
            _ => "",
        };
        var report = Report(
            named,
            Far,
            action,
            "2.1.5",
            key == "message" ? sent.Release.MessageId : "else@where.example",
            $"<{key}@far.example>"
        );
        Assert.Equal(250, (await portal.DeliverAsync(report, Sender, null, Token)).Code);

        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        var happened = Assert.Single(tracked.Reports, one => one.ReportId == $"{key}@far.example");
        Assert.Equal(row.Id, happened.AddresseeId);
        var kept = (await portal.Get<TrackingDesk>().ReportAsync(drafter, sent.Release.Id, happened.Id, Token))!;
        Assert.EndsWith(
            System.Text.Encoding.UTF8.GetString(report),
            System.Text.Encoding.UTF8.GetString(kept),
            StringComparison.Ordinal
        ); // our trace fields stand above it
        Assert.Empty(await StraysAsync(portal));
        Assert.Empty(await portal.Get<InboxDesk>().PageAsync(drafter, null, 10, Token));
    }

    [Fact]
    public async Task MUA_5_1_5_what_contradicts_is_kept_and_said_and_moves_nothing()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (drafter, sent) = await SentAsync(portal);
        var row = sent.Addressees.Single(a => a.Address == Far);
        await portal.DeliverAsync(
            Report($"Original-Envelope-Id: {row.EnvelopeId}\n", Far, "failed", "5.2.2", "x@y.example", "<late@far.example>"),
            Sender,
            null,
            Token
        );
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(TrackingState.Delivered, tracked.Addressees.Single(a => a.Address == Far).State);
        Assert.EndsWith(
            "delivered was reported before",
            Assert.Single(tracked.Reports, one => one.ReportId == "late@far.example").Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<same@far.example>")]
    [InlineData("<>")]
    [InlineData("original")]
    public async Task MUA_5_1_5_reports_under_one_identifier_are_each_kept_and_move_the_state(string id)
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await WaitingAsync(portal);
        var row = sent.Addressees.Single(a => a.Address == Far);
        if (id == "original")
            id = $"<{sent.Release.MessageId}>";
        var delayed = Report($"Original-Envelope-Id: {row.EnvelopeId}\n", Far, "delayed", "4.4.7", "x@y.example", id);
        var failed = Report($"Original-Envelope-Id: {row.EnvelopeId}\n", Far, "failed", "5.4.7", "x@y.example", id);
        foreach (var octets in new[] { delayed, failed, delayed, failed }) // each comes once more, octet for octet
            Assert.Equal(250, (await portal.DeliverAsync(octets, Sender, null, Token)).Code);
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal([TrackingState.Delayed, TrackingState.Failed], tracked.Reports.Select(one => one.Reported));
        Assert.Equal(TrackingState.Failed, tracked.Addressees.Single(a => a.Address == Far).State);
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(2, await context.AuditEntries.CountAsync(entry => entry.EventType == "REPORT_RECEIVED", Token));
        Assert.Empty(await StraysAsync(portal));
    }

    [Fact]
    public async Task MUA_5_1_5_a_report_that_names_an_addressee_twice_says_both()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await WaitingAsync(portal);
        var row = sent.Addressees.Single(a => a.Address == Far);
        var text = System.Text.Encoding.UTF8.GetString(
            Report($"Original-Envelope-Id: {row.EnvelopeId}\n", Far, "relayed", "2.0.0", "x@y.example", "<both@far.example>")
        );
        var both = Lmtp.Octets(
            text.Replace(
                "Status: 2.0.0\r\n",
                $"Status: 2.0.0\r\n\r\nFinal-Recipient: rfc822; {Far}\r\nAction: failed\r\nStatus: 5.1.1\r\n",
                StringComparison.Ordinal
            )
        );
        for (var time = 0; time < 2; time++)
            Assert.Equal(250, (await portal.DeliverAsync(both, Sender, null, Token)).Code);
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal([TrackingState.Relayed, TrackingState.Failed], tracked.Reports.Select(one => one.Reported));
    }

    [Theory]
    [InlineData("<3@far.example>")]
    [InlineData("<>")]
    public async Task RCP_receipts_under_one_identifier_are_each_kept(string id)
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Submission:Port=9");
        var (drafter, sent) = await WaitingAsync(portal);
        var text = System
            .Text.Encoding.UTF8.GetString(Receipt(sent.Release.MessageId, Far))
            .Replace("<3@far.example>", id, StringComparison.Ordinal);
        var deleted = Lmtp.Octets(text.Replace("displayed", "deleted", StringComparison.Ordinal));
        foreach (var octets in new[] { deleted, Lmtp.Octets(text), deleted, Lmtp.Octets(text) })
            Assert.Equal(250, (await portal.DeliverAsync(octets, Sender, null, Token)).Code);
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(2, tracked.Reports.Count);
    }

    [Theory]
    [InlineData("dsn")]
    [InlineData("mdn")]
    [InlineData("stranger")]
    public async Task MUA_5_1_5_a_report_nobody_asked_for_is_kept_for_the_operator_and_guessed_onto_nothing(string kind)
    {
        await using var portal = await RunningPortal.StartAsync();
        var (drafter, sent) = await SentAsync(portal);
        var before = sent.Reports.Count;
        var octets = kind switch
        {
            "dsn" => Report("Original-Envelope-Id: NEVER-WAS\n", Far, "failed", "5.1.1", "never@was.example", "<1@far.example>"),
            "stranger" => Report(
                $"Original-Envelope-Id: {sent.Addressees[0].EnvelopeId}\n",
                "somebody@far.example",
                "failed",
                "5.1.1",
                "never@was.example",
                "<2@far.example>"
            ), // our envelope, and nobody we sent it to
            _ => Receipt("never@was.example", Far),
        };
        Assert.Equal(250, (await portal.DeliverAsync(octets, Sender, null, Token)).Code);
        Assert.Equal(250, (await portal.DeliverAsync(octets, Sender, null, Token)).Code);

        Assert.Empty(await portal.Get<InboxDesk>().PageAsync(drafter, null, 10, Token));
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, sent.Release.Id, Token))!;
        Assert.Equal(before, tracked.Reports.Count);
        Assert.All(tracked.Addressees, a => Assert.NotEqual(TrackingState.Failed, a.State));
        var stray = Assert.Single(await StraysAsync(portal));
        Assert.Contains(kind == "stranger" ? "somebody@far.example" : "never@was.example", stray.Words, StringComparison.Ordinal);

        var desk = portal.Get<UnmatchedReportDesk>();
        Assert.Equal("ACC-001", Assert.Single((await desk.SettleAsync(drafter, stray.Id, Token)).Refusals).Code);
        var @operator = await portal.ActorAsync("operator", RoleFunction.Operator, Token);
        Assert.True((await desk.SettleAsync(@operator, stray.Id, Token)).IsDone);
        Assert.Equal("ACC-002", Assert.Single((await desk.SettleAsync(@operator, stray.Id, Token)).Refusals).Code);
        Assert.Empty(await StraysAsync(portal));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            1,
            await context.AuditEntries.CountAsync(entry => entry.EventType == "REPORT_PUT_AWAY" && entry.Outcome == "ok", Token)
        );
    }

    [Fact]
    public async Task EOS_206t_pol_the_time_for_a_precedence_is_policy_and_the_alarm_follows_it()
    {
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Precedence:Immediate:Objective=00:00:01",
            "--Mmhs:Precedence:Routine:Grace=00:00:00"
        );
        var (drafter, sent) = await SentAsync(portal);
        Assert.Equal(sent.Release.LeavesAt.AddSeconds(1), sent.DueAt);
        var usual = new PrecedenceTable();
        Assert.Null(Objectives.DueAt(usual, 77, sent.Release.LeavesAt, null));
        var due = Objectives
            .DueAt(usual, (short)Precedence.Flash, sent.Release.LeavesAt, sent.Release.LeavesAt.AddMinutes(4))!
            .Value;
        Assert.Equal(sent.Release.LeavesAt.AddMinutes(4), due); // its own latest delivery is sooner
        Assert.True(Objectives.IsOverdue(TrackingState.Submitted, ReportRequest.Everything, due, due.AddTicks(1)));
        Assert.False(Objectives.IsOverdue(TrackingState.Submitted, ReportRequest.Everything, due, due));
        Assert.False(Objectives.IsOverdue(TrackingState.Delivered, ReportRequest.Everything, due, due.AddDays(1)));
        Assert.Equal(0, (await portal.Get<TrackingDesk>().PageAsync(drafter, null, 10, Token))[0].Overdue);
    }

    [Fact]
    public async Task EOS_206t_what_is_past_its_time_without_word_is_overdue_in_the_list_and_said_first()
    {
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Submission:Port=9",
            "--Mmhs:Precedence:Immediate:Objective=00:00:01"
        );
        var (drafter, _) = await WaitingAsync(portal);
        var desk = portal.Get<TrackingDesk>();
        var line = await Eventually.GetAsync(
            "Its time to pass",
            async () => (await desk.PageAsync(drafter, null, 10, Token))[0] is { Overdue: > 0 } late ? late : null,
            Token
        );
        Assert.Equal(3, line.Overdue);
        var row = new SentRow(line, null);
        Assert.True(row.IsAmiss);
        Assert.Equal("3 overdue, 0 of 3 delivered", row.Progress);
    }

    [Fact]
    public async Task Who_is_asked_for_trouble_only_is_without_report_and_neither_undelivered_nor_overdue()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Precedence:Immediate:Objective=00:00:01");
        var form = WholeWayTests.Form() with { Requests = [new(EmailAddress.Parse(Far), ReportRequest.Trouble, false)] };
        var id = await WholeWayTests.ReleaseAsync(portal, form);
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var desk = portal.Get<TrackingDesk>();
        var line = await Eventually.GetAsync(
            "Delivery to the others, and the time to pass",
            async () =>
                (await desk.PageAsync(drafter, null, 10, Token))[0] is { Delivered: 2, Unreported: 1 } known
                && known.Release.LeavesAt.AddSeconds(1) < portal.Get<TimeProvider>().GetUtcNow()
                    ? known
                    : null,
            Token
        );
        Assert.Equal((3, 0), (line.Addressees, line.Overdue));
        var row = new SentRow(line, null);
        Assert.Equal(("2 of 2 delivered, 1 without report", true, false), (row.Progress, row.IsThere, row.IsAmiss));
        var tracked = (await desk.OpenAsync(drafter, id, Token))!;
        var asked = tracked.Addressees.ToDictionary(one => one.Address, one => one.Reports);
        Assert.Equal(ReportRequest.Trouble, asked[Far]);
        Assert.All(asked.Where(one => one.Key != Far), one => Assert.Equal(ReportRequest.Everything, one.Value));

        // trouble was asked for, and is told
        var envelope = tracked.Addressees.Single(one => one.Address == Far).EnvelopeId;
        await portal.DeliverAsync(
            Report($"Original-Envelope-Id: {envelope}\n", Far, "failed", "5.1.1", tracked.Release.MessageId, "<no@far.example>"),
            Sender,
            null,
            Token
        );
        Assert.Equal(
            "1 failed, 2 of 3 delivered",
            new SentRow((await desk.PageAsync(drafter, null, 10, Token))[0], null).Progress
        );
    }

    [Fact]
    public async Task AUD_5_2_sub_and_rcv_every_field_of_the_evidence_says_what_went_and_what_came()
    {
        await using var portal = await RunningPortal.StartAsync();
        var form = WholeWayTests.Form() with { Requests = [new(EmailAddress.Parse(Far), ReportRequest.Trouble, true)] };
        await WholeWayTests.ReleaseAsync(portal, form);
        var duty = await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);
        var inbox = portal.Get<InboxDesk>();
        var lines = await Eventually.GetAsync(
            "Three arrivals",
            async () => await inbox.PageAsync(duty, null, 50, Token) is { Count: 3 } page ? page : null,
            Token
        );
        var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        var story = (await portal.Get<AuditDesk>().StoryAsync(auditor, lines[0].Entry.MessageId, Token))
            .Select(row => new AuditEntryView(row))
            .ToList();
        var submitted = story.Where(entry => entry.Row.EventType == "SUBMIT").ToList();
        Assert.Equal(3, submitted.Count);
        var asked = submitted.Single(entry => entry.Listed("recipients").Contains(Far));
        var arrived = (
            await inbox.OpenAsync(duty, lines.Single(line => line.Entry.ReceivedAs == ReceivedAs.Action).Entry.Id, Token)
        )!.Reading;
        Assert.Equal([arrived.Mmhs.AuthorizingUsers[0].Address], asked.Listed("authorizingUsers")); // sub-1
        Assert.Equal(
            arrived.Mmhs.ExtendedAuthorisationInfo,
            DateTimeOffset.Parse(asked.Said("extAuthInfo")!, System.Globalization.CultureInfo.InvariantCulture)
        ); // sub-2
        Assert.Equal(arrived.MessageId, asked.Row.MessageId); // sub-3
        Assert.Equal(3, submitted.Select(entry => entry.Row.EnvelopeId).Distinct().Count()); // sub-4
        Assert.Equal([$"{Far} FAILURE,DELAY"], asked.Listed("dsnNotify")); // sub-5
        Assert.All(
            submitted.Where(entry => entry != asked),
            entry =>
                Assert.All(
                    entry.Listed("dsnNotify"),
                    notify => Assert.EndsWith(" SUCCESS,FAILURE,DELAY", notify, StringComparison.Ordinal)
                )
        );
        Assert.Equal([Far], asked.Listed("mdnRequest")); // sub-6
        Assert.All(submitted.Where(entry => entry != asked), entry => Assert.Empty(entry.Listed("mdnRequest")));
        Assert.Equal(
            ("3 immediate", "1 routine"),
            (asked.Said("primaryPrecedence")!.ToLowerInvariant(), asked.Said("copyPrecedence")!.ToLowerInvariant())
        ); // sub-7
        Assert.Equal(arrived.To.Select(one => one.Address), asked.Listed("primaryRecipients")); // sub-8
        Assert.Equal(arrived.Cc.Select(one => one.Address), asked.Listed("copyRecipients"));
        Assert.Equal(form.Bcc.Select(one => one.Address.ToString()), asked.Listed("bccRecipients")); // sub-9
        Assert.Null(asked.Said("nrReceipt")); // sub-10: none was asked for
        Assert.Equal([form.Label!.ToKey()], asked.Listed("labels")); // sub-11
        Assert.Equal("1 NORTHERN LANTERN", asked.Said("messageType")); // sub-12

        var delivered = story.Single(entry => entry.Row.EventType == "DELIVER" && entry.Said("recipient") == Far);
        Assert.Equal(asked.Said("extAuthInfo"), delivered.Said("extAuthInfo")); // rcv-1
        Assert.Equal(arrived.MessageId, delivered.Row.MessageId); // rcv-2
        Assert.False(string.IsNullOrEmpty(delivered.Row.Correlation)); // rcv-3: a recipient sees no ENVID; the identifier of its Received field
        Assert.Equal(arrived.Sender!.Address, delivered.Said("originator")); // rcv-4
        Assert.Equal(("3", "1"), (delivered.Said("primaryPrecedence"), delivered.Said("copyPrecedence"))); // rcv-5
        Assert.Equal([form.Label.ToKey()], delivered.Listed("labels")); // rcv-6
        Assert.NotNull(delivered.Said("deliveredAt")); // rcv-7
    }

    // Signed, and nothing of it has left: what is reported is what the reports say, and nothing else.
    private static async Task<(Actor Drafter, TrackedMessage Sent)> WaitingAsync(RunningPortal portal)
    {
        var id = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        return (drafter, (await portal.Get<TrackingDesk>().OpenAsync(drafter, id, Token))!);
    }

    private static async Task<(Actor Drafter, TrackedMessage Sent)> SentAsync(RunningPortal portal)
    {
        var id = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var sent = await Eventually.GetAsync(
            "Delivery to all",
            async () =>
                await portal.Get<TrackingDesk>().OpenAsync(drafter, id, Token) is { } t
                && t.Addressees.All(a => a.State == TrackingState.Delivered)
                    ? t
                    : null,
            Token
        );
        return (drafter, sent);
    }

    private static async Task<IReadOnlyList<UnmatchedReport>> StraysAsync(RunningPortal portal) =>
        await portal
            .Get<UnmatchedReportDesk>()
            .ListAsync(await portal.ActorAsync("operator", RoleFunction.Operator, Token), 50, Token);

    private static byte[] Report(string envelope, string recipient, string action, string status, string returned, string id) =>
        Lmtp.Octets(
            $"""
            X-MMHS-Report-Source: own
            From: MAILER-DAEMON@far.example
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

            {envelope}Reporting-MTA: dns; far.example

            Final-Recipient: rfc822; {recipient}
            Action: {action}
            Status: {status}

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <{returned}>
            Subject: Returned

            --b--

            """
        );

    private static byte[] Receipt(string original, string reader) =>
        Lmtp.Octets(
            $"""
            X-MMHS-Report-Source: own
            From: <{reader}>
            To: <{Sender}>
            Date: Mon, 23 Nov 2026 16:04:00 +0000
            Message-ID: <3@far.example>
            Subject: Receipt
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b
            Content-Type: text/plain

            Read.
            --b
            Content-Type: message/disposition-notification

            Reporting-UA: far.example; mail
            Final-Recipient: rfc822; {reader}
            Original-Message-ID: <{original}>
            Disposition: manual-action/MDN-sent-manually; displayed

            --b--

            """
        );
}
