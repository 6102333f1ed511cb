using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Search;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Deliver;
using Mmhs.Records.Operate;
using Mmhs.Records.Search;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox.Search;

/// <summary>Makes what arrived searchable, moments after it arrived; what was there before searching was, too. It goes on where it was stopped.</summary>
internal sealed class SearchIndexer(
    PortalRecords records,
    MessageFiles files,
    ChangeFeed changes,
    TimeProvider time,
    ILogger<SearchIndexer> logger
) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim arrived = new(1, 1);

    /// <summary>Indexes what waits, some at a time; what cannot be indexed is set aside and the rest go on.</summary>
    /// <returns>The number that waits no longer.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<InboxRow> waiting;
        var entries = new List<SearchEntry>();
        var bad = new List<(InboxRow Row, Exception Why)>();
        await using (var context = await records.ReadAsync(cancellationToken))
        {
            waiting = await context.Inbox.ToIndex(AtOnce).ToListAsync(cancellationToken);
            foreach (var row in waiting)
            {
                try
                {
                    var octets = await context
                        .StoredMessages.AsNoTracking()
                        .Where(stored => stored.Id == row.StoredMessageId)
                        .Select(stored => stored.Octets)
                        .SingleAsync(cancellationToken);
                    entries.Add(Entry(row, await files.ReadAsync(octets, row.ReceivedAt, cancellationToken)));
                }
                catch (Exception failure) when (!Failures.IsPassing(failure))
                {
                    bad.Add((row, failure));
                }
            }
        }
        if (waiting.Count == 0)
            return 0;
        try
        {
            await AddAsync(entries, cancellationToken);
        }
        catch (Exception failure) when (!Failures.IsPassing(failure))
        {
            foreach (var entry in entries)
            {
                try
                {
                    await AddAsync([entry], cancellationToken);
                }
                catch (Exception alone) when (!Failures.IsPassing(alone))
                {
                    bad.Add((waiting.Single(row => row.Id == entry.Id), alone));
                }
            }
        }
        foreach (var (row, why) in bad)
            await SetAsideAsync(row, why, cancellationToken);
        return waiting.Count;
    }

    private async Task AddAsync(IReadOnlyCollection<SearchEntry> entries, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        await InboxSearch.AddAsync(work.Context, entries, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    // It stays readable in its inbox; only its words are not found.
    private async Task SetAsideAsync(InboxRow row, Exception why, CancellationToken cancellationToken)
    {
        var (item, reason) = (row.Id.ToString(CultureInfo.InvariantCulture), Failures.Words(why));
        logger.NotIndexed(row.Id, reason);
        await using var work = await records.BeginAsync(cancellationToken);
        await work
            .Context.Inbox.Where(entry => entry.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Indexed, true), cancellationToken);
        await work.Context.SetAsideAsync(
            SetAsideWork.Index,
            item,
            row.RoleId,
            row.MessageId,
            reason,
            time.GetUtcNow(),
            cancellationToken
        );
        var role = await work
            .Context.Roles.Where(role => role.Id == row.RoleId)
            .Select(role => role.Address)
            .SingleAsync(cancellationToken);
        work.Audit(SetAsideAudit.Event(SetAsideWork.Index, item, role, row.MessageId, reason));
        work.Changed(ChangeTopic.Tracking);
        await work.CommitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = changes.Subscribe(change =>
        {
            if (change.Topic == ChangeTopic.Inbox)
                Signal();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await arrived.WaitAsync(Look, stoppingToken);
                while (await RunAsync(stoppingToken) > 0) { }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.IndexingFailed(failure); // what waits keeps waiting and is found at the next look
                await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public override void Dispose()
    {
        arrived.Dispose();
        base.Dispose();
    }

    private void Signal()
    {
        try
        {
            arrived.Release();
        }
        catch (SemaphoreFullException)
        {
            // it has been rung already
        }
        catch (ObjectDisposedException)
        {
            // the portal is closing
        }
    }

    private static SearchEntry Entry(InboxRow row, MessageReading reading)
    {
        var facts = row
            .SubjectIndicatorCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(SearchFacts.Sic)
            .Append(SearchFacts.Id(row.MessageId))
            .Append(SearchFacts.Precedence(row.Urgency));
        if (reading.Parts.Any(part => part.Name is not null))
            facts = facts.Append(SearchFacts.HasFile);
        return new(row.Id, row.RoleId, row.LabelId, row.Subject, $"{row.From} {row.FromAddress}", facts, reading.Text ?? "");
    }
}

internal static partial class SearchLog
{
    [LoggerMessage(
        EventId = 8201,
        EventName = "IndexingFailed",
        Level = LogLevel.Error,
        Message = "Messages could not be made searchable; they stay readable, and it is tried again"
    )]
    public static partial void IndexingFailed(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 8202,
        EventName = "NotIndexed",
        Level = LogLevel.Error,
        Message = "Inbox entry {Entry} cannot be made searchable ({Reason}); it is set aside and stays readable"
    )]
    public static partial void NotIndexed(this ILogger logger, long entry, string reason);
}
