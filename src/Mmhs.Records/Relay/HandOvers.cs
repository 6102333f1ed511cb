using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Relay;

/// <summary>What was handed to whom, asked by what a report names.</summary>
public static class HandOvers
{
    /// <summary>By envelope identifier.</summary>
    /// <param name="handOvers">All there are.</param>
    /// <param name="hopAddress">Handed to this address and no other.</param>
    /// <param name="envelopeIds">Any of these.</param>
    public static IQueryable<HandOverRow> OfEnvelopes(
        this IQueryable<HandOverRow> handOvers,
        string hopAddress,
        IReadOnlyCollection<string> envelopeIds
    ) => handOvers.Where(one => one.HopAddress == hopAddress && one.EnvelopeId != null && envelopeIds.Contains(one.EnvelopeId));

    /// <summary>By Message-ID; otherwise as <see cref="OfEnvelopes"/>.</summary>
    public static IQueryable<HandOverRow> OfMessages(
        this IQueryable<HandOverRow> handOvers,
        string hopAddress,
        IReadOnlyCollection<string> messageIds
    ) => handOvers.Where(one => one.HopAddress == hopAddress && one.MessageId != null && messageIds.Contains(one.MessageId));

    /// <summary>Forgets the oldest from before a moment.</summary>
    /// <param name="most">At one time, so that nothing else waits long for the records.</param>
    /// <returns>How many went.</returns>
    public static Task<int> ForgetHandOversAsync(
        this RelayContext context,
        DateTimeOffset before,
        int most,
        CancellationToken cancellationToken
    ) => context.HandOvers.Where(one => one.At < before).OrderBy(one => one.At).Take(most).ExecuteDeleteAsync(cancellationToken);
}
