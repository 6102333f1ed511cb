namespace Mmhs.Signing.Ledger;

/// <summary>What an entry of the ledger is about; the word is stored, and never changes its meaning.</summary>
internal static class LedgerKinds
{
    /// <summary>A file of the service was written by it. Subject: its name.</summary>
    public const string File = "file";

    /// <summary>A version was submitted for release. Subject: its draft.</summary>
    public const string Version = "version";

    /// <summary>A yes was proven. Subject: digest of its statement.</summary>
    public const string Approval = "approval";

    /// <summary>A yes was taken back, or every release of a version that was approved until then. Subject: digest of the statement, or draft and version.</summary>
    public const string TakenBack = "taken-back";

    /// <summary>A formal copy was signed. Subject: digest of its body.</summary>
    public const string Copy = "copy";
}

/// <summary>Something that is to be entered.</summary>
/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
/// <param name="Subject">What it is looked up by.</param>
/// <param name="Facts">UTF-8 JSON.</param>
internal sealed record LedgerNote(string Kind, string Subject, byte[] Facts);

/// <summary>Something that was entered.</summary>
/// <param name="Sequence">1 for the first, without gaps.</param>
/// <param name="At">By the clock of the service, to the millisecond.</param>
/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
/// <param name="Subject">What it is looked up by.</param>
/// <param name="Facts">UTF-8 JSON.</param>
/// <param name="Chain">Hash over this and all before it.</param>
internal sealed record LedgerEntry(long Sequence, DateTimeOffset At, string Kind, string Subject, byte[] Facts, byte[] Chain);
