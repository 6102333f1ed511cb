using System.Net;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Access.Attempts;

/// <summary>Evidence of refused sign-ins: each by itself as long as they are few, counted by minute and source when somebody makes many.</summary>
internal sealed class SignInRefusals(PortalRecords records, TimeProvider time, ILogger<SignInRefusals> logger) : BackgroundService
{
    /// <summary>From one source in a minute; those beyond are one entry.</summary>
    public const int MostByThemselves = 20;

    private readonly RefusalTally tally = new(time);
    private readonly AttemptCounter few = new(MostByThemselves, TimeSpan.FromMinutes(1), time);

    /// <param name="entry">What is written when there are few.</param>
    /// <param name="address">Of who was refused.</param>
    /// <param name="code">Why, from a fixed set.</param>
    /// <param name="name">As said by whoever tried; null for none.</param>
    /// <param name="counted">Not worth an entry of its own: there were too many before.</param>
    public async Task AddAsync(
        AuditEvent entry,
        IPAddress? address,
        string code,
        string? name,
        bool counted,
        CancellationToken cancellationToken
    )
    {
        var source = SourceKey.Of(address);
        if (counted || few.IsFull(source))
        {
            tally.Add(RefusalKinds.SignIn, source, code, name);
            return;
        }
        few.Add(source);
        await records.AuditAsync(entry, cancellationToken);
    }

    /// <summary>Writes what is counted now, not waiting for the minute.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => WriteAsync(tally.Take(), cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writer = new RefusalWriter(tally, WriteAsync, time);
        await writer.RunAsync(failed => logger.RefusalsNotWritten(failed.Message), stoppingToken);
        try
        {
            await writer.FlushAsync(CancellationToken.None);
        }
        catch (Exception failed)
            when (failed is Microsoft.EntityFrameworkCore.DbUpdateException or System.Data.Common.DbException)
        {
            logger.RefusalsNotWritten(failed.Message);
        }
    }

    private async Task WriteAsync(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
            return;
        await using var work = await records.BeginAsync(cancellationToken);
        foreach (var one in events)
            work.Audit(one);
        await work.CommitAsync(cancellationToken);
    }
}

internal static partial class SignInRefusalLog
{
    [LoggerMessage(
        EventId = 9302,
        EventName = "RefusalsNotWritten",
        Level = LogLevel.Warning,
        Message = "Refused sign-ins could not be written to the audit trail: {Reason}. Tried again in a minute"
    )]
    public static partial void RefusalsNotWritten(this ILogger logger, string reason);
}
