using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Answers;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

/// <summary>What strangers send, by real LMTP on both engines: one entry for one message, two for two, and nothing that stops what comes after it.</summary>
public sealed class NothingLostTests
{
    private const string Recipient = "j3@bde3.northland.example";
    private const string Stranger = "desk@elsewhere.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task EOS_206b_a_mailbox_named_twice_is_one_entry_and_250_for_each(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        string[] to = [Recipient, Recipient, "J3@BDE3.northland.example", "j4@bde3.northland.example"];
        Assert.All(
            await SayAsync(portal, Message("<twice@elsewhere.example>", "Twice", "Text."), to),
            reply => Assert.Equal(250, reply.Code)
        );
        Assert.Equal(
            ["J3 OPERATIONS", "J4 LOGISTICS"],
            (await InboxAsync(portal)).Select(line => line.Role.ToUpperInvariant()).Order(StringComparer.Ordinal)
        );
        Assert.All(
            await SayAsync(portal, Message("<twice@elsewhere.example>", "Twice", "Text."), to),
            reply => Assert.Equal(250, reply.Code)
        );
        Assert.Equal(2, (await InboxAsync(portal)).Count); // the retry of the whole transaction adds nothing
    }

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task A_recipient_whose_entry_cannot_be_kept_fails_alone(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        await TamperAsync(
            portal,
            provider,
            "inbox",
            "role_id = (SELECT id FROM role_mailbox WHERE address = 'j4@bde3.northland.example')"
        );
        var replies = await SayAsync(
            portal,
            Message("<alone@elsewhere.example>", "Alone", "Text."),
            ["j4@bde3.northland.example", Recipient]
        );
        Assert.Equal([451, 250], replies.Select(reply => reply.Code));
        Assert.Equal("Alone", Assert.Single(await InboxAsync(portal)).Entry.Subject);
    }

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task Characters_that_are_none_stop_neither_delivery_nor_search(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        byte[][] poison =
        [
            Message("<p1@elsewhere.example>", "In the text", "needleone \ufffe nonchar"),
            Message("<p2@elsewhere.example>", "In the subject \ufffe here", "needletwo"),
            Message("<p3@elsewhere.example>", "In the name", "needlethree", from: "Du\ufffety"),
            Message("<p4\ufffe@elsewhere.example>", "In the identifier", "needlefour"),
            Message("<p5@elsewhere.example>", new string('x', 399) + "🚩", "needlefive"),
            Message("<p6@elsewhere.example>", "A long name", "needlesix", from: new string('y', 399) + "🚩"),
            Message($"<{new string('z', 600)}@elsewhere.example>", "A long identifier", "needleseven"),
        ];
        foreach (var octets in poison)
            Assert.Equal("250 2.6.0 Delivered", (await portal.DeliverAsync(octets, Recipient, Stranger, Token)).ToString());
        Assert.Equal(
            250,
            (
                await portal.DeliverAsync(
                    Message("<after@elsewhere.example>", "The one after", "needleeight afterwards"),
                    Recipient,
                    Stranger,
                    Token
                )
            ).Code
        );

        var duty = await DutyAsync(portal);
        foreach (
            var (word, _) in new[] { "one", "two", "three", "four", "five", "six", "seven", "eight" }.Select(
                (word, n) => ("needle" + word, n)
            )
        )
            await Eventually.GetAsync(
                $"Finding {word}",
                async () =>
                    await portal.Get<SearchDesk>().FindAsync(duty, word, null, 10, Token) is { Lines: [_] } page ? page : null,
                Token
            );
        Assert.Empty((await portal.Get<SearchDesk>().FindAsync(duty, "\ufffe \ud83e never", null, 10, Token)).Lines);
        foreach (var line in await InboxAsync(portal))
        {
            Assert.Equal(line.Entry.Subject, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line.Entry.Subject)));
            Assert.DoesNotContain('\ufffd', line.Entry.Subject + line.Entry.From);
            var open = (await portal.Get<InboxDesk>().OpenAsync(duty, line.Entry.Id, Token))!;
            Assert.NotEmpty(TeleprinterText.Of(open.Reading, "NORTHLAND SECRET"));
        }
    }

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task An_answer_to_a_subject_that_is_cut_ends_before_a_character(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        await portal.DeliverAsync(
            Message("<long@elsewhere.example>", new string('x', 194) + "👨‍👩‍👧‍👦🚩", "x"),
            "j3@hq.northland.example",
            Stranger,
            Token
        );
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var entry = Assert.Single(await portal.Get<InboxDesk>().PageAsync(drafter, null, 10, Token)).Entry;
        var begun = await portal.Get<AnswerDesk>().BeginAsync(drafter, entry.Id, AnswerKind.Reply, Token);
        Assert.Empty(begun.Refusals);
        var draft = (await portal.Get<Portal.Compose.DraftDesk>().OpenAsync(drafter, begun.Id!.Value, Token))!;
        Assert.Equal("Re: " + new string('x', 194), draft.Form.Subject);
    }

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task What_cannot_be_sent_is_saved_and_refused_in_words(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var desk = portal.Get<Portal.Compose.DraftDesk>();
        var id = (await desk.CreateAsync(drafter, Token))!.Value;
        var docx = (
            await desk.AttachAsync(drafter, id, new string('a', 118) + "🚩 and more.docx", "application/octet-stream", [1], Token)
        )!;
        Assert.Equal(new string('a', 115) + ".docx", docx.Name);
        var none = (await desk.AttachAsync(drafter, id, "plan\ufffe.docx", "application/octet-stream", [2], Token))!;
        var form = WholeWayTests.Form(new string('x', 199) + "🚩") with { Text = "Move.\ufffe", Attachments = [docx, none] };
        var saved = await desk.SaveAsync(drafter, id, 0, form, Token);
        Assert.Empty(saved.Refusals);
        Assert.Equal(new string('x', 199), Assert.Single(await desk.ListAsync(drafter, DraftState.Draft, 10, Token)).Subject);
        Assert.Equal(form.Subject, (await desk.OpenAsync(drafter, id, Token))!.Form.Subject); // nothing typed is lost
        Assert.Equal(
            ["CMP-012 subject", "CMP-016 attachments", "CMP-016 text"],
            (await desk.SubmitForReleaseAsync(drafter, id, saved.Revision, form, Token))
                .Refusals.Select(refusal => $"{refusal.Code} {refusal.Field}")
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("<reused@elsewhere.example>")]
    [InlineData("<>")]
    [InlineData(null)]
    public async Task Two_messages_of_one_identifier_and_one_body_are_two_entries(string? id)
    {
        await using var portal = await RunningPortal.StartAsync();
        byte[][] different =
        [
            Message(id, "WARNING ORDER 1", "Execute as ordered.", fields: "MMHS-Primary-Precedence: 0\r\n"),
            Message(id, "WARNING ORDER 2 CANCELS 1", "Execute as ordered.", fields: "MMHS-Primary-Precedence: 0\r\n"),
            Message(id, "WARNING ORDER 1", "Execute as ordered.", fields: "MMHS-Primary-Precedence: 5\r\n"),
            Message(
                id,
                "WARNING ORDER 1",
                "Execute as ordered.",
                fields: "MMHS-Primary-Precedence: 0\r\nExpires: Mon, 30 Nov 2026 09:00:00 +0000\r\n"
            ),
            Message(id, "WARNING ORDER 1", "Execute as ordered.", fields: "MMHS-Primary-Precedence: 0\r\n", from: "Other Desk"),
            Message(
                id,
                "WARNING ORDER 1",
                "Execute as ordered.",
                fields: "MMHS-Primary-Precedence: 0\r\n",
                date: "Mon, 30 Nov 2026 03:00:00 +0000"
            ),
        ];
        foreach (var octets in different)
            Assert.Equal(250, (await portal.DeliverAsync(octets, Recipient, Stranger, Token)).Code);
        Assert.Equal(different.Length, (await InboxAsync(portal)).Count);
    }

    [Fact]
    public async Task A_retry_of_one_message_is_folded_whatever_its_way_added()
    {
        await using var portal = await RunningPortal.StartAsync();
        string[] ways =
        [
            "",
            "Received: from a by b; Mon, 30 Nov 2026 02:00:01 +0000\r\n",
            "Received: from c by b; Mon, 30 Nov 2026 02:09:01 +0000\r\nDelivered-To: j3@bde3.northland.example\r\nMT-Priority: 4\r\nX-Spam: no\r\n",
            "Authentication-Results: b; dkim=pass\r\nDKIM-Signature: v=1; b=AA==\r\nARC-Seal: i=1\r\nReceived-SPF: pass\r\nReturn-Path: <x@y.example>\r\n",
        ];
        foreach (var way in ways)
            Assert.Equal(
                250,
                (
                    await portal.DeliverAsync(
                        [.. Lmtp.Octets(way), .. Message("<retry@elsewhere.example>", "Retry", "Text.")],
                        Recipient,
                        Stranger,
                        Token
                    )
                ).Code
            );
        var refolded = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(Message("<retry@elsewhere.example>", "Retry", "Text."))
                .Replace("To: <", "to:\r\n  <", StringComparison.Ordinal)
        );
        Assert.Equal(250, (await portal.DeliverAsync(refolded, Recipient, Stranger, Token)).Code);
        Assert.Single(await InboxAsync(portal));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(ways.Length, await context.AuditEntries.CountAsync(entry => entry.EventType == "DUPLICATE_FOLDED", Token));
    }

    private static Task<Actor> DutyAsync(RunningPortal portal) => portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);

    private static async Task<IReadOnlyList<InboxLine>> InboxAsync(RunningPortal portal) =>
        await portal.Get<InboxDesk>().PageAsync(await DutyAsync(portal), null, 50, Token);

    /// <summary>The database refuses some rows, as a full disk or a broken index would.</summary>
    private static async Task TamperAsync(RunningPortal portal, DatabaseProvider provider, string table, string which)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var row = which.Replace("role_id", "NEW.role_id", StringComparison.Ordinal);
