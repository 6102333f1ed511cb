using System.Net;
using Microsoft.Extensions.Options;
using Mmhs.Portal.Deliver;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Hosting;

/// <summary>Listens for deliveries by LMTP for as long as the portal runs.</summary>
public sealed class DeliveryDoor(DeliveryReception reception, IOptions<MmhsOptions> options, TimeProvider time, ILoggerFactory logs) : IHostedService
{
    private SmtpListener? listener;

    /// <summary>Where it listens; null before it is open.</summary>
    public IPEndPoint? EndPoint => listener?.EndPoint;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IPEndPoint.TryParse(options.Value.DeliveryEndpoint, out var endPoint))
            throw new InvalidOperationException($"Mmhs:DeliveryEndpoint is {options.Value.DeliveryEndpoint}, which is no address with a port.");
        listener = await SmtpListener.StartAsync(endPoint, new SmtpServerOptions
        {
            HostName = "portal.localhost",
            Door = SmtpDoor.Delivery,
            MaxMessageSize = options.Value.MaxMessageOctets + 64 * 1024, // the relay adds trace fields to a message of the full size
        }, reception, time, logs, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (listener is null) return;
        await listener.StopAsync(TimeSpan.FromSeconds(5), cancellationToken);
        await listener.DisposeAsync();
    }
}
