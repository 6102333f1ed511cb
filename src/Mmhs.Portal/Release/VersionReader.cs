using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records.Compose;
using Mmhs.Records.Release;

namespace Mmhs.Portal.Release;

/// <summary>A stored version as the domain's type.</summary>
public static class VersionReader
{
    /// <exception cref="InvalidDataException">The row is not what was submitted: its content no longer has its hash.</exception>
    public static MessageVersion Read(VersionRow row, Mailbox from)
    {
        // Only the form's own rules: label policy and directory were asked when it was submitted, and are asked again at release.
        var check = ComposeRules.Check(DraftFormJson.Read(row.Form), from, new ComposeLimits(), row.SubmittedAt, []);
        if (check is not ComposeResult.Complete { Content: var content })
            throw new InvalidDataException($"Version {row.Number} of draft {row.DraftId} is not complete.");
        var version = new MessageVersion(row.DraftId, row.Number, content, row.LastEditor, row.SubmittedAt);
        return version.ContentHash == row.ContentHash
            ? version
            : throw new InvalidDataException($"Version {row.Number} of draft {row.DraftId} was changed after it was submitted.");
    }
}
