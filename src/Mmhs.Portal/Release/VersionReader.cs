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
        var version = Make(row, from);
        return version.ContentHash == row.ContentHash
            ? version
            : throw new InvalidDataException($"Version {row.Number} of draft {row.DraftId} was changed after it was submitted.");
    }

    /// <summary>The version a new row stands for; its hash goes into the row.</summary>
    /// <exception cref="InvalidDataException">The form of the row is not complete.</exception>
    internal static MessageVersion Make(VersionRow row, Mailbox from) =>
        // Only the form's own rules: label policy and directory were asked when it was submitted, and are asked again at release.
        ComposeRules.Check(
            DraftFormJson.Read(row.Form),
            @from with
            {
                DisplayName = row.FromName ?? from.DisplayName,
            },
            new ComposeLimits(),
            row.SubmittedAt,
            []
        )
            is ComposeResult.Complete { Content: var content }
            ? new(row.DraftId, row.Number, content, row.LastEditor, row.SubmittedAt)
            : throw new InvalidDataException($"Version {row.Number} of draft {row.DraftId} is not complete.");
}
