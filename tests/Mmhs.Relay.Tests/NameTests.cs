using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Mmhs.Records.Audit;
using Mmhs.Testing;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay.Tests;

/// <summary>In whose name a message speaks: ours is borrowed by nobody, at either door.</summary>
public sealed class NameTests
{
    private const string Trace =
        "Received: from portal.alliance.example by msa.alliance.example; Mon, 23 Nov 2026 09:00:00 +0000\r\n";
    private const string Refused = "550 5.7.1 Not accepted in this name";
    private const string NotSigned = "550 5.7.7 Review signature missing or invalid";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly Sample FromAlliance = new()
    {
        From = "ops@alliance.example",
        Author = "ops@alliance.example",
        Sender = "Sender: ops@alliance.example\r\n",
        Release = "MMHS-Authorizing-Users: chief@alliance.example\r\n",
        Extra = Trace,
        Notify = null,
    };

    /// <summary>Each is our mailbox to some reader; with one reading and with none.</summary>
    public static TheoryData<string> OurName { get; } =
    [
        "command@hq.example",
        "Command@HQ.EXAMPLE",
        "Command <command@hq.example>",
        "ops@alliance.example, command@hq.example",
        "command@hq.example, ops@alliance.example",
        "command @ hq . example",
        "command(x)@(y)hq(z).(w)example",
        "command@hq.\r\n example",
        "command@hq.exa\r\n mple",
        "command@hq.example.",
        "command@hq..example",
        "command@hq.example;",
        "command@hq.example\"",
        "command@hq.example (open",
        "Staff: command@hq.example;",
        "Staff:command@hq.example;, ops@alliance.example",
        "<@alliance.example:command@hq.example>",
        "command@hq.example <ops@alliance.example>",
        "command@hq.example ops@alliance.example",
        "command@hq.example@alliance.example",
        "\"command\"@hq.example",
        "\"com\\mand\"@hq.example",
        "=?utf-8?q?command=40hq.example?=",
        "=?utf-8?b?Y29tbWFuZEBocS5leGFtcGxl?=",
        "=?utf-8?q?command?=@hq.example",
        "=?utf-8?q?command=40hq=2Eexample?=@alliance.example",
        "command@\uFF48\uFF51.example",
        "command\uFF20hq\u3002example",
        "command@h\u200Bq.example",
        "c\u00f6mmand@hq.example",
        "command@hq.example, ",
    ];

