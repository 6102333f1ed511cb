using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Audit;

/// <summary>Has the signing service attest every audit stream, by time and by number of entries, and once more at a stop.</summary>
public sealed class CheckpointWorker(
    IDbContextFactory<PortalContext> portal,
    IDbContextFactory<RelayContext> relay,
    ICheckpoints signing,
    TimeProvider time,
    ILogger<CheckpointWorker> logger
) : BackgroundService
{
    /// <summary>Entries after which a checkpoint does not wait for its time (access-and-audit §4.4).</summary>
    public const int EntriesBetween = 1000;

    /// <summary>Time after which new entries are attested.</summary>
    public static readonly TimeSpan TimeBetween = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim asking = new(1);
    private readonly ConcurrentDictionary<string, Refusal> refused = new(StringComparer.Ordinal);
    private volatile ImmutableList<string> lost = [];
    private volatile Refusal? unreadable;
    private DateTimeOffset last = DateTimeOffset.MinValue;

    /// <summary>What the service refused to attest because the trail is not what it attested before.</summary>
    public IReadOnlyList<string> Refusals => [.. Refused(violating: true)];

    /// <summary>What speaks against the trail since the service was last asked: streams that are gone or shorter than attested, and <see cref="Refusals"/>.</summary>
    public IReadOnlyList<string> Violations => [.. lost, .. Refused(violating: true)];

    /// <summary>Why the service cannot attest, with nothing said against the trail: its certificate, its clock, its own state.</summary>
    public IReadOnlyList<string> Faults =>
        [.. (unreadable is { } fault ? [Words(fault)] : Array.Empty<string>()).Union(Refused(violating: false))];

    /// <summary>Attests every stream of both databases that has grown since its last checkpoint.</summary>
    /// <param name="atLeast">Streams that have grown by fewer entries are left for later; with 1 what the service remembers is held against what is there.</param>
    public async Task AttestAsync(long atLeast, CancellationToken cancellationToken)
    {
        // One at a time: two askers would both append to the checkpoint they read.
        await asking.WaitAsync(cancellationToken);
        try
        {
            var attested = atLeast == 1 ? await signing.AttestedAsync(cancellationToken) : null; // before the records are read: they only grow
            var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
            await AttestAsync(portal, sizes, atLeast, cancellationToken);
            await AttestAsync(relay, sizes, atLeast, cancellationToken);
            if (attested is not null)
                Compare(attested, sizes);
        }
        finally
        {
            asking.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = time.GetUtcNow();
                var due = now - last >= TimeBetween;
                if (due)
                    last = now;
                await TryAttestAsync(due ? 1 : EntriesBetween, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the stop attests once more, below
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAttestAsync(1, cancellationToken);
    }

    private async Task TryAttestAsync(long atLeast, CancellationToken cancellationToken)
    {
        try
        {
            await AttestAsync(atLeast, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop would wait no longer; the next start attests what is left.
        }
        catch (Exception failure)
        {
            // Evidence goes on being chained; the next look tries again.
            logger.CheckpointFailed(failure);
        }
    }

    // records set back to an earlier copy, or emptied, ask for nothing that the service could refuse
    private void Compare(Attested attested, Dictionary<string, long> sizes)
    {
        var found = attested
            .Streams.Where(stream => sizes.GetValueOrDefault(stream.Stream) < stream.Size)
            .OrderBy(stream => stream.Stream, StringComparer.Ordinal)
            .Select(stream =>
                $"{stream.Stream} has {sizes.GetValueOrDefault(stream.Stream)} entries, and the signing service attested {stream.Size}."
            )
            .ToImmutableList();
        foreach (var finding in found.Except(lost))
            logger.TrailViolated(finding);
        lost = found;
        unreadable = attested.Fault;
    }

    private async Task AttestAsync<TContext>(
        IDbContextFactory<TContext> contexts,
        Dictionary<string, long> sizes,
        long atLeast,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var end in await context.AuditStreams.AsNoTracking().ToListAsync(cancellationToken))
        {
            sizes[end.Stream] = end.Size;
            switch (await CheckpointStep.TakeAsync(context, end, signing, atLeast, cancellationToken))
            {
                case CheckpointResult.Signed:
                    refused.TryRemove(end.Stream, out _);
                    break;
                case CheckpointResult.Refused(var reason):
                    refused[end.Stream] = reason;
                    if (CheckpointStep.Violates(reason))
                        logger.TrailViolated(Words(reason));
                    else
                        logger.CheckpointRefused(end.Stream, end.Size, reason.Code);
                    break;
            }
        }
    }

    private IEnumerable<string> Refused(bool violating) =>
        refused
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Where(one => CheckpointStep.Violates(one.Value) == violating)
            .Select(one => Words(one.Value));

    private static string Words(Refusal reason) => $"{reason.Text} ({reason.Code})";
}

internal static partial class CheckpointLog
{
    [LoggerMessage(
        EventId = 8101,
        EventName = "CheckpointFailed",
        Level = LogLevel.Error,
        Message = "The audit streams could not be attested; the next look tries again"
    )]
    public static partial void CheckpointFailed(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 8102,
        EventName = "CheckpointNotSigned",
        Level = LogLevel.Error,
        Message = "The signing service cannot attest {Stream} at {Size} entries ({Code}); the entries go on being chained"
    )]
    public static partial void CheckpointRefused(this ILogger logger, string stream, long size, string code);

    [LoggerMessage(
        EventId = 8103,
        EventName = "TrailViolated",
        Level = LogLevel.Critical,
        Message = "The audit trail is not what was attested: {Finding}"
    )]
    public static partial void TrailViolated(this ILogger logger, string finding);
}
