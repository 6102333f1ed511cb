using System.Buffers;
using System.Net;
using System.Text;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Tests;

/// <summary>What goes over a line without TLS, and what never does.</summary>
public sealed class LinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UNCLASSIFIED", "250")]
    [InlineData("SECRET", "550 5.7.10 Encryption needed")]
    [InlineData("no label at all", "250")]
    [InlineData("one that cannot be read", "550 5.7.10 Encryption needed")]
    public async Task Attack_F16_what_is_classified_does_not_come_in_the_clear(string label, string expected)
    {
        await using var world = await RelayWorld.StartAsync();
        var sample = Informal(
            label switch
            {
                "UNCLASSIFIED" => SmallDirectory.Unclassified,
                "SECRET" => SmallDirectory.Secret,
                "no label at all" => "",
                _ => "SIO-Label: nonsense\r\n",
            }
        );
        Assert.StartsWith(expected, (await InTheClearAsync(world, sample)).ToString(), StringComparison.Ordinal);
        if (label == "SECRET")
            Assert.Equal(250, (await world.SubmitAsync(sample, transfer: true)).Code); // the same over TLS
    }

    [Fact]
    public async Task Attack_F16_what_is_classified_does_not_leave_in_the_clear_and_its_sender_is_told()
    {
        await using var hop = await LmtpSink.StartAsync(SmtpDoor.Transfer);
        await using var world = await RelayWorld.StartAsync(options =>
            options.Peers["plain.example"] = new()
            {
                Host = "127.0.0.1",
                Port = hop.Port,
                Tls = SmtpTlsPolicy.May,
            }
        );
        await world.SubmitAsync(new Sample { To = ["ops@plain.example"], Label = SmallDirectory.Secret });
        await world.SubmitAsync(
            new Sample
            {
                To = ["ops@plain.example"],
                Id = "open@hq.example",
                EnvelopeId = "MM-OPEN",
            }
        );
        var taken = Assert.Single(await hop.WaitAsync(1));
        Assert.Equal("MM-OPEN", taken.Envelope.EnvelopeId?.Value);
        await world.WaitForQueueAsync(0);
        Assert.Contains(
            await world.Sink.WaitAsync(1),
            report => report.Content.Contains("Status: 5.7.10", StringComparison.Ordinal)
        );
        Assert.Single(hop.Messages);
    }

    [Fact]
    public async Task Attack_F16_TLS_is_demanded_at_the_transfer_door_of_everybody_or_of_a_peer()
    {
        const string First = "530 5.7.0 Must issue a STARTTLS command first";
        await using (var all = await RelayWorld.StartAsync(options => options.RequireTransferTls = true))
        {
            Assert.Equal(First, (await InTheClearAsync(all, Informal(""))).ToString());
            Assert.Equal(250, (await all.SubmitAsync(Informal(""), transfer: true)).Code);
        }
        await using (var peer = await RelayWorld.StartAsync(options => options.TlsPeers.Add("127.0.0.1")))
            Assert.Equal(First, (await InTheClearAsync(peer, Informal(""))).ToString());
        await using var other = await RelayWorld.StartAsync(options => options.TlsPeers.Add("192.0.2.1"));
        Assert.Equal(250, (await InTheClearAsync(other, Informal(""))).Code);
    }

    private static Sample Informal(string label) =>
        new()
        {
            From = "ops@alliance.example",
            Author = "ops@alliance.example",
            Sender = "",
            Authorised = "",
            Release = "",
            Precedence = "",
            Priority = null,
            Label = label,
        };

    private static async Task<SmtpReply> InTheClearAsync(RelayWorld world, Sample sample)
    {
        var outcome = await SmtpClientSession.ConnectAsync(
            new()
            {
                Host = "localhost",
                Address = IPAddress.Loopback,
                Port = world.Host.Transfer!.Port,
                HelloName = "mta.alliance.example",
                Tls = SmtpTlsPolicy.None,
            },
            TimeProvider.System,
            Token
        );
        await using var session = Assert.IsType<SmtpConnectOutcome.Ready>(outcome).Session;
        var result = await session.SendAsync(
            sample.Envelope(),
            new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(sample.Content())),
            Token
        );
        return result.Recipients[0].Reply ?? throw new InvalidOperationException($"{result.Outcome} {result.Reason}");
    }
}
