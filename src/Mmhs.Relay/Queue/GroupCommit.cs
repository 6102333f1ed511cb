using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Mmhs.Records;

namespace Mmhs.Relay.Queue;

/// <summary>The one writer of this process: what waits when it is free goes into one transaction, so one flush serves many (design §4).</summary>
/// <remarks>
/// Accepting, claiming and settling all come through here, so no two of our transactions ever wait for each other's lock. A batch that
/// fails leaves nothing behind and fails for each of its callers.
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
        if (!_waiting.Writer.TryWrite(waiting)) waiting.Done.SetException(new RelayWriteException("The relay is stopping."));
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
            try
            {
                await WriteAsync(batch).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                _log.CommitFailed(batch.Count, failure);
                await CloseAsync().ConfigureAwait(false);
                foreach (var waiting in batch) waiting.Done.SetException(new RelayWriteException("The records could not be written.", failure));
                continue;
            }
            foreach (var waiting in batch) waiting.Done.SetResult();
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        _writer ??= await _records.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await _writer.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var waiting in batch) await waiting.Change.ApplyAsync(_writer, CancellationToken.None).ConfigureAwait(false);
        await _writer.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The next batch opens another connection.</summary>
    private async Task CloseAsync()
    {
        if (_writer is null) return;
        await _writer.DisposeAsync().ConfigureAwait(false);
        _writer = null;
    }

    private sealed class Waiting(IRelayChange change)
    {
        public IRelayChange Change { get; } = change;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
