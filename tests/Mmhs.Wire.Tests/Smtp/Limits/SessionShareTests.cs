using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp.Limits;

/// <summary>One client takes his share of the sessions, and this process always has room at its own doors.</summary>
public sealed class SessionShareTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_one_address_gets_its_share_of_the_sessions_and_the_others_get_in()
    {
        await using var door = await OpenAsync(new() { Sessions = 100, SessionsPerAddress = 5 });
        var held = await TakeAsync("127.0.0.1", door, 5);
        await using (var more = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port))
            Assert.Equal("421 4.7.0 Too many sessions from your address, try again later", more.Greeting);
        await using (var other = await Stranger.FromAsync("127.0.0.2", door.EndPoint.Port))
            Assert.StartsWith("220 ", other.Greeting, StringComparison.Ordinal);
        Assert.StartsWith("221 ", await held[0].AskAsync("QUIT"), StringComparison.Ordinal);
        while (true) // the place is free when the server has closed
        {
            await using var again = await Stranger.FromAsync("127.0.0.1", door.EndPoint.Port);
            if (again.Greeting!.StartsWith("220 ", StringComparison.Ordinal))
                break;
        }
        await LeaveAsync(held);
    }

    [Fact]
    public async Task Attack_all_sessions_are_taken_from_the_portals_own_address_and_the_portal_gets_in()
    {
        var own = new OwnConnections();
        await using var door = await OpenAsync(
            new()
            {
                Sessions = 3,
                SessionsPerAddress = 3,
                ErrorsPerAddress = 2,
            },
            own
        );
        var held = await TakeAsync("127.0.0.1", door, 3);
        SmtpClientOptions Client(OwnConnections? announced) =>
            new()
            {
                Host = "localhost",
                Address = IPAddress.Loopback,
                Port = door.EndPoint.Port,
                HelloName = "portal.hq.example",
                Own = announced,
            };
        for (var i = 0; i < 10; i++)
            await held[0].AskAsync("WHO");
        var stranger = Assert.IsType<SmtpConnectOutcome.Refused>(
            await SmtpClientSession.ConnectAsync(Client(null), TimeProvider.System, Token)
        );
        Assert.Equal((SmtpConnectStage.Greeting, 421), (stranger.Stage, stranger.Reply.Code));
        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            var options = new SmtpClientOptions
            {
                Host = host,
                Port = door.EndPoint.Port,
                HelloName = "portal.hq.example",
                Own = own,
            };
            await using var session = Assert
                .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
                .Session;
            Assert.True(session.IsUsable);
        }
        await LeaveAsync(held);
    }

    [Fact]
    public void Attack_what_another_announced_admits_nobody_else_and_nobody_twice()
    {
        var own = new OwnConnections();
        var door = IPEndPoint.Parse("192.0.2.9:25");
        var announced = own.Announce(IPEndPoint.Parse("0.0.0.0:40001"));
        Assert.False(own.Claim(IPEndPoint.Parse("127.0.0.1:40002"), IPEndPoint.Parse("127.0.0.1:25"))); // another's port
        Assert.False(own.Claim(IPEndPoint.Parse("198.51.100.7:40001"), door)); // the same port of another machine
        Assert.False(own.Claim(IPEndPoint.Parse("[::1]:40001"), IPEndPoint.Parse("[::1]:25"))); // the same port, which is not the same socket
        Assert.False(own.Claim(null, door));
        Assert.True(own.Claim(IPEndPoint.Parse("192.0.2.9:40001"), door));
        Assert.False(own.Claim(IPEndPoint.Parse("192.0.2.9:40001"), door));
        announced.Dispose();
        own.Announce(IPEndPoint.Parse("0.0.0.0:40003")).Dispose();
        Assert.False(own.Claim(IPEndPoint.Parse("127.0.0.1:40003"), IPEndPoint.Parse("127.0.0.1:25")));
        using (own.Announce(IPEndPoint.Parse("0.0.0.0:40004")))
            Assert.True(own.Claim(IPEndPoint.Parse("[::ffff:127.0.0.1]:40004"), IPEndPoint.Parse("[::ffff:127.0.0.1]:25"))); // a door of both families
    }

    [Fact]
    public async Task A_named_address_has_a_reserve_of_its_own_and_no_more()
    {
        await using var door = await OpenAsync(
            new()
            {
                Sessions = 1,
                SessionsPerAddress = 1,
                ReservedSessions = 2,
                ReservedAddresses = { "127.0.0.9" },
            }
        );
        var held = await TakeAsync("127.0.0.1", door, 1);
        var reserved = await TakeAsync("127.0.0.9", door, 2);
        foreach (var address in new[] { "127.0.0.1", "127.0.0.9", "127.0.0.2" })
        {
            await using var more = await Stranger.FromAsync(address, door.EndPoint.Port);
            Assert.StartsWith("421 ", more.Greeting, StringComparison.Ordinal);
        }
        for (var i = 0; i < 50; i++)
            Assert.StartsWith("500 5.5.1", await reserved[0].AskAsync("WHO"), StringComparison.Ordinal);
        await LeaveAsync([.. held, .. reserved]);
    }

    [Fact]
    public void Attack_a_hundred_thousand_addresses_fill_no_memory_and_open_sessions_stay_counted()
    {
        var guard = new DoorGuard(new() { SessionsPerAddress = 1 }, new FakeTimeProvider());
        var first = SourceNetwork.Of(IPAddress.Parse("192.0.2.7"));
        Assert.Equal(DoorGuard.Admission.Counted, guard.Enter(first));
        for (var i = 0; i < 100_000; i++)
            guard.Erred(SourceNetwork.Of(IPAddress.Parse($"2001:db8:{i >> 16:x}:{i & 0xFFFF:x}::1")));
        Assert.InRange(guard.Remembered, 1, DoorGuard.MostRemembered);
        Assert.Equal(DoorGuard.Admission.TooMany, guard.Enter(first));
        guard.Leave(first, DoorGuard.Admission.Counted);
        Assert.Equal(DoorGuard.Admission.Counted, guard.Enter(first));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("::1", "::/64")]
    public void A_client_is_an_IPv4_address_or_the_first_64_bits_of_an_IPv6_address(string address, string network) =>
        Assert.Equal(network, SourceNetwork.Of(IPAddress.Parse(address)).ToString());

    [Fact]
    public void Values_out_of_range_are_all_named_at_once()
    {
        Assert.Empty(new SmtpLimits().Faults());
        var faults = new SmtpLimits
        {
            Sessions = 0,
            SessionsPerAddress = 0,
            ReservedSessions = -1,
            ReservedAddresses = { "portal" },
            ErrorsPerSession = 1,
            ErrorsPerAddress = 1,
            FailedLoginsPerAddress = 2,
            FailedLoginsPerAccount = 2,
            RefusedRecipientsPerSession = 0,
            RefusedRecipientsPerAddress = 0,
            Window = TimeSpan.FromSeconds(59),
            SessionTime = TimeSpan.FromMinutes(9),
            ContentTime = TimeSpan.Zero,
            ContentRate = 0,
        }.Faults();
        Assert.Equal(14, faults.Count);
        Assert.Contains("Sessions is 0, and 1 to 100000 are wanted.", faults);
        Assert.Contains("Window is 00:00:59, and 00:01:00 to 1.00:00:00 are wanted.", faults);
    }

    private static Task<SmtpListener> OpenAsync(SmtpLimits limits, OwnConnections? own = null) =>
        SmtpListener.StartAsync(
            new(IPAddress.Loopback, 0),
            new()
            {
                HostName = "mta.hq.example",
                Door = SmtpDoor.Transfer,
                Limits = limits,
                Own = own,
            },
            new RecordingReception(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            Token
        );

    private static async Task<List<Stranger>> TakeAsync(string address, SmtpListener door, int count)
    {
        List<Stranger> held = [];
        while (held.Count < count)
        {
            held.Add(await Stranger.FromAsync(address, door.EndPoint.Port));
            Assert.StartsWith("220 ", held[^1].Greeting, StringComparison.Ordinal);
        }
        return held;
    }

    private static async Task LeaveAsync(List<Stranger> held)
    {
        foreach (var one in held)
            await one.DisposeAsync();
    }
}
