using Mmhs.Records;
using Mmhs.Records.Relay;

namespace Mmhs.Relay.Queue;

/// <summary>Asks for messages to work on.</summary>
internal sealed class ClaimBatch(TimeProvider time, TimeSpan lease, short lowest, int take) : IRelayChange
{
    public int Weight => 0;

    /// <summary>What is held from now on, most urgent first.</summary>
    public IReadOnlyList<QueueMessageRow> Claimed { get; private set; } = [];

    public async Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken) =>
        Claimed = await records
            .Context.ClaimAsync(time.GetUtcNow(), lease, lowest, take, cancellationToken)
            .ConfigureAwait(false);
}

/// <summary>The housekeeping of each second: what is due becomes ready, what is worked on stays leased.</summary>
internal sealed class QueueMaintenance(TimeProvider time, TimeSpan lease, IReadOnlyCollection<Guid> held) : IRelayChange
{
    /// <summary>How long it is kept to whom a message was handed: reports come within days, receipts when somebody is back from leave.</summary>
    internal static readonly TimeSpan HandOversKept = TimeSpan.FromDays(45);

    private const int MostForgotten = 500; // a second

    public int Weight => 0;

    /// <summary>How many messages became ready.</summary>
    public int Awakened { get; private set; }

    public async Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken)
    {
        if (held.Count > 0)
            await records.Context.RenewAsync(held, time.GetUtcNow() + lease, cancellationToken).ConfigureAwait(false);
        Awakened = await records.Context.AwakenAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await records
            .Context.ForgetHandOversAsync(time.GetUtcNow() - HandOversKept, MostForgotten, cancellationToken)
            .ConfigureAwait(false);
    }
}

/// <summary>Gives back, at a stop, what was claimed and not begun.</summary>
internal sealed class ReturnLease(IReadOnlyList<QueueMessageRow> untouched) : IRelayChange
{
    public int Weight => 0;

    public async Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken)
    {
        foreach (var claimed in untouched)
            await records.Context.GiveBackAsync(claimed, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Takes over, at the start, what a process that is gone had claimed.</summary>
internal sealed class ReclaimLeases : IRelayChange
{
    public int Weight => 0;

    public int Taken { get; private set; }

    public async Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken) =>
        Taken = await records.Context.TakeOverAsync(cancellationToken).ConfigureAwait(false);
}