#pragma warning disable EF1002 // names of our own
        if (provider == DatabaseProvider.Sqlite)
            await context.Database.ExecuteSqlRawAsync(
                $"CREATE TRIGGER tampered BEFORE INSERT ON {table} WHEN {row} BEGIN SELECT RAISE(ABORT, 'tampered'); END",
                Token
            );
        else
            await context.Database.ExecuteSqlRawAsync(
                $"CREATE FUNCTION tampered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {row} THEN RAISE EXCEPTION 'tampered'; END IF; RETURN NEW; END $$; CREATE TRIGGER tampered BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION tampered()",
                Token
            );
#pragma warning restore EF1002
    }

    private static async Task<IReadOnlyList<SmtpReply>> SayAsync(RunningPortal portal, byte[] octets, string[] recipients)
    {
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = portal.Get<DeliveryDoor>().EndPoint!.Port,
            HelloName = "test.localhost",
            Lmtp = true,
            Tls = SmtpTlsPolicy.None,
        };
        await using var session = Assert
            .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
            .Session;
        var envelope = new Envelope
        {
            ReversePath = SmtpPath.Parse(Stranger),
            Recipients = [.. recipients.Select(to => new EnvelopeRecipient(SmtpPath.Parse(to)))],
        };
        return
        [
            .. (await session.SendAsync(envelope, new ReadOnlySequence<byte>(octets), Token)).Recipients.Select(one =>
                one.Reply!
            ),
        ];
    }

    private static byte[] Message(
        string? id,
        string subject,
        string text,
        string fields = "",
        string from = "Duty Desk",
        string date = "Mon, 30 Nov 2026 02:00:00 +0000"
    ) =>
        Lmtp.Octets(
            $"From: {Word(from)} <{Stranger}>\nTo: <{Recipient}>\nDate: {date}\n{(id is null ? "" : $"Message-ID: {id}\n")}{fields}MIME-Version: 1.0\nSubject: {Word(subject)}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
        );

    private static string Word(string text) =>
        text.All(char.IsAscii) && text.Length < 200
            ? text
            : string.Join(
                "\n ",
                text.EnumerateRunes()
                    .Chunk(10)
                    .Select(runes => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(runes)))}?=")
            );
}
