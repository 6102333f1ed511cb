namespace Mmhs.Portal.AddressBook;

/// <summary>Another directory that is asked after our own.</summary>
public interface IDirectorySource
{
    /// <summary>Entries that have all the words. It answers within a second or says that it does not.</summary>
    Task<DirectoryFinding> SearchAsync(IReadOnlyList<string> words, int most, CancellationToken cancellationToken);
}

/// <param name="Entries">Best first.</param>
/// <param name="Trouble">Why entries may be missing, for the person who looks; null when none are.</param>
public sealed record DirectoryFinding(IReadOnlyList<DirectoryEntry> Entries, string? Trouble = null)
{
    /// <summary>How many there are, those left out included; other directories may know more than they were asked for.</summary>
    public int Known { get; init; } = Entries.Count;
}
