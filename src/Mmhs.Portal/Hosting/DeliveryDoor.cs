using System.Net;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Portal.Deliver;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Relay.Refusals;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Hosting;

/// <summary>Listens for deliveries by LMTP for as long as the portal runs.</summary>
internal sealed class DeliveryDoor : IHostedService, IDisposable
{
    private readonly DeliveryReception reception;
    private readonly OwnConnections own;
    private readonly MmhsOptions options;
    private readonly TimeProvider time;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly DoorRefusals refusals;
    private readonly CancellationTokenSource stopping = new();
    private Task counting = Task.CompletedTask;
    private SmtpListener? listener;

    public DeliveryDoor(
        DeliveryReception reception,
        PortalRecords records,
        OwnConnections own,
        IOptions<MmhsOptions> options,
        TimeProvider time,
        ILoggerFactory logs
    )
    {
        (this.reception, this.own, this.options, this.time, this.logs) = (reception, own, options.Value, time, logs);
        log = logs.CreateLogger<DeliveryDoor>();
        refusals = new((events, token) => WriteAsync(records, events, token), time);
    }

    /// <summary>Where it listens; null before it is open.</summary>
    public IPEndPoint? EndPoint => listener?.EndPoint;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IPEndPoint.TryParse(options.DeliveryEndpoint, out var endPoint))
            throw new InvalidOperationException(
                $"Mmhs:DeliveryEndpoint is {options.DeliveryEndpoint}, which is no address with a port."
            );
        listener = await SmtpListener.StartAsync(
            endPoint,
            new SmtpServerOptions
            {
                HostName = "portal.localhost",
                Door = SmtpDoor.Delivery,
                MaxMessageSize = options.MaxMessageOctets + 64 * 1024, // the relay adds trace fields to a message of the full size
                Limits = options.DeliveryLimits,
                Own = own,
                Callers = [.. options.DeliveryCallers.Select(IPAddress.Parse)],
                Refused = refusals.Add,
            },
            reception,
            time,
            logs,
            cancellationToken
        );
        counting = refusals.RunAsync(log.RefusalsNotWritten, stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (listener is null)
            return;
        await listener.StopAsync(TimeSpan.FromSeconds(5), cancellationToken);
        await listener.DisposeAsync();
        await stopping.CancelAsync();
        await counting;
        try
        {
            await refusals.FlushAsync(CancellationToken.None);
        }
        catch (Exception failure)
            when (failure is Microsoft.EntityFrameworkCore.DbUpdateException or System.Data.Common.DbException)
        {
            log.RefusalsNotWritten(failure);
        }
    }

    public void Dispose() => stopping.Dispose();

    private static async Task WriteAsync(
        PortalRecords records,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        foreach (var one in events)
            work.Audit(one);
        await work.CommitAsync(cancellationToken);
    }
}

/// <summary>What is wrong with the settings of the delivery door, before it opens.</summary>
internal sealed class DeliveryDoorCheck : IValidateOptions<MmhsOptions>
{
    public ValidateOptionsResult Validate(string? name, MmhsOptions options) =>
        Faults(options).ToList() is { Count: > 0 } faults
            ? ValidateOptionsResult.Fail(faults.Select(fault => $"{MmhsOptions.Section}:{fault}"))
            : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(MmhsOptions options) =>
        options
            .DeliveryLimits.Faults()
            .Select(fault => $"{nameof(options.DeliveryLimits)}:{fault}")
            .Concat(
                options
                    .DeliveryCallers.Where(caller => !IPAddress.TryParse(caller, out _))
                    .Select(caller => $"{nameof(options.DeliveryCallers)} holds \"{caller}\", which is no IP address.")
            );
}

internal static partial class DeliveryDoorLog
{
    [LoggerMessage(
        EventId = 5113,
        EventName = "DeliveryRefusalsNotWritten",
        Level = LogLevel.Error,
        Message = "What the delivery door refused in the last minute could not be written to the audit trail; it is kept and tried again"
    )]
    public static partial void RefusalsNotWritten(this ILogger logger, Exception failure);
}
