using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Mmhs.Records;
using Mmhs.Records.Storage;

namespace Mmhs.Relay.Queue;

/// <summary>The one writer of this process: what waits when it is free goes into one transaction, so one flush serves many (design §4).</summary>
/// <remarks>
/// Accepting, claiming and settling all come through here, so no two of our transactions ever wait for each other's lock. A batch that
/// fails leaves nothing behind; where one change is at fault, and not the disk or the server, each is written alone and fails alone.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxChanges = 128;
    private const int MaxWeight = 8 << 20;

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly RelayRecords _records;
    private readonly ILogger _log;
    private readonly Task _running;
    private RelayWriter? _writer;

    public GroupCommit(RelayRecords records, ILogger<GroupCommit> log)
    {
        (_records, _log) = (records, log);
        _running = RunAsync();
    }

    /// <summary>Ends when the change is on disk, or throws when it is not. It cannot be taken back once handed over.</summary>
    /// <exception cref="RelayWriteException">Nothing of the batch was stored, or the writer has stopped.</exception>
    public Task CommitAsync(IRelayChange change)
    {
        var waiting = new Waiting(change);
        if (!_waiting.Writer.TryWrite(waiting))
            waiting.Done.SetException(new RelayWriteException("The relay is stopping."));
        return waiting.Done.Task;
    }

    /// <summary>Writes what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        List<Waiting> batch = [];
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            var weight = 0L;
            while (batch.Count < MaxChanges && weight < MaxWeight && _waiting.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
                weight += waiting.Change.Weight;
            }
            if (await TryWriteAsync(batch).ConfigureAwait(false) is not { } failure)
                continue;
            if (batch.Count > 1 && !Passing.Is(failure))
                foreach (var waiting in batch)
                    Fail([waiting], await TryWriteAsync([waiting]).ConfigureAwait(false));
            else
                Fail(batch, failure);
        }
    }

    private static void Fail(IEnumerable<Waiting> batch, Exception? failure)
    {
        if (failure is null)
            return;
        foreach (var waiting in batch)
            waiting.Done.SetException(new RelayWriteException("The records could not be written.", failure));
    }

    /// <summary>Null when it is on disk, and everybody knows; otherwise why not, and nobody was told.</summary>
    private async Task<Exception?> TryWriteAsync(List<Waiting> batch)
    {
        try
        {
            await WriteAsync(batch).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _log.CommitFailed(batch.Count, failure);
            await CloseAsync().ConfigureAwait(false);
            return failure;
        }
        foreach (var waiting in batch)
            waiting.Done.SetResult();
        return null;
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        _writer ??= await _records.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await _writer.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var waiting in batch)
            await waiting.Change.ApplyAsync(_writer, CancellationToken.None).ConfigureAwait(false);
        await _writer.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The next batch opens another connection.</summary>
    private async Task CloseAsync()
    {
        if (_writer is null)
            return;
        await _writer.DisposeAsync().ConfigureAwait(false);
        _writer = null;
    }

    private sealed class Waiting(IRelayChange change)
    {
        public IRelayChange Change { get; } = change;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
