using Mmhs.Messages;

namespace Mmhs.Signing.Checkpoints;

/// <summary>Why no checkpoint is signed, codes <c>CHK-</c>.</summary>
public static class CheckpointRefusals
{
    public static RefusalKind<string> Malformed { get; } = new("CHK-001", "The request is not one for a checkpoint: {0}");

    public static RefusalKind<string, long, long> EntriesMissing { get; } =
        new("CHK-002", "{0} has {1} entries, and {2} were signed. Entries are missing; tell the auditors.");

    public static RefusalKind<string, long, string> LeavesUnconnected { get; } =
        new("CHK-003", "The leaves of {0} start at {1}; the last checkpoints are at {2}. Send the leaves from one of these.");

    public static RefusalKind<string> EntriesChanged { get; } =
        new(
            "CHK-004",
            "The leaves of {0} do not lead from what was signed to the root and chain named. Entries were changed; tell the auditors."
        );

    public static RefusalKind<DateTimeOffset, string, DateTimeOffset> ClockBehind { get; } =
        new("CHK-005", "The clock of the signing service says {0:u}, and {1} was signed at {2:u}. Set the clock.");

    public static RefusalKind<string, long, long> SetBack { get; } =
        new(
            "CHK-007",
            "{0} was attested at {1} entries, by the copy in the anchor folder, and the signing service remembers {2}, or another past. Its folder was set back; tell the auditors."
        );

    public static RefusalKind<string> AnchorUnwritten { get; } =
        new(
            "CHK-008",
            "What was attested could not be written to the anchor folder: {0} See that it is there and may be written."
        );

    public static RefusalKind<string, string> StateUnreadable { get; } =
        new(
            "CHK-006",
            "What was signed of a stream cannot be read: {0} Restore {1} of the signing service; without it nothing is signed."
        );
}
