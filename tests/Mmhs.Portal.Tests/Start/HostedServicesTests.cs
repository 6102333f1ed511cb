using Microsoft.Extensions.Hosting;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Start;

public sealed class HostedServicesTests
{
    /// <summary>They begin in this order and end in the reverse: nothing hands over to a closed door, and the trail is attested when all has been written.</summary>
    [Fact]
    public async Task What_works_on_its_own_begins_in_an_order_that_loses_nothing()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        Assert.Equal(
            [
                "SignInRefusals",
                "SessionWorker",
                "ReviewClock",
                "SearchIndexer",
                "DeliveryDoor",
                "RelayHost",
                "OutboxWorker",
                "CheckpointWorker",
            ],
            portal
                .Get<IEnumerable<IHostedService>>()
                .Select(service => service.GetType())
                .Where(type => type.Namespace!.StartsWith("Mmhs.", StringComparison.Ordinal))
                .Select(type => type.Name)
        );
    }
}
