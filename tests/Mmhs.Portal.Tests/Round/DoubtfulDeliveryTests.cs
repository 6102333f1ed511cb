using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Inbox;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Labels;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

/// <summary>What arrives is not what it should be: it is refused in clear words or delivered and marked, and nothing is lost.</summary>
public sealed class DoubtfulDeliveryTests : IAsyncLifetime
{
    private const string Recipient = "j3@bde3.northland.example";
    private RunningPortal portal = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => portal = await RunningPortal.StartAsync();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task SEC_4_1_2_1_an_unsigned_message_is_delivered_and_marked_as_unsigned()
    {
        Assert.Equal(250, (await DeliverAsync(Message(label: WholeWayTests.NorthlandSecret))).Code);
        var line = Assert.Single(await InboxAsync());
        Assert.Equal(SignatureStatus.Unsigned, line.Entry.Signature);
        Assert.Equal(LabelStatus.Single, line.Entry.LabelStatus);
    }

    [Fact]
    public async Task SEC_4_1_4_1_an_altered_message_is_delivered_and_marked_as_altered()
    {
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form() with { Cc = [], Bcc = [], InformationPrecedence = null });
        var good = Assert.Single(
            await Eventually.GetAsync("Arrival", async () => await InboxAsync() is { Count: 1 } page ? page : null, Token)
        );
        var octets = (await portal.Get<InboxDesk>().SourceAsync(await DutyAsync(), good.Entry.Id, Token))!;
        // One letter of the signed content, deep in its Base64, becomes another.
        var at = octets.AsSpan().IndexOf("\r\n\r\n"u8) + 1200;
        octets[at] = octets[at] == (byte)'A' ? (byte)'B' : (byte)'A';
        Assert.Equal(250, (await DeliverAsync(octets)).Code);
        var lines = await InboxAsync();
        Assert.Equal(2, lines.Count); // the same identifier over other octets is another message, never folded away
        Assert.Equal(SignatureStatus.Invalid, lines[0].Entry.Signature);
        Assert.Equal(SignatureStatus.Valid, lines[1].Entry.Signature);
    }

    [Fact]
    public async Task Attack_a_signed_message_with_another_beside_it_is_delivered_and_marked()
    {
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form() with { Cc = [], Bcc = [], InformationPrecedence = null });
        var good = Assert.Single(
            await Eventually.GetAsync("Arrival", async () => await InboxAsync() is { Count: 1 } page ? page : null, Token)
        );
        var source = Encoding.ASCII.GetString(
            (await portal.Get<InboxDesk>().SourceAsync(await DutyAsync(), good.Entry.Id, Token))!
        );
        var at = source.IndexOf("MIME-Version: 1.0\r\n", StringComparison.Ordinal);
        var signed = source[(at + "MIME-Version: 1.0\r\n".Length)..];
        var signature = signed[(signed.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        foreach (
            var (body, status, place) in new[]
            {
                // F1: the signature of that message, with its content in it, over another text
                (
                    $"multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nLeave the bridge.\r\n--b\r\n"
                        + $"Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n{signature}\r\n--b--\r\n",
                    SignatureStatus.Invalid,
                    null
                ),
                // F2: a file beside it
                (
                    $"multipart/mixed; boundary=b\r\n\r\n--b\r\n{signed}\r\n--b\r\nContent-Type: application/pdf; name=order.pdf\r\n\r\n%PDF\r\n--b--\r\n",
                    SignatureStatus.Unsigned,
                    "1.2"
                ),
            }
        )
        {
            Assert.Equal(
                250,
                (await DeliverAsync(Encoding.ASCII.GetBytes($"{source[..at]}MIME-Version: 1.0\r\nContent-Type: {body}"))).Code
            );
            var line = (await InboxAsync())[0];
            Assert.Equal(status, line.Entry.Signature);
            await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
            var entry = await context
                .AuditEntries.Where(one => one.EventType == "DELIVER")
                .OrderByDescending(one => one.Seq)
                .FirstAsync(Token);
            Assert.Equal(
                place is not null,
                Encoding.UTF8.GetString(entry.Canon).Contains($"\"unsigned\":[\"{place}\"]", StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData("From: <j3@hq.northland.example.>", "j3@hq.northland.example")]
    [InlineData("From: \"j3@hq.northland.example\" <ops@elsewhere.example>", "ops@elsewhere.example")]
    [InlineData("From: g: j3@hq.northland.example;", "j3@hq.northland.example")]
    public async Task Attack_whose_name_cannot_be_read_is_nobody(string from, string shown)
    {
        var octets = Encoding.ASCII.GetBytes(
            Encoding
                .ASCII.GetString(Message(WholeWayTests.NorthlandSecret))
                .Replace("From: <j3@hq.northland.example>", from, StringComparison.Ordinal)
        );
        Assert.Equal(250, (await DeliverAsync(octets)).Code);
        var entry = Assert.Single(await InboxAsync()).Entry;
        Assert.Equal(shown, entry.From);
        Assert.Equal(from.Contains("ops@", StringComparison.Ordinal) ? "ops@elsewhere.example" : "", entry.FromAddress);
    }

    [Fact]
    public async Task A_message_without_a_label_is_treated_as_the_default_label_and_marked()
    {
        Assert.Equal(250, (await DeliverAsync(Message(label: null))).Code);
        var line = Assert.Single(await InboxAsync());
        Assert.Equal(LabelStatus.Missing, line.Entry.LabelStatus);
        Assert.Equal("NORTHLAND SECRET", line.Marking.Text);
    }

    [Theory]
    [InlineData(5, ".1", TagKind.Restrictive, 3)] // TOP SECRET UMBER: valid, and above what 3rd Brigade may hold
    [InlineData(2, ".1", TagKind.Restrictive, 1)] // RESTRICTED CRIMSON: the policy does not permit it
    public async Task SEC_4_1_1_2_what_the_recipient_may_not_hold_is_refused_and_audited(
        int classification,
        string tagSet,
        TagKind kind,
        int value
    )
    {
        var label = new SecurityLabel(
            WholeWayTests.NorthlandSecret.PolicyId,
            classification,
            null,
            [new Category(WholeWayTests.NorthlandSecret.PolicyId + tagSet, kind, value)]
        );
        var reply = await DeliverAsync(Message(label));
        Assert.Equal("550 5.7.1 Not accepted by policy", reply.ToString());
        Assert.Empty(await InboxAsync());
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Contains(
            await context.AuditEntries.ToListAsync(Token),
            entry => entry is { EventType: "ACCESS_DECISION", Outcome: "denied" }
        );
    }

    [Fact]
    public async Task EOS_206b_an_unknown_mailbox_is_refused() =>
        Assert.Equal(
            "550 5.1.1 No such mailbox here",
            (await DeliverAsync(Message(WholeWayTests.NorthlandSecret), "nobody@bde3.northland.example")).ToString()
        );

    [Fact]
    public async Task The_same_message_again_is_one_entry_and_both_arrivals_are_audited()
    {
        var octets = Message(WholeWayTests.NorthlandSecret);
        Assert.Equal(250, (await DeliverAsync(octets)).Code);
        Assert.Equal(250, (await DeliverAsync(octets)).Code);
        Assert.Single(await InboxAsync());
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(1, await context.AuditEntries.CountAsync(entry => entry.EventType == "DUPLICATE_FOLDED", Token));
    }

    [Fact]
    public async Task MSA_6_1_8_forty_megabytes_are_refused_and_the_next_message_is_taken()
    {
        var huge = Message(
            WholeWayTests.NorthlandSecret,
            body: string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", (40 << 20) / 78))
        );
        Assert.StartsWith("552 5.3.4", await SayAsync(huge), StringComparison.Ordinal);
        Assert.Empty(await InboxAsync());
        Assert.Equal(250, (await DeliverAsync(Message(WholeWayTests.NorthlandSecret))).Code);
    }

    [Fact]
    public async Task A_header_of_a_mebibyte_is_read_within_bounds_and_kept()
    {
        var octets = Message(
            WholeWayTests.NorthlandSecret,
            fields: string.Concat(Enumerable.Repeat("X-Padding: " + new string('y', 900) + "\r\n", 1200))
        );
        Assert.Equal(250, (await DeliverAsync(octets)).Code);
        Assert.Single(await InboxAsync());
    }

    [Fact]
    public async Task SEC_4_1_1_2_an_organisation_without_clearance_is_refused_at_compose()
    {
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var form = WholeWayTests.Form() with
        {
            Cc = [new Mailbox("Alliance Command Command", EmailAddress.Parse("command@alliance.example"))],
        };
        var incomplete = Assert.IsType<ComposeResult.Incomplete>(
            await portal.Get<DraftDesk>().CheckAsync(drafter, null, form, Token)
        );
        Assert.Equal([("DIR-002", "cc")], incomplete.Refusals.Select(refusal => (refusal.Code, refusal.Field)));
    }

    [Fact]
    public async Task SEC_4_1_1_2_a_message_above_the_reader_is_neither_listed_nor_opened()
    {
        await DeliverAsync(Message(WholeWayTests.NorthlandSecret));
        var entry = Assert.Single(await InboxAsync()).Entry;
        var duty = await DutyAsync();
        var below = duty with { Clearances = [new Clearance(WholeWayTests.NorthlandSecret.PolicyId, [0, 1, 2, 3], [])] };
        var inbox = portal.Get<InboxDesk>();
        Assert.Empty(await inbox.PageAsync(below, null, 50, Token));
        Assert.Null(await inbox.OpenAsync(below, entry.Id, Token));
        Assert.Null(await inbox.SourceAsync(below, entry.Id, Token));
    }

    private async Task<Actor> DutyAsync() => await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);

    private async Task<IReadOnlyList<InboxLine>> InboxAsync() =>
        await portal.Get<InboxDesk>().PageAsync(await DutyAsync(), null, 50, Token);

    private Task<SmtpReply> DeliverAsync(byte[] octets, string recipient = Recipient) =>
        portal.DeliverAsync(octets, recipient, "j3@hq.northland.example", Token);

    // Octet by octet, with no client of ours that would look at SIZE and not even begin.
    private async Task<string> SayAsync(byte[] octets)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(portal.Get<DeliveryDoor>().EndPoint!, Token);
        var stream = connection.GetStream();
        using var replies = new StreamReader(stream, Encoding.ASCII);
        await replies.ReadLineAsync(Token);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"LHLO test.localhost\r\nMAIL FROM:<j3@hq.northland.example>\r\nRCPT TO:<{Recipient}>\r\nDATA\r\n"
            ),
            Token
        );
        while (await replies.ReadLineAsync(Token) is { } line && !line.StartsWith("354", StringComparison.Ordinal)) { }
        await stream.WriteAsync(octets, Token);
        await stream.WriteAsync("\r\n.\r\n"u8.ToArray(), Token);
        return await replies.ReadLineAsync(Token) ?? "";
    }

    private byte[] Message(SecurityLabel? label, string body = "Text.\r\n", string fields = "")
    {
        var sio = label is null ? "" : "SIO-Label:" + SioOf(label);
        return Encoding.ASCII.GetBytes(
            "From: <j3@hq.northland.example>\r\nSender: <j3@hq.northland.example>\r\nTo: <"
                + Recipient
                + ">\r\nDate: Mon, 23 Nov 2026 16:04:00 +0000\r\n"
                + "Message-ID: <doubtful.20261123160400@hq.northland.example>\r\nMMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 16:04:00 +0000\r\n"
                + "MMHS-Primary-Precedence: 1 (Routine)\r\nMT-Priority: -2\r\n"
                + fields
                + sio
                + "Subject: Doubtful\r\n\r\n"
                + body
        );
    }

    private string SioOf(SecurityLabel label)
    {
        var policy = portal.Get<PolicyCatalog>().Find(label.PolicyId)!;
        return SioLabel.Of(label, Marking.Of(policy, label)).ToRawBody();
    }
}
