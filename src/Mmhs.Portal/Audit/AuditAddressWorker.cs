using Microsoft.EntityFrameworkCore;
using Mmhs.Records;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Audit;

/// <summary>After an update: gives the entries of before the addresses they are found by, a part at a time, and ends.</summary>
public sealed class AuditAddressWorker(
    IDbContextFactory<PortalContext> portal,
    IDbContextFactory<RelayContext> relay,
    TimeProvider time,
    ILogger<AuditAddressWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await FillAsync(portal, stoppingToken);
        await FillAsync(relay, stoppingToken);
    }

    private async Task FillAsync<TContext>(IDbContextFactory<TContext> contexts, CancellationToken stoppingToken)
        where TContext : DbContext, IAuditedContext
    {
        while (true)
        {
            try
            {
                await using var context = await contexts.CreateDbContextAsync(stoppingToken);
                if (!await AuditAddressBackfill.StepAsync(context, stoppingToken))
                    return;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.AddressesLate(failure);
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }
}

internal static partial class AuditAddressLog
{
    [LoggerMessage(
        EventId = 8104,
        EventName = "AuditAddressesLate",
        Level = LogLevel.Warning,
        Message = "Older audit entries cannot be found by address yet; it is tried again"
    )]
    public static partial void AddressesLate(this ILogger logger, Exception failure);
}
