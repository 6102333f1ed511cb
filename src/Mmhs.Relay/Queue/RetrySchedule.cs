using Mmhs.Messages.Compose;

namespace Mmhs.Relay.Queue;

/// <summary>When what came to nothing is tried again, by the table of precedences.</summary>
internal sealed class RetrySchedule(PrecedenceTable table)
{
    private const int MostDoublings = 3;

    public PrecedencePeriods Of(MtPriority priority) => table.Of(priority);

    /// <summary>The wait after an attempt that came to nothing, a tenth more or less, so that what failed together does not come back together.</summary>
    /// <param name="priority">Of the message.</param>
    /// <param name="attempts">Made so far, 1 or more.</param>
    /// <param name="dice">0 to 1.</param>
    public TimeSpan Retry(MtPriority priority, int attempts, double dice) =>
        Of(priority).FirstRetry * (1 << Math.Min(attempts - 1, MostDoublings)) * (0.9 + (dice * 0.2));

    /// <summary>The wait after our own delivery door gave no answer: it is closed for a restart, not for a storm, so seconds, growing to what a peer gets.</summary>
    public TimeSpan LocalRetry(MtPriority priority, int attempts, double dice)
    {
        var soon = TimeSpan.FromSeconds(1 << Math.Min(attempts - 1, 10));
        var asPeer = Retry(priority, attempts, dice);
        return soon < asPeer ? soon : asPeer;
    }
}
