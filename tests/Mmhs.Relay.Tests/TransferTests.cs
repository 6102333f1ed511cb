using Mmhs.Messages.Compose;

namespace Mmhs.Relay.Tests;

public sealed class TransferTests
{
    private const string Trace =
        "Received: from portal.alliance.example by msa.alliance.example; Mon, 23 Nov 2026 09:00:00 +0000\r\n";

    private static Sample FromAlliance { get; } =
        new()
        {
            From = "ops@alliance.example",
            Author = "ops@alliance.example",
            Sender = "Sender: ops@alliance.example\r\n",
            Release = "MMHS-Authorizing-Users: chief@alliance.example\r\n",
            Extra = Trace,
        };

    [Fact]
    public async Task MTA_7_1_rcv_7_a_stranger_gets_no_priority_above_0_and_is_told_so()
    {
        await using var world = await RelayWorld.StartAsync();
        await using var session = await world.ConnectAsync(transfer: true);
        var sample = FromAlliance with
        {
            Priority = 4,
            Precedence = "MMHS-Primary-Precedence: 4\r\nMT-Priority: 4\r\n",
            Notify = null,
        };
        var result = await session.SendAsync(
            sample.Envelope(),
            new System.Buffers.ReadOnlySequence<byte>(System.Text.Encoding.Latin1.GetBytes(sample.Content())),
            CancellationToken.None
        );
        Assert.StartsWith("250 2.3.6 0 ", result.Sender!.ToString(), StringComparison.Ordinal);
        Assert.Equal(new MtPriority(0), (await world.Sink.WaitAsync(1))[0].Envelope.Priority);
    }

    [Fact]
    public async Task RFC_6710_a_trusted_peer_keeps_its_priority_and_may_relay()
    {
        await using var peer = await LmtpSink.StartAsync(Wire.Smtp.SmtpDoor.Transfer);
        await using var world = await RelayWorld.StartAsync(options =>
        {
            options.TrustedPeers.Add("127.0.0.1");
            options.Peers["alliance.example"] = new()
            {
                Host = "127.0.0.1",
                Port = peer.Port,
                Tls = Wire.Smtp.SmtpTlsPolicy.None,
            };
        });
        var sample = FromAlliance with { Priority = 3, To = ["ops@alliance.example"], Notify = null };
        Assert.StartsWith("250 2.6.0", (await world.SubmitAsync(sample, transfer: true)).ToString(), StringComparison.Ordinal);
        Assert.Equal(new MtPriority(3), (await peer.WaitAsync(1))[0].Envelope.Priority); // handled as 4, relayed as 3
    }

    [Theory]
    [InlineData("ops@alliance.example", "550 5.7.1 Relaying")]
    [InlineData("nobody@hq.example", "550 5.1.1")]
    public async Task RFC_5321_a_stranger_reaches_our_mailboxes_and_nobody_else(string to, string reply)
    {
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["alliance.example"] = new() { Host = "127.0.0.1", Port = 9 }
        );
        Assert.StartsWith(
            reply,
            (await world.SubmitAsync(FromAlliance with { To = [to] }, transfer: true)).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MTA_7_1_rcv_5_a_label_above_the_clearance_of_the_domain_does_not_come_in()
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = FromAlliance with { To = ["j3@bde3.example"], Label = SmallDirectory.Secret };
        Assert.Equal("550 5.7.1 Not accepted by security policy", (await world.SubmitAsync(sample, transfer: true)).ToString());
        Assert.Equal("denied", Assert.Single(await world.AuditAsync("TRANSFER_IN")).Outcome);
    }

    [Fact]
    public async Task MTA_7_1_rcv_5_two_labels_are_not_a_correct_label()
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = FromAlliance with { Label = SmallDirectory.Unclassified + SmallDirectory.Unclassified };
        Assert.StartsWith("550 5.7.1", (await world.SubmitAsync(sample, transfer: true)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command@hq.example", "", "550 5.7.1")] // in our name, and nobody released it
    [InlineData("command@hq.example", "MMHS-Authorizing-Users: releaser@hq.example\r\n", "250 2.6.0")]
    [InlineData("ops@alliance.example", "", "250 2.6.0")] // what others release is theirs to check
    public async Task MTA_7_1_EOS_206c_in_our_name_nothing_formal_crosses_the_border_unreleased(
        string author,
        string release,
        string reply
    )
    {
        await using var world = await RelayWorld.StartAsync(options => options.TrustedPeers.Add("127.0.0.1"));
        var sample = FromAlliance with { Author = author, Sender = $"Sender: {author}\r\n", Release = release };
        Assert.StartsWith(reply, (await world.SubmitAsync(sample, transfer: true)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)] // whom we trust has removed the forged ones
    public async Task MUA_5_1_13_SEC_4_2_4_3_results_a_stranger_brings_along_are_removed(bool isTrusted, int expected)
    {
        await using var world = await RelayWorld.StartAsync(options =>
        {
            if (isTrusted)
                options.TrustedPeers.Add("127.0.0.1");
        });
        const string forged = "authentication-results : relay.hq.example;\r\n dkim=pass header.d=alliance.example\r\n";
        var sample = FromAlliance with
        {
            Extra = forged + Trace + "Authentication-Results: elsewhere.example; spf=pass\r\n",
            Notify = null,
        };
        await world.SubmitAsync(sample, transfer: true);
        var content = (await world.Sink.WaitAsync(1))[0].Content;
        Assert.Equal(expected, System.Text.RegularExpressions.Regex.Count(content, "(?im)^authentication-results"));
        Assert.EndsWith(
            isTrusted ? sample.Content() : (sample with { Extra = Trace }).Content(),
            content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task MUA_5_1_13_results_a_submitter_brings_along_are_removed()
    {
        await using var world = await RelayWorld.StartAsync();
        await world.SubmitAsync(new Sample { Extra = "Authentication-Results: relay.hq.example; dkim=pass\r\n" });
        var content = (await world.Sink.WaitAsync(1))[0].Content;
        Assert.DoesNotContain("Authentication-Results", content, StringComparison.Ordinal);
        Assert.EndsWith(new Sample().Content(), content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, "250 2.6.0")]
    [InlineData(100, "554 5.4.6")]
    public async Task RFC_5321_a_hundred_hops_are_a_circle(int hops, string reply)
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = FromAlliance with { Extra = string.Concat(Enumerable.Repeat(Trace, hops)) };
        Assert.StartsWith(reply, (await world.SubmitAsync(sample, transfer: true)).ToString(), StringComparison.Ordinal);
    }
}
