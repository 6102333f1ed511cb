using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Answers;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Track;
using Mmhs.Records.Deliver;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Round;

/// <summary>What comes back to a message: receipts, answers, the message itself handed on, and the one that takes its place; by real SMTP.</summary>
public sealed class AnswersTests
{
    private static readonly EmailAddress J3 = EmailAddress.Parse("j3@bde3.northland.example");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_206ag_MUA_5_1_6_the_reader_acknowledges_and_the_originator_sees_it()
    {
        await using var portal = await RunningPortal.StartAsync();
        var sent = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form() with { Requests = [new(J3, null, true)] });
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        Assert.Equal(ReceiptAnswer.Asked, line.Entry.Receipt);
        var desk = portal.Get<ReceiptDesk>();
        Assert.True((await desk.AnswerAsync(reader, line.Entry.Id, ReceiptChoice.Acknowledge, Token)).IsDone);
        Assert.Equal(
            "MDN-002",
            (await desk.AnswerAsync(reader, line.Entry.Id, ReceiptChoice.Acknowledge, Token)).Refusals[0].Code
        );

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var tracked = await Eventually.GetAsync(
            "The receipt",
            async () =>
                await portal.Get<TrackingDesk>().OpenAsync(drafter, sent, Token) is { } t
                && t.Addressees.Single(a => a.Address == J3.ToString()).Receipt == ReceiptState.Displayed
                    ? t
                    : null,
            Token
        );
        Assert.All(
            tracked.Addressees.Where(a => a.Address != J3.ToString()),
            a => Assert.Equal(ReceiptState.NotRequested, a.Receipt)
        );
        Assert.Contains(tracked.Reports, report => report is { Receipt: ReceiptState.Displayed, IsConfirmed: true });
        Assert.Empty(await portal.Get<InboxDesk>().PageAsync(drafter, null, 10, Token)); // a receipt that was placed is no message in the inbox
    }

    [Fact]
    public async Task EOS_206aa_EOS_206ag_dsp_not_read_is_told_and_declined_sends_nothing()
    {
        await using var portal = await RunningPortal.StartAsync();
        var form = WholeWayTests.Form() with
        {
            Cc = [],
            Bcc = [],
            InformationPrecedence = null,
            Requests = [new(J3, null, true)],
        };
        var first = await WholeWayTests.ReleaseAsync(portal, form);
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        Assert.True((await portal.Get<ReceiptDesk>().DeleteUnreadAsync(reader, line.Entry.Id, true, Token)).IsDone);
        Assert.DoesNotContain(
            await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token),
            one => one.Entry.Id == line.Entry.Id
        );
        Assert.Null(await portal.Get<InboxDesk>().OpenAsync(reader, line.Entry.Id, Token));
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        await Eventually.GetAsync(
            "The notice of non-receipt",
            async () =>
                await portal.Get<TrackingDesk>().OpenAsync(drafter, first, Token) is { } t
                && t.Addressees[0].Receipt == ReceiptState.Deleted
                    ? t
                    : null,
            Token
        );

        await WholeWayTests.ReleaseAsync(portal, form with { Subject = "Second" });
        var (_, second) = await ArrivedAsync(portal, "bde3.drafter", "Second");
        Assert.True((await portal.Get<ReceiptDesk>().AnswerAsync(reader, second.Entry.Id, ReceiptChoice.Decline, Token)).IsDone);
        Assert.Equal(
            "MDN-008",
            Assert.Single((await portal.Get<ReceiptDesk>().DeleteUnreadAsync(reader, second.Entry.Id, true, Token)).Refusals).Code
        ); // it was opened to be answered
        await using var context = await portal.Get<Mmhs.Records.PortalRecords>().ReadAsync(Token);
        Assert.Single(context.Outbox.Where(o => o.Work == Mmhs.Records.Submit.OutboxWork.Receipt).ToList());
        Assert.Contains(
            context.AuditEntries.ToList(),
            entry =>
                entry.EventType == "RECEIPT_ANSWERED"
                && System.Text.Encoding.UTF8.GetString(entry.Canon).Contains("Declined", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task EOS_206ak_a_reply_names_its_parent_and_carries_precedence_label_and_codes()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        var form = await FormAsync(
            portal,
            reader,
            await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, AnswerKind.ReplyAll, Token)
        );

        Assert.Equal("Re: Move of bridging equipment", form.Subject);
        Assert.Equal("Northland HQ J3 Operations <j3@hq.northland.example>", Assert.Single(form.To).ToString());
        Assert.Equal("j4@bde3.northland.example", Assert.Single(form.Cc).Address.ToString()); // the others who were openly named, himself and the blind one not
        Assert.Equal((WholeWayTests.NorthlandSecret, Precedence.Immediate), (form.Label, form.ActionPrecedence));
        Assert.Equal(["LAB", "LAB12"], form.SubjectIndicatorCodes);
        Assert.Equal(line.Entry.MessageId, form.Optional.InReplyTo?.Value);
        Assert.Equal([line.Entry.MessageId], form.Optional.Thread.Select(id => id.Value));
    }

    [Fact]
    public async Task EOS_206aj_bcc_who_was_copied_blind_answers_the_originator_alone()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(
            portal,
            WholeWayTests.Form() with
            {
                Bcc = [new(null, J3)],
                To = [new(null, EmailAddress.Parse("command@bde3.northland.example"))],
            }
        );
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        Assert.Equal(ReceivedAs.Blind, line.Entry.ReceivedAs);
        Assert.Equal(
            "ANS-001",
            Assert
                .Single((await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, AnswerKind.ReplyAll, Token)).Refusals)
                .Code
        );
        var form = await FormAsync(
            portal,
            reader,
            await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, AnswerKind.Reply, Token)
        );
        Assert.Empty(form.Cc);
    }

    [Fact]
    public async Task EOS_206s_a_forwarded_message_arrives_as_a_message_octet_for_octet()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        var original = (await portal.Get<InboxDesk>().SourceAsync(reader, line.Entry.Id, Token))!;
        var begun = await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, AnswerKind.Forward, Token);
        var drafts = portal.Get<DraftDesk>();
        await drafts.TakeOverAsync(reader, begun.Id!.Value, Token);
        var open = (await drafts.OpenAsync(reader, begun.Id!.Value, Token))!;
        var form = open.Form with
        {
            ActionPrecedence = Precedence.Flash,
            To = [new(null, EmailAddress.Parse("j4@hq.northland.example"))],
            Text = "See below.",
        };
        Assert.Empty((await drafts.SubmitForReleaseAsync(reader, open.Id, open.Revision, form, Token)).Refusals);
        var releaser = await portal.ActorAsync("bde3.releaser", RoleFunction.Releaser, Token);
        var office = portal.Get<Mmhs.Portal.Release.ReleaseDesk>();
        var shown = (await office.OpenAsync(releaser, open.Id, Token))!;
        Assert.Empty(
            (
                await office.ReleaseAsync(releaser, shown, office.Prepare(shown), Mmhs.Portal.Demo.DemoWorld.Password, Token)
            ).Refusals
        );

        var (receiver, forwarded) = await ArrivedAsync(portal, "logistics", "Fwd: Move of bridging equipment");
        var octets = (await portal.Get<InboxDesk>().SourceAsync(receiver, forwarded.Entry.Id, Token))!;
        var reading = (await portal.Get<InboxDesk>().OpenAsync(receiver, forwarded.Entry.Id, Token))!.Reading;
        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        var part = reading.Parts.Single(one => one.Name == "message.eml");
        Assert.Equal("message/rfc822", part.ContentType);
        var inside = (await portal.Get<InboxDesk>().InsideAsync(receiver, forwarded.Entry.Id, part.Path, Token))!;
        Assert.Equal(
            (line.Entry.MessageId, line.Entry.Dtg, SignatureStatus.Valid, WholeWayTests.NorthlandSecret),
            (inside.Reading!.MessageId, inside.Reading.Mmhs.ExtendedAuthorisationInfo, inside.Reading.Signature, inside.Label)
        );
        Assert.Null(await portal.Get<InboxDesk>().InsideAsync(receiver, forwarded.Entry.Id, "9.9", Token));
        using var copy = new MemoryStream();
        Assert.True(await Mmhs.Wire.Mime.AttachmentExtractor.CopyToAsync(octets, part.Path, copy, Token));
        Assert.Equal(original, copy.ToArray());
    }

    [Fact]
    public async Task EOS_206s_a_readdressed_message_keeps_subject_codes_and_precedence_and_goes_as_it_came()
    {
        await using var portal = await RunningPortal.StartAsync();
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        var begun = await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, AnswerKind.Readdress, Token);
        var form = await FormAsync(portal, reader, begun);

        Assert.Equal(
            (line.Entry.Subject, WholeWayTests.NorthlandSecret, Precedence.Immediate, true),
            (form.Subject, form.Label, form.ActionPrecedence, form.To.IsEmpty)
        );
        Assert.Equal(["LAB", "LAB12"], form.SubjectIndicatorCodes);
        Assert.Equal([line.Entry.MessageId], form.Optional.CrossReferences.Select(id => id.Value));
        Assert.Matches(
            "^READDRESSED. THE MESSAGE FOLLOWS AS IT WAS RECEIVED.\nFROM: Northland HQ J3 Operations\nDTG: [0-9]{6}Z [A-Z]{3} [0-9]{2,4}\nTO: 3rd Brigade J3 Operations\nINFO: 3rd Brigade J4 Logistics\n$",
            form.Text
        ); // and not who had it blind
        var original = (await portal.Get<InboxDesk>().SourceAsync(reader, line.Entry.Id, Token))!;
        var attached = Assert.Single(form.Attachments);
        Assert.Equal(
            ("message/rfc822", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(original))),
            (attached.MediaType, attached.Sha256)
        );
    }

    [Fact]
    public async Task EOS_206ab_a_message_that_takes_the_place_of_another_is_seen_on_both_sides()
    {
        await using var portal = await RunningPortal.StartAsync();
        var old = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        await WholeWayTests.ReleaseAsync(
            portal,
            WholeWayTests.Form("Corrected") with
            {
                Optional = new() { Supersedes = [MessageId.Parse(line.Entry.MessageId)] },
            }
        );
        var (_, newer) = await ArrivedAsync(portal, "bde3.drafter", "Corrected");

        var again = (await portal.Get<InboxDesk>().OpenAsync(reader, line.Entry.Id, Token))!;
        Assert.Equal(newer.Entry.MessageId, again.Entry.ObsoletedBy);
        Assert.Contains("Move bridging equipment", again.Reading.Text, StringComparison.Ordinal); // still readable
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        Assert.Equal(newer.Entry.MessageId, (await portal.Get<TrackingDesk>().OpenAsync(drafter, old, Token))!.ObsoletedBy);
    }

    [Fact]
    public async Task Attack_EOS_206ab_nobody_but_the_sender_proven_by_signature_calls_a_message_obsolete()
    {
        await using var portal = await RunningPortal.StartAsync();
        var old = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        foreach (
            var (from, to) in new[]
            {
                ("x@evil.example", "j3@hq.northland.example"),
                ("j3@hq.northland.example", "j3@bde3.northland.example"),
            }
        )
        {
            var octets = Lmtp.Octets(
                $"From: {from}\nTo: <{to}>\nMessage-ID: <later-{to}>\nSubject: Later\nSupersedes: <{line.Entry.MessageId}>\n\nWords.\n"
            );
            Assert.Equal(250, (await portal.DeliverAsync(octets, to, from, Token)).Code);
        }

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        Assert.Null((await portal.Get<TrackingDesk>().OpenAsync(drafter, old, Token))!.ObsoletedBy);
        Assert.Null((await portal.Get<InboxDesk>().OpenAsync(reader, line.Entry.Id, Token))!.Entry.ObsoletedBy);
    }

    [Fact]
    public async Task Attack_EOS_206ab_an_addressee_who_signs_well_does_not_call_back_what_the_role_sent()
    {
        await using var portal = await RunningPortal.StartAsync();
        var old = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (_, line) = await ArrivedAsync(portal, "bde3.drafter");
        await WholeWayTests.ReleaseAsync(
            portal,
            WholeWayTests.Form("Called off by us") with
            {
                To = [new Mailbox("Northland HQ J3 Operations", EmailAddress.Parse("j3@hq.northland.example"))],
                Cc = [],
                Bcc = [],
                InformationPrecedence = null,
                Optional = new() { Supersedes = [MessageId.Parse(line.Entry.MessageId)] },
            },
            of: "bde3."
        );
        var (drafter, answer) = await ArrivedAsync(portal, "drafter", "Called off by us");

        Assert.Equal(SignatureStatus.Valid, answer.Entry.Signature);
        Assert.Null((await portal.Get<TrackingDesk>().OpenAsync(drafter, old, Token))!.ObsoletedBy);
    }

    [Fact]
    public async Task EOS_206x_MUA_5_1_10_a_latest_delivery_goes_with_the_message_and_it_arrives_in_time()
    {
        await using var portal = await RunningPortal.StartAsync();
        var latest = new DateTimeGroup(TimeProvider.System.GetUtcNow().AddHours(2));
        await WholeWayTests.ReleaseAsync(
            portal,
            WholeWayTests.Form() with
            {
                Optional = new()
                {
                    LatestDelivery = latest,
                    Expires = latest,
                    Languages = ["en"],
                    MessageInstructions = ["PASS TO CO"],
                },
            }
        );
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        Assert.Equal(latest.At, line.Entry.ExpiresAt);
        var reading = (await portal.Get<InboxDesk>().OpenAsync(reader, line.Entry.Id, Token))!.Reading;
        Assert.Equal(["en"], reading.ContentLanguage);
        Assert.Equal(["PASS TO CO"], reading.Mmhs.MessageInstructions);
    }

    [Fact]
    public async Task EOS_206ak_an_answer_goes_under_no_lower_label_unless_the_role_has_the_right()
    {
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Compose:LowerLabelInReply:0=j4@bde3.northland.example"
        );
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        var drafts = portal.Get<DraftDesk>();
        foreach (var (kind, code) in new[] { (AnswerKind.Reply, "ANS-003"), (AnswerKind.Forward, "ANS-004") })
        {
            var id = (await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, kind, Token)).Id!.Value;
            await drafts.TakeOverAsync(reader, id, Token);
            var open = (await drafts.OpenAsync(reader, id, Token))!;
            var form = open.Form with
            {
                Label = new(WholeWayTests.NorthlandSecret.PolicyId, 2),
                ActionPrecedence = Precedence.Routine,
                To = [new(null, EmailAddress.Parse("j4@hq.northland.example"))],
                Text = "Understood.",
            };
            Assert.Contains(
                code,
                (await drafts.SubmitForReleaseAsync(reader, id, open.Revision, form, Token)).Refusals.Select(refusal =>
                    refusal.Code
                )
            );
            Assert.Empty(
                (
                    await drafts.SubmitForReleaseAsync(
                        reader,
                        id,
                        open.Revision,
                        form with
                        {
                            Label = WholeWayTests.NorthlandSecret,
                        },
                        Token
                    )
                ).Refusals
            );
        }
    }

    [Fact]
    public async Task EOS_206z_EOS_205j_EOS_206v_a_message_of_three_parts_arrives_as_it_was_written_and_without_them_where_that_was_wished()
    {
        await using var portal = await RunningPortal.StartAsync();
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var drafts = portal.Get<DraftDesk>();
        var id = (await drafts.CreateAsync(drafter, Token))!.Value;
        byte[][] files =
        [
            [.. Enumerable.Range(0, 5000).Select(n => (byte)(n * 7 & 0xff))],
            "L\u00e4nge\n\r\n.\r\n"u8.ToArray(),
        ];
        var form = WholeWayTests.Form() with
        {
            Attachments =
            [
                (await drafts.AttachAsync(drafter, id, "карта 地図.bin", "application/octet-stream", files[0], Token))!,
                (await drafts.AttachAsync(drafter, id, "notes.txt", "text/plain", files[1], Token))!,
            ],
        };
        form = form with { Cc = [new(null, EmailAddress.Parse("j4@hq.northland.example"))] };
        form = form with { Requests = [new(form.Cc[0].Address, null, false, TextOnly: true)] };
        Assert.Empty((await drafts.SubmitForReleaseAsync(drafter, id, 0, form, Token)).Refusals);
        var releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var office = portal.Get<Mmhs.Portal.Release.ReleaseDesk>();
        var shown = (await office.OpenAsync(releaser, id, Token))!;
        Assert.Empty(
            (
                await office.ReleaseAsync(releaser, shown, office.Prepare(shown), Mmhs.Portal.Demo.DemoWorld.Password, Token)
            ).Refusals
        );

        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter");
        var octets = (await portal.Get<InboxDesk>().SourceAsync(reader, line.Entry.Id, Token))!;
        var reading = (await portal.Get<InboxDesk>().OpenAsync(reader, line.Entry.Id, Token))!.Reading;
        Assert.Equal(form.Text.TrimEnd(), reading.Text!.TrimEnd());
        Assert.False(reading.IncompleteCopy);
        // EOS-206v: who was to get the text only
        var (far, incomplete) = await ArrivedAsync(portal, "logistics");
        var without = (await portal.Get<InboxDesk>().OpenAsync(far, incomplete.Entry.Id, Token))!.Reading;
        Assert.True(without.IncompleteCopy);
        Assert.Equal(
            (SignatureStatus.Valid, reading.MessageId, form.Text.TrimEnd()),
            (without.Signature, without.MessageId, without.Text!.TrimEnd())
        );
        Assert.DoesNotContain(without.Parts, one => one.Name is not null);
        foreach (var (attachment, file) in form.Attachments.Zip(files))
        {
            var part = reading.Parts.Single(one => one.Name == attachment.Name);
            using var copy = new MemoryStream();
            Assert.True(await Mmhs.Wire.Mime.AttachmentExtractor.CopyToAsync(octets, part.Path, copy, Token));
            Assert.Equal(file, copy.ToArray());
        }
    }

    [Theory]
    [InlineData(
        "To: J3@BDE3.Northland.Example, second@elsewhere.example\nCc: J4@bde3.northland.example",
        "desk@elsewhere.example",
        "second@elsewhere.example j4@bde3.northland.example"
    )]
    [InlineData(
        "To: j3@bde3.northland.example\nReply-To: j3@bde3.northland.example, desk@elsewhere.example",
        "desk@elsewhere.example",
        ""
    )]
    [InlineData("To: j3@bde3.northland.example\nReply-To: J3@bde3.northland.example", "desk@elsewhere.example", "")]
    public async Task An_answer_to_all_leaves_out_the_own_role_in_any_letter_case(string addressed, string to, string cc)
    {
        await using var portal = await RunningPortal.StartAsync();
        var form = await AnsweredAsync(portal, addressed + "\nMessage-ID: <own@elsewhere.example>");

        Assert.Equal([to], form.To.Select(mailbox => mailbox.Address.ToString()));
        Assert.Equal(cc.Split(' ', StringSplitOptions.RemoveEmptyEntries), form.Cc.Select(mailbox => mailbox.Address.ToString()));
        Assert.All(
            form.Cc.Where(mailbox => mailbox.Address.Domain == "bde3.northland.example"),
            mailbox => Assert.Equal("3rd Brigade J4 Logistics", mailbox.DisplayName)
        );
    }

    [Theory]
    [InlineData("<\"a b\"@elsewhere.example>")]
    [InlineData("<20261130.123456>")]
    [InlineData("<grüße@elsewhere.example>")]
    public async Task What_cannot_be_named_is_answered_without_naming_it(string id)
    {
        await using var portal = await RunningPortal.StartAsync();
        var form = await AnsweredAsync(
            portal,
            $"To: j3@bde3.northland.example\nMMHS-Subject-Indicator-Codes: LAB\nReferences: <before@elsewhere.example>\nMessage-ID: {id}"
        );

        Assert.Null(form.Optional.InReplyTo);
        Assert.Equal(["before@elsewhere.example"], form.Optional.Thread.Select(before => before.Value));
        Assert.Equal("Re: unusual", form.Subject);
        Assert.NotNull(form.Label);
        Assert.Equal(["LAB"], form.SubjectIndicatorCodes);
    }

    private static async Task<DraftForm> AnsweredAsync(RunningPortal portal, string fields)
    {
        var octets = Lmtp.Octets(
            $"From: Desk <desk@elsewhere.example>\nDate: Mon, 30 Nov 2026 02:00:00 +0000\nSubject: unusual\n{fields}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nx\n"
        );
        Assert.Equal(250, (await portal.DeliverAsync(octets, J3.ToString(), "desk@elsewhere.example", Token)).Code);
        var (reader, line) = await ArrivedAsync(portal, "bde3.drafter", "unusual");
        return await FormAsync(
            portal,
            reader,
            await portal.Get<AnswerDesk>().BeginAsync(reader, line.Entry.Id, AnswerKind.ReplyAll, Token)
        );
    }

    private static async Task<(Actor Reader, InboxLine Line)> ArrivedAsync(
        RunningPortal portal,
        string name,
        string subject = "Move of bridging equipment"
    )
    {
        var reader = await portal.ActorAsync(name, RoleFunction.Drafter, Token);
        var line = await Eventually.GetAsync(
            $"Arrival of {subject}",
            async () =>
                (await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token)).FirstOrDefault(one =>
                    one.Entry.Subject == subject
                ),
            Token
        );
        return (reader, line);
    }

    private static async Task<DraftForm> FormAsync(RunningPortal portal, Actor actor, BegunDraft begun)
    {
        Assert.Empty(begun.Refusals);
        return (await portal.Get<DraftDesk>().OpenAsync(actor, begun.Id!.Value, Token))!.Form;
    }
}
