using Mmhs.Records.Relay;

namespace Mmhs.Relay.Queue;

/// <summary>A message that cannot be carried as it stands in the queue: it waits with its reason, and the others go on.</summary>
public static class CarryFault
{
    /// <summary>How the reason of such a message begins, where the queue keeps what a peer said last.</summary>
    public const string Words = "Could not be worked on: ";

    private const string Status = "4.3.0"; // RFC 3463 §3.4: other or undefined mail system status

    /// <summary>One deferred attempt for each recipient; it is given up like any other that does not get through.</summary>
    internal static IReadOnlyList<Attempt> Of(IReadOnlyList<QueueRecipientRow> recipients, Exception failure) =>
        [
            .. recipients.Select(to => new Attempt(
                to,
                AttemptResult.Deferred,
                Status,
                null,
                null,
                IsLocal: false,
                HopReports: false
            )
            {
                Fault = Words + Kinds(failure),
            }),
        ];

    // never its message, which may hold a word of what is carried
    private static string Kinds(Exception failure) =>
        failure.InnerException is { } inner ? $"{failure.GetType().Name}: {inner.GetType().Name}" : failure.GetType().Name;
}
