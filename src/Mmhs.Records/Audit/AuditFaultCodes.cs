namespace Mmhs.Records.Audit;

/// <summary>The codes of faults; tests and other programs rely on them.</summary>
internal static class AuditFaultCodes
{
    /// <summary>An entry's octets are no JSON object of the kind entries are.</summary>
    public const string Unreadable = "AUD-101";

    /// <summary>An entry's octets are not the canonical spelling of what they say.</summary>
    public const string NotCanonical = "AUD-102";

    /// <summary>Stream or number inside an entry are not those it is stored under.</summary>
    public const string Moved = "AUD-103";

    /// <summary>A number is missing or there twice.</summary>
    public const string Gap = "AUD-104";

    public const string EntryHash = "AUD-105";
    public const string ChainHash = "AUD-106";

    /// <summary>A column to search by does not say what the entry says.</summary>
    public const string SearchColumn = "AUD-107";

    /// <summary>An entry is older than the one before it, by more than clocks may differ.</summary>
    public const string TimeBack = "AUD-108";

    /// <summary>The stream's row does not say where its last entry ends.</summary>
    public const string StreamEnd = "AUD-109";

    /// <summary>An entry does not state what every entry of its kind states: no program of ours wrote it.</summary>
    public const string FactMissing = "AUD-110";

    public const string CheckpointUnreadable = "AUD-201";

    /// <summary>A checkpoint's text is of another stream, size or place than its row.</summary>
    public const string CheckpointMoved = "AUD-202";

    /// <summary>The entries do not add up to the Merkle root or the chain a checkpoint states.</summary>
    public const string CheckpointContent = "AUD-203";

    /// <summary>A checkpoint does not name the one before it.</summary>
    public const string CheckpointLink = "AUD-204";

    public const string CheckpointSignature = "AUD-205";

    /// <summary>A checkpoint covers entries that are not there.</summary>
    public const string Truncated = "AUD-206";

    /// <summary>The signing service attested more entries than there are: the records were set back to an earlier copy, or cut.</summary>
    public const string RolledBack = "AUD-207";

    /// <summary>Entries or checkpoints are others than those the signing service attested.</summary>
    public const string NotAttested = "AUD-208";

    /// <summary>The signing service attested a stream of which nothing is there.</summary>
    public const string StreamMissing = "AUD-209";
}
