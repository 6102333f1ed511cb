using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Mmhs.Portal.Deliver;
using Mmhs.Records;

namespace Mmhs.Portal.Compose;

/// <summary>Nothing goes under a lower label by being answered or handed on, save from roles that have the right.</summary>
public sealed class AnsweredLabels(PortalRecords records, LabelGate gate, MessageFiles files, IOptionsMonitor<ComposeOptions> options, TimeProvider time)
{
    private const string Rfc822 = "message/rfc822";

    /// <summary>What stands against the label by the message it answers, if that is in the role's inbox.</summary>
    internal async Task<IReadOnlyList<Refusal>> AnswerAsync(Viewer viewer, DraftForm form, CancellationToken cancellationToken)
    {
        if (form is not { Label: { } label, Further.InReplyTo: { } parent } || MayLower(viewer)) return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var numbers = await context.Inbox.Where(entry => entry.RoleId == viewer.RoleId && entry.MessageId == parent.Value).Select(entry => entry.LabelId).Distinct().ToListAsync(cancellationToken);
        foreach (var number in numbers)
            if (await gate.FindAsync(number, viewer, cancellationToken) is not { } answered || gate.Policies.IsBelow(label, answered))
                return [new Refusal("ANS-003", "The label is lower than that of the message you answer. Choose that one or a higher one.", "label")];
        return [];
    }

    /// <summary>The same for messages it hands on whole; their own labels are read from their octets.</summary>
    internal async Task<IReadOnlyList<Refusal>> ForwardedAsync(Viewer viewer, Guid draftId, DraftForm form, CancellationToken cancellationToken)
    {
        var digests = form.Attachments.Where(file => file.MediaType.Equals(Rfc822, StringComparison.OrdinalIgnoreCase)).Select(file => file.Sha256).Distinct().ToList();
        if (form.Label is not { } label || digests.Count == 0 || MayLower(viewer)) return [];
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        foreach (var digest in digests)
        {
            var octets = await context.Attachments.Where(a => a.DraftId == draftId && a.Sha256 == digest).Select(a => a.Octets).SingleOrDefaultAsync(cancellationToken);
            if (octets is not null && files.ReadFields(octets, now).EffectiveLabel is { } inside && gate.Policies.IsBelow(label, inside))
                return [new Refusal("ANS-004", "The label is lower than that of a message it hands on. Choose that one or a higher one.", "label")];
        }
        return [];
    }

    private bool MayLower(Viewer viewer) => options.CurrentValue.LowerLabelInReply.Contains(viewer.Role.Address.ToString(), StringComparer.OrdinalIgnoreCase);
}
