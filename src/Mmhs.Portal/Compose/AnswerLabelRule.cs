using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Compose;

/// <summary>Nothing goes under a lower label by being answered or handed on, save from roles that have the right.</summary>
public sealed class AnswerLabelRule(
    PortalRecords records,
    LabelAccess gate,
    MessageFiles files,
    IOptionsMonitor<ComposeOptions> options,
    TimeProvider time
)
{
    private const string Rfc822 = "message/rfc822";

    // what was found in files is kept, for a page asks anew with every pause in writing
    private const int MostKept = 2000;

    private readonly ConcurrentDictionary<string, InnerLabels> found = new(StringComparer.Ordinal);

    /// <summary>What stands against the label by what the draft answers, and by the messages that are in its files.</summary>
    /// <param name="draftId">Null: a form of no draft.</param>
    internal async Task<IReadOnlyList<Refusal>> ObjectionsAsync(
        Actor actor,
        Guid? draftId,
        DraftForm form,
        CancellationToken cancellationToken
    )
    {
        if (form.Label is not { } label || MayLower(actor))
            return [];
        var objections = new List<Refusal>();
        if (
            await OriginOfAsync(actor, draftId, cancellationToken) is var origin
            && await OriginAsync(actor, origin, label, cancellationToken) is { } below
        )
            objections.Add(below);
        else if (form.Optional.InReplyTo is { } parent && await IsBelowParentAsync(actor, label, parent, cancellationToken))
            objections.Add(DraftRefusals.LowerThanAnswered);
        if (draftId is { } id)
            objections.AddRange(await HandedOnAsync(actor, id, label, form, cancellationToken));
        return objections;
    }

    /// <summary>What stands against a label by that of the message a draft was begun from; null when nothing does. No label is below every label.</summary>
    internal async Task<Refusal?> OriginAsync(
        Actor actor,
        int? originLabelId,
        SecurityLabel? label,
        CancellationToken cancellationToken
    ) =>
        originLabelId is { } number && !MayLower(actor) && await IsBelowAsync(actor, label, number, cancellationToken)
            ? DraftRefusals.LowerThanAnswered
            : null;

    /// <summary>What stands against a template of the draft: one begun from it would not know what was answered, and so lead below its label.</summary>
    internal async Task<Refusal?> TemplateAsync(Actor actor, Guid draftId, CancellationToken cancellationToken)
    {
        if (MayLower(actor))
            return null;
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.Drafts.AnyAsync(draft => draft.Id == draftId && draft.OriginLabelId != null, cancellationToken)
            ? DraftRefusals.TemplateOfAnswer
            : null;
    }

    private async Task<int?> OriginOfAsync(Actor actor, Guid? draftId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await context
            .Drafts.Where(draft => draft.Id == draftId && draft.RoleId == actor.RoleId)
            .Select(draft => draft.OriginLabelId)
            .SingleOrDefaultAsync(cancellationToken);
    }

    // A message of the same identifier in the role's inbox, however the draft was begun.
    private async Task<bool> IsBelowParentAsync(
        Actor actor,
        SecurityLabel label,
        MessageId parent,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var numbers = await context
            .Inbox.Where(entry => entry.RoleId == actor.RoleId && entry.MessageId == parent.Value)
            .Select(entry => entry.LabelId)
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var number in numbers)
            if (await IsBelowAsync(actor, label, number, cancellationToken))
                return true;
        return false;
    }

    // A label the actor may not see himself is above all he may choose.
    private async Task<bool> IsBelowAsync(Actor actor, SecurityLabel? label, int number, CancellationToken cancellationToken) =>
        label is null
        || await gate.FindAsync(number, actor, cancellationToken) is not { } answered
        || gate.Policies.IsBelow(label, answered);

    // The octets are judged, not the type and the name somebody gave them.
    private async Task<IReadOnlyList<Refusal>> HandedOnAsync(
        Actor actor,
        Guid draftId,
        SecurityLabel label,
        DraftForm form,
        CancellationToken cancellationToken
    )
    {
        var objections = new List<Refusal>();
        foreach (var file in form.Attachments.DistinctBy(file => file.Sha256))
        {
            if (await InsideAsync(actor, draftId, file, cancellationToken) is not { } inside)
                continue;
            if (inside.Labels.Any(one => gate.Policies.IsBelow(label, one)))
                objections.Add(DraftRefusals.LowerThanHandedOn.Of(file.Name));
            else if (inside.IsUnclear)
                objections.Add(DraftRefusals.LabelsUnreadable.Of(file.Name));
        }
        return objections;
    }

    private async Task<InnerLabels?> InsideAsync(Actor actor, Guid draftId, Attachment file, CancellationToken cancellationToken)
    {
        var isMessage = file.MediaType.Equals(Rfc822, StringComparison.OrdinalIgnoreCase);
        var key = isMessage ? file.Sha256 + " message" : file.Sha256;
        if (found.TryGetValue(key, out var known))
            return known;
        await using var context = await records.ReadAsync(cancellationToken);
        var octets = await context
            .Attachments.Where(a =>
                a.DraftId == draftId
                && a.Sha256 == file.Sha256
                && context.Drafts.Any(draft => draft.Id == draftId && draft.RoleId == actor.RoleId)
            )
            .Select(a => a.Octets)
            .SingleOrDefaultAsync(cancellationToken);
        if (octets is null)
            return null;
        var now = time.GetUtcNow();
        var inside = await files.LabelsInsideAsync(octets, now, cancellationToken);
        // what says it is a message and has no label is handled as one without
        if (
            isMessage
            && inside.Labels.IsEmpty
            && (await files.ReadFieldsAsync(octets, now, cancellationToken)).EffectiveLabel is { } assumed
        )
            inside = inside with { Labels = [assumed] };
        if (found.Count >= MostKept)
            found.Clear();
        return found[key] = inside;
    }

    private bool MayLower(Actor actor) =>
        options.CurrentValue.LowerLabelInReply.Contains(actor.Role.Address.ToString(), StringComparer.OrdinalIgnoreCase);
}
