using Mmhs.Records;

namespace Mmhs.Relay.Queue;

/// <summary>Something that changes the relay's records; many of them share one transaction.</summary>
internal interface IRelayChange
{
    /// <summary>How much it adds to a batch, in octets.</summary>
    int Weight { get; }

    /// <summary>Makes its part of the transaction. Whatever it throws undoes the whole batch.</summary>
    Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken);
}
