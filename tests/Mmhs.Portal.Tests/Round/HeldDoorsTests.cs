using System.Net;
using System.Net.Sockets;
using Mmhs.Messages.Release;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Inbox;
using Mmhs.Relay;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Round;

/// <summary>Strangers on the portal's own machine hold every session of every mail door, and the portal goes on.</summary>
public sealed class HeldDoorsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_with_all_sessions_of_all_doors_held_a_released_message_is_submitted_transferred_and_delivered()
    {
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Relay:Limits:Sessions=4",
            "--Mmhs:Relay:Limits:SessionsPerAddress=4",
            "--Mmhs:DeliveryLimits:Sessions=4",
            "--Mmhs:DeliveryLimits:SessionsPerAddress=4"
        );
        List<TcpClient> held = [];
        foreach (
            var door in new[]
            {
                portal.Get<RelayHost>().Submission!,
                portal.Get<RelayHost>().Transfer!,
                portal.Get<DeliveryDoor>().EndPoint!,
            }
        )
        {
            for (var i = 0; i < 5; i++)
            {
                held.Add(new());
                await held[^1].ConnectAsync(new IPEndPoint(IPAddress.Loopback, door.Port), Token);
                var greeting = new byte[3];
                await held[^1].GetStream().ReadExactlyAsync(greeting, Token);
                Assert.Equal(i < 4 ? "220"u8.ToArray() : "421"u8.ToArray(), greeting);
            }
        }
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var duty = await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);
        await Eventually.GetAsync(
            "Arrival of three copies",
            async () => await portal.Get<InboxDesk>().PageAsync(duty, null, 50, Token) is { Count: 3 } page ? page : null,
            Token
        );
        foreach (var one in held)
            one.Dispose();
    }
}
