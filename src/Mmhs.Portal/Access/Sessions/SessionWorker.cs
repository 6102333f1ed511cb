using Microsoft.EntityFrameworkCore;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>Writes once a minute which sessions and tokens were used.</summary>
internal sealed class SessionWorker(SessionRegister register, TimeProvider time, ILogger<SessionWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await minute.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await register.FlushAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is DbUpdateException or System.Data.Common.DbException)
            {
                logger.SessionsNotWritten(failed.Message);
            }
        }
    }
}

internal static partial class SessionLog
{
    [LoggerMessage(
        EventId = 9301,
        EventName = "SessionsNotWritten",
        Level = LogLevel.Warning,
        Message = "When sessions were last seen could not be written: {Reason}. Tried again in a minute"
    )]
    public static partial void SessionsNotWritten(this ILogger logger, string reason);
}
