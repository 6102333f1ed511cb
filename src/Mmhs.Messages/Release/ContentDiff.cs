using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>What differs between two forms, field by field, in the order of the form and in words people read.</summary>
public static class ContentDiff
{
    /// <param name="before">The older form.</param>
    /// <param name="after">The newer one.</param>
    /// <param name="marking">The words of a label; without it the label's key stands for itself.</param>
    /// <returns>Only fields that differ; empty for equal forms. Addressees and attachments are sets: their order is no difference.</returns>
    public static ImmutableArray<FieldChange> Of(DraftForm before, DraftForm after, Func<SecurityLabel, string>? marking = null)
    {
        marking ??= label => label.ToKey();
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (var (field, words) in FormFields.All)
        {
            var (old, now) = field switch
            {
                FormFields.To => Set(before.To, after.To, mailbox => mailbox.ToString()),
                FormFields.Cc => Set(before.Cc, after.Cc, mailbox => mailbox.ToString()),
                FormFields.Bcc => Set(before.Bcc, after.Bcc, mailbox => mailbox.ToString()),
                FormFields.Attachments => Set(before.Attachments, after.Attachments, Words),
                FormFields.Sics => Sequence(before.SubjectIndicatorCodes, after.SubjectIndicatorCodes),
                FormFields.Requests => Set(before.Requests, after.Requests, wish => wish.ToText()),
                FormFields.Subject => TextDiff.Of(before.Subject, after.Subject),
                FormFields.Text => TextDiff.Of(before.Text, after.Text),
                _ when OptionalParts.All.Any(part => part.Field == field) => Sequence(
                    FormFields.Values(before, field),
                    FormFields.Values(after, field)
                ),
                _ => Whole(Said(before, field, marking), Said(after, field, marking)),
            };
            if (old.All(run => run.Mark == DiffMark.Same) && now.All(run => run.Mark == DiffMark.Same))
                continue;
            changes.Add(
                new(
                    field,
                    words,
                    old.IsEmpty ? ChangeKind.Added
                        : now.IsEmpty ? ChangeKind.Removed
                        : ChangeKind.Changed,
                    old,
                    now
                )
            );
        }
        return changes.ToImmutable();
    }

    private static string Said(DraftForm form, string field, Func<SecurityLabel, string> marking) =>
        field switch
        {
            FormFields.Label => form.Label is null ? "" : marking(form.Label),
            FormFields.ActionPrecedence => form.ActionPrecedence?.ToWord() ?? "",
            FormFields.InformationPrecedence => form.InformationPrecedence?.ToWord() ?? "",
            FormFields.MessageType => form.MessageType is { } value ? new MessageType(value).ToWord() : "",
            FormFields.MessageTypeIdentifier => form.MessageTypeIdentifier,
            FormFields.Dtg => form.Dtg?.ToString() ?? "",
            FormFields.DeliveryReports => form.DeliveryReports ? "requested" : "not requested",
            _ => "",
        };

    // The whole digest: two files of one name, type and size are told apart by nothing else.
    private static string Words(Attachment file) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Name}, {file.MediaType}, {file.Size:N0} octets, SHA-256 {file.Sha256}"
        );

    private static (ImmutableArray<DiffRun>, ImmutableArray<DiffRun>) Whole(string before, string after)
    {
        var same = before == after;
        return (
            before.Length == 0 ? [] : [new(same ? DiffMark.Same : DiffMark.Removed, before)],
            after.Length == 0 ? [] : [new(same ? DiffMark.Same : DiffMark.Added, after)]
        );
    }

    // The same entry twice counts twice.
    private static (ImmutableArray<DiffRun>, ImmutableArray<DiffRun>) Set<T>(
        ImmutableArray<T> before,
        ImmutableArray<T> after,
        Func<T, string> words
    )
    {
        var old = before.Select(words).ToList();
        var now = after.Select(words).ToList();
        return (Marked(old, now, DiffMark.Removed), Marked(now, old, DiffMark.Added));
    }

    private static ImmutableArray<DiffRun> Marked(List<string> entries, List<string> others, DiffMark alone)
    {
        var left = others
            .GroupBy(entry => entry, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var runs = ImmutableArray.CreateBuilder<DiffRun>(entries.Count);
        foreach (var entry in entries)
        {
            var there = left.GetValueOrDefault(entry);
            if (there > 0)
                left[entry] = there - 1;
            runs.Add(new(there > 0 ? DiffMark.Same : alone, entry));
        }
        return runs.MoveToImmutable();
    }

    private static (ImmutableArray<DiffRun>, ImmutableArray<DiffRun>) Sequence(
        ImmutableArray<string> before,
        ImmutableArray<string> after
    )
    {
        var (kept, stayed) = TextDiff.Matches([.. before], [.. after]);
        return (
            [.. before.Select((entry, index) => new DiffRun(kept[index] ? DiffMark.Same : DiffMark.Removed, entry))],
            [.. after.Select((entry, index) => new DiffRun(stayed[index] ? DiffMark.Same : DiffMark.Added, entry))]
        );
    }
}
