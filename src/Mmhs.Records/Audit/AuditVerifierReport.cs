using System.Collections.Immutable;

namespace Mmhs.Records.Audit;

/// <summary>What the evidence amounts to; the numbers are the exit codes of <c>mmhs audit verify</c> (access-and-audit §4.9).</summary>
public enum AuditVerdict : byte
{
    /// <summary>Every entry is as it was written, and a signature covers it.</summary>
    Whole = 0,

    /// <summary>Something was changed, removed or put in.</summary>
    Violated = 1,

    /// <summary>Nothing speaks against the entries, but no checked signature speaks for all of them.</summary>
    Incomplete = 2,
}

/// <summary>The first thing in a stream that cannot be so.</summary>
/// <param name="Code">One of <see cref="AuditFaultCodes"/>, stable.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Seq">The entry; for a checkpoint the last entry it covers, -1 for one that covers none.</param>
/// <param name="What">What was found and what should be there. Names columns and numbers, never their content.</param>
public sealed record AuditFault(string Code, string Stream, long Seq, string What);

/// <summary>What became of one stream.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Entries">How many were read before the first fault, or all.</param>
/// <param name="Checkpoints">How many were found right.</param>
/// <param name="Covered">How many entries the last of these covers.</param>
/// <param name="Fault">The first; null when there is none.</param>
public sealed record AuditStreamReport(string Stream, long Entries, long Checkpoints, long Covered, AuditFault? Fault)
{
    /// <summary>Entries after the last checkpoint: no signature speaks for them yet.</summary>
    public long Uncovered => Entries - Covered;
}

/// <summary>What became of a database.</summary>
/// <param name="SignaturesChecked">False when the caller had no root: then a trail rewritten as a whole would not be noticed.</param>
/// <param name="IsAttested">False when the caller could not ask what the signing service attested: then records set back or emptied would not be noticed.</param>
/// <param name="Streams">In the order of their names.</param>
public sealed record AuditReport(bool SignaturesChecked, bool IsAttested, ImmutableArray<AuditStreamReport> Streams)
{
    public AuditVerdict Verdict =>
        Streams.Any(stream => stream.Fault is not null) ? AuditVerdict.Violated
        // there may have been some
        : !IsAttested && (Streams.IsEmpty || Streams.Any(stream => stream.Entries == 0)) ? AuditVerdict.Incomplete
        : Streams.All(stream => stream.Uncovered == 0) && (SignaturesChecked || Streams.All(stream => stream.Entries == 0))
            ? AuditVerdict.Whole
        : AuditVerdict.Incomplete;

    public AuditFault? FirstFault => Streams.FirstOrDefault(stream => stream.Fault is not null)?.Fault;
}