    [Theory]
    [InlineData("long")]
    [InlineData("domains")]
    [InlineData("fields")]
    public async Task Attack_a_name_behind_more_than_is_looked_through_is_refused_and_not_let_by(string kind)
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync(transfer: true);
        var from = kind switch
        {
            "long" => $"From: ({string.Join("\r\n ", Enumerable.Repeat(new string('A', 900), 80))}) command@hq.example\r\n",
            "domains" =>
                $"From: {string.Join(",\r\n ", Enumerable.Range(0, 400).Select(n => $"a@d{n}.example"))}, command@hq.example\r\n",
            _ => string.Concat(Enumerable.Repeat("From: ops@alliance.example\r\n", 64)) + "From: command@hq.example\r\n",
        };
        Assert.Equal(
            "554 5.6.0 Malformed, missing or repeated field From",
            await SendAsync(session, Message($"{from}Sender: ops@alliance.example\r\n", formal: false))
        );
        await world.WaitForQueueAsync(0);
    }

    [Theory]
    [MemberData(nameof(OurName))]
    public async Task Attack_a_stranger_writes_in_our_name_however_it_is_spelt(string from)
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync(transfer: true);
        foreach (var formal in (bool[])[true, false])
        {
            var reply = await SendAsync(session, Message($"From: {from}\r\nSender: ops@alliance.example\r\n", formal));
            Assert.True(reply == Refused || (formal && reply.StartsWith("554 5.6.0", StringComparison.Ordinal)), reply);
        }
        var entries = await world.AuditAsync("TRANSFER_IN");
        Assert.All(entries, entry => Assert.Equal("denied", entry.Outcome));
        Assert.Equal(2, entries.Count);
        await world.WaitForQueueAsync(0);
    }

    [Theory]
    [InlineData("From: ops@alliance.example\r\nSender: command@hq.example\r\n", Refused)] // in Sender alone
    [InlineData("From: ops@alliance.example\r\nSender: command@hq.example.\r\n", Refused)]
    [InlineData("From: ops@alliance.example\r\nFrom: command@hq.example\r\n", Refused)]
    [InlineData("From: command@hq.example\r\nFrom: ops@alliance.example\r\n", Refused)]
    [InlineData("From : command@hq.example\r\n", Refused)]
    [InlineData("From: ops@alliance.example\r\nMMHS-Authorizing-Users: releaser@hq.example\r\n", Refused)]
    [InlineData("From: ops@alliance.example\r\nMMHS-Authorizing-Users: chief@alliance.example, releaser@hq.example\r\n", Refused)]
    [InlineData(
        "From: ops@alliance.example\r\nMMHS-Authorizing-Users: releaser@hq.example.\r\n",
        "554 5.6.0 Malformed, missing or repeated field MMHS-Authorizing-Users"
    )]
    [InlineData(
        "From: ops@alliance.example\r\nMMHS-Authorizing-Users: chief@alliance.example\r\nMMHS-Authorizing-Users: releaser@hq.example\r\n",
        "554 5.6.0 Malformed, missing or repeated field MMHS-Authorizing-Users"
    )]
    public async Task Attack_our_name_stands_where_it_is_not_looked_for(string fields, string reply)
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync(transfer: true);
        Assert.Equal(reply, await SendAsync(session, Message(fields, formal: false)));
    }

    [Theory]
    [InlineData("ops@alliance.example", true)]
    [InlineData("\"command@hq.example\" <ops@alliance.example>", true)] // a name is shown beside its address
    [InlineData("\"command@hq.example\"@alliance.example", true)]
    [InlineData("Ops <ops@alliance.example>;", false)]
    [InlineData("Desk: ops@alliance.example;", false)]
    [InlineData("ops@b\u00fccher.example", false)]
    public async Task What_is_of_others_comes_in_and_a_formal_one_only_when_it_can_be_read(string from, bool isReadable)
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync(transfer: true);
        Assert.StartsWith(
            "250 2.6.0",
            await SendAsync(session, Message($"From: {from}\r\n", formal: false)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            isReadable ? "250 2.6.0" : "554 5.6.0",
            await SendAsync(session, Message($"From: {from}\r\n", formal: true)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("command@hq.example", "ops@alliance.example", "chief@alliance.example", "250 2.6.0")] // released, in whoever's name
    [InlineData("ops@alliance.example", "command@hq.example", "", "550 5.7.1 A formal")] // ours in Sender alone
    [InlineData("command@hq.example", "command@hq.example", "", "550 5.7.1 A formal")]
    [InlineData("ops@alliance.example", "ops@alliance.example", "releaser@hq.example", "550 5.7.1 Authorizing")] // ours release nothing of others
    public async Task RFC_7912_from_a_host_we_trust_our_name_comes_in_released(
        string from,
        string sender,
        string user,
        string reply
    )
    {
        await using var world = await RelayWorld.StartAsync(options => options.TrustedPeers.Add("127.0.0.1"));
        var sample = FromAlliance with
        {
            Author = from,
            Sender = $"Sender: {sender}\r\n",
            Release = user.Length == 0 ? "" : $"MMHS-Authorizing-Users: {user}\r\n",
        };
        Assert.StartsWith(reply, (await world.SubmitAsync(sample, transfer: true)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack_from_a_host_we_trust_a_formal_message_nobody_can_be_held_to_is_refused()
    {
        await using var world = await RelayWorld.StartAsync(options => options.TrustedPeers.Add("127.0.0.1"));
        await using var session = await world.ConnectAsync(transfer: true);
        Assert.StartsWith(
            "554 5.6.0",
            await SendAsync(
                session,
                Message("From: Staff: command@hq.example;\r\nSender: ops@alliance.example\r\n", formal: true)
            ),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "250 2.6.0",
            await SendAsync(session, Message("From: Staff: command@hq.example;\r\n", formal: false)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(OurName))]
    public async Task Attack_a_clerk_writes_in_the_name_of_command_however_it_is_spelt(string from)
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync("clerk");
        foreach (var fields in (string[])[$"From: {from}\r\n", $"From: clerk@hq.example\r\nSender: {from}\r\n"])
        {
            var reply = await SendAsync(session, Message(fields, formal: false) with { From = "clerk@hq.example" });
            Assert.True(
                reply == "550 5.7.1 Not authorised to send from this address"
                    || reply.StartsWith("554 5.6.0", StringComparison.Ordinal),
                reply
            );
        }
    }

    [Fact]
    public async Task EOS_205e_informal_mail_gets_the_identifier_and_the_date_it_lacks()
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync("clerk");
        var bare = Message("From: clerk@hq.example\r\n", formal: false) with { From = "clerk@hq.example" };
        for (var i = 0; i < 2; i++)
            Assert.StartsWith("250 2.6.0", await SendAsync(session, bare), StringComparison.Ordinal);
        var own = bare with
        {
            Fields = bare.Fields + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <own@hq.example>\r\n",
        };
        await SendAsync(session, own);

        var taken = await world.Sink.WaitAsync(3);
        var given = taken
            .Where(one => !one.Content.Contains("<own@", StringComparison.Ordinal))
            .Select(one => one.Content)
            .ToList();
        Assert.Equal(2, given.Count);
        Assert.All(
            given,
            content =>
                Assert.Matches(
                    "(?s)^Received: .*\r\nDate: [^\r]+ \\+0000\r\nMessage-ID: <[0-9a-f]{32}@relay.hq.example>\r\nFrom: ",
                    content
                )
        );
        var kept = Assert.Single(taken, one => one.Content.Contains("<own@", StringComparison.Ordinal)).Content;
        Assert.EndsWith(own.Content(), kept, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(kept, "(?im)^(date|message-id):.*own|^message-id:"));

        var audited = (await world.AuditAsync("MSA_ACCEPT")).Select(entry => entry.MessageId!).ToList();
        Assert.Equal(3, audited.Distinct().Count());
        Assert.All(
            given,
            content => Assert.Contains(audited, id => content.Contains($"Message-ID: <{id}>", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Attack_a_signature_of_Sender_is_none_of_From_at_both_doors()
    {
        using var signer = new TestSigner();
        foreach (var transfer in (bool[])[false, true])
        {
            await using var world = await StartSignedAsync(signer);
            await using var session = await world.ConnectAsync(transfer: transfer);
            Assert.StartsWith(
                "250 2.6.0",
                await SendAsync(session, Signed(signer, "command@hq.example", "command@hq.example", "command@hq.example")),
                StringComparison.Ordinal
            );
            Assert.Equal(
                NotSigned,
                await SendAsync(session, Signed(signer, "command@hq.example", "j3@hq.example", "j3@hq.example"))
            );
            Assert.Equal(
                NotSigned,
                await SendAsync(session, Signed(signer, "command@hq.example, j3@hq.example", "j3@hq.example", "j3@hq.example"))
            );
            Assert.Equal(
                NotSigned,
                await SendAsync(session, Signed(signer, "command@hq.example", "j3@hq.example", "command@hq.example"))
            );
        }
    }

    [Fact]
    public async Task Attack_a_partners_authority_releases_nothing_in_our_name()
    {
        using var ours = new TestSigner("Ours");
        using var partner = new TestSigner("Partner");
        await using var world = await StartSignedAsync(ours);
        await using var session = await world.ConnectAsync(transfer: true);
        const string command = "command@hq.example";
        Assert.Equal(NotSigned, await SendAsync(session, Signed(partner, command, command, command)));
        Assert.StartsWith(
            "250 2.6.0",
            await SendAsync(session, Signed(ours, command, command, command)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Attack_an_old_signature_around_another_text_does_not_pass_the_gate()
    {
        using var signer = new TestSigner();
        using var identity = signer.Issue("command@hq.example");
        const string old = "Content-Type: text/plain\r\n\r\nHold the bridge.\r\n";
        var said = Encoding.ASCII.GetBytes(old);
        await using var world = await StartSignedAsync(signer);
        await using var session = await world.ConnectAsync(transfer: true);
        foreach (
            var body in new[]
            {
                TestSigner.Clear(
                    SignedDataWriter.Attached(said, identity, Now, Label),
                    ["Content-Type: text/plain\r\n\r\nLeave the bridge."]
                ), // F1
                TestSigner.Clear(
                    SignedDataWriter.Detached(said, identity, Now),
                    [old, "Content-Type: application/pdf\r\n\r\n%PDF"]
                ), // F2
                TestSigner.Clear(SignedDataWriter.Detached(said, identity, Now), [old]), // good, and not over the military fields
                TestSigner.Opaque(SignedDataWriter.Attached(said, identity, Now, Label)),
            }
        )
            Assert.Equal(NotSigned, await SendAsync(session, new(Military("command@hq.example", "command@hq.example"), body)));
        Assert.All(
            await world.AuditAsync("TRANSFER_IN"),
            entry =>
                Assert.Equal(
                    "RELEASE_SIGNATURE",
                    JsonDocument.Parse(entry.Canon).RootElement.GetProperty("data").GetProperty("rule").GetString()
                )
        );
    }

    [Fact]
    public async Task Attack_F6_F9_a_signature_alone_lets_nothing_pass_in_our_name()
    {
        using var signer = new TestSigner();
        await using var world = await StartSignedAsync(signer, ReleaseDemand.Recorded);
        await using var session = await world.ConnectAsync(transfer: true);
        var stolen = Signed(signer, "command@hq.example", "command@hq.example", "command@hq.example");
        Assert.Equal(NotReleased, await SendAsync(session, stolen)); // whoever has the key signed it

        world.Ledger.Release(Encoding.UTF8.GetBytes(stolen.Content()), "j4@hq.example");
        Assert.Equal(NotReleased, await SendAsync(session, stolen)); // released, and not to whom it goes

        world.Ledger.Release(Encoding.UTF8.GetBytes(stolen.Content()), "j3@hq.example");
        world.Ledger.Fault = new IOException("no answer");
        Assert.Equal("451 4.7.0 Whether the message was released cannot be told now", await SendAsync(session, stolen));

        world.Ledger.Fault = null;
        Assert.StartsWith("250 2.6.0", await SendAsync(session, stolen), StringComparison.Ordinal);
        Assert.Equal(
            ["RELEASE_NOT_RECORDED LED-001", "RELEASE_NOT_RECORDED LED-002", "RELEASE_UNKNOWN ", " "],
            (await world.AuditAsync("TRANSFER_IN")).Select(Finding)
        );
    }

    private const string NotReleased = "550 5.7.1 Not released to these recipients";

    private static string Finding(AuditEntryRow entry)
    {
        var data = JsonDocument.Parse(entry.Canon).RootElement.GetProperty("data");
        var findings = data.GetProperty("findings");
        return $"{data.GetProperty("rule").GetString()} {(findings.ValueKind == JsonValueKind.Array ? string.Join(' ', findings.EnumerateArray()) : "")}";
    }

    private static byte[] Label { get; } = [0x31, 0x08, 0x02, 0x01, 0x01, 0x06, 0x03, 0x2A, 0x03, 0x04];

    private static Task<RelayWorld> StartSignedAsync(TestSigner signer, ReleaseDemand demand = ReleaseDemand.Signed) =>
        RelayWorld.StartAsync(options =>
        {
            options.TrustedPeers.Add("127.0.0.1"); // a stranger would be refused before anybody looks at his signature
            options.Release = demand;
            options.SignerRoots = new(
                TrustPurpose.MessageSignature,
                X509CertificateLoader.LoadCertificate(signer.Authority.RawData)
            );
        });

    private static Raw Signed(TestSigner signer, string from, string sender, string signedBy)
    {
        using var identity = signer.Issue(signedBy);
        var header = Military(from, sender);
        var whole = header + "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHold the bridge.\r\n";
        var signed = Encoding.ASCII.GetString(
            SignedMessage
                .Sign(new BuiltMessage(Encoding.ASCII.GetBytes(header), Encoding.ASCII.GetBytes(whole)), identity, Now, Label)
                .Span
        );
        return new(header, signed[header.Length..]);
    }

    private static string Military(string from, string sender) =>
        $"From: {from}\r\nSender: {sender}\r\nTo: j3@hq.example\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nSubject: Bridge\r\nMessage-ID: <1@hq.example>\r\n"
        + $"MMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 10:00:00 +0000\r\nMMHS-Primary-Precedence: 2\r\nMT-Priority: 0\r\n"
        + $"MMHS-Authorizing-Users: releaser@hq.example\r\n{SmallDirectory.Unclassified}";

    private static Raw Message(string fields, bool formal) =>
        new(
            $"{(formal ? "MMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 10:00:00 +0000\r\nMMHS-Primary-Precedence: 2\r\n" : "")}{fields}To: j3@hq.example\r\nSubject: x\r\n",
            "\r\nx\r\n"
        );

    private static async Task<string> SendAsync(Wire.Smtp.SmtpClientSession session, Raw message)
    {
        var envelope = new Sample
        {
            From = message.From,
            Notify = null,
            Priority = null,
        }.Envelope();
        var result = await session.SendAsync(
            envelope,
            new System.Buffers.ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message.Content())),
            TestContext.Current.CancellationToken
        );
        return result.Recipients[0].Reply?.ToString() ?? throw new InvalidOperationException($"{result.Outcome} {result.Reason}");
    }

    /// <summary>What no builder would write.</summary>
    private sealed record Raw(string Fields, string Body)
    {
        public string From { get; init; } = "command@hq.example";

        public string Content() => Fields + Body;
    }
}
