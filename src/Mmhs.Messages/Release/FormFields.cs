using System.Collections.Frozen;
using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>The fields of a draft form by the names pages, refusals, comments and templates use for them.</summary>
public static class FormFields
{
    public const string Label = "label",
        To = "to",
        Cc = "cc",
        Bcc = "bcc",
        ActionPrecedence = "action-precedence",
        InformationPrecedence = "information-precedence",
        Subject = "subject",
        Sics = "sics",
        MessageType = "message-type",
        MessageTypeIdentifier = "message-type-identifier",
        Dtg = "dtg",
        Text = "text",
        Attachments = "attachments",
        DeliveryReports = "delivery-reports",
        Requests = "requests";

    /// <summary>Every field in the order of the form, with the words beside it.</summary>
    public static IReadOnlyList<(string Field, string Words)> All { get; } =
    [
        (Label, "Security label"),
        (To, "Action addressees"),
        (ActionPrecedence, "Action precedence"),
        (Cc, "Information addressees"),
        (Bcc, "Blind copies"),
        (InformationPrecedence, "Information precedence"),
        (Subject, "Subject"),
        (Sics, "Subject indicator codes"),
        (Dtg, "Date-time group"),
        (MessageType, "Message type"),
        (MessageTypeIdentifier, "Message type: which one"),
        (Text, "Text"),
        (Attachments, "Attachments"),
        (DeliveryReports, "Delivery reports"),
        (Requests, "Reports and receipts of single addressees"),
        .. OptionalParts.All.Select(part => (part.Field, part.Words)),
    ];

    private static readonly FrozenDictionary<string, OptionalPart> Optional = OptionalParts.All.ToFrozenDictionary(
        part => part.Field,
        StringComparer.Ordinal
    );

    private static readonly FrozenDictionary<string, string> TextOf = All.ToFrozenDictionary(
        pair => pair.Field,
        pair => pair.Words,
        StringComparer.Ordinal
    );

    public static bool Exists(string field) => TextOf.ContainsKey(field);

    /// <summary>The words beside a field; the name itself where it is none of ours.</summary>
    public static string Words(string field) => TextOf.GetValueOrDefault(field, field);

    /// <summary>Whether nothing was filled in. Delivery reports are always one or the other.</summary>
    public static bool IsEmpty(DraftForm form, string field) =>
        field switch
        {
            Label => form.Label is null,
            To => form.To.IsEmpty,
            Cc => form.Cc.IsEmpty,
            Bcc => form.Bcc.IsEmpty,
            ActionPrecedence => form.ActionPrecedence is null,
            InformationPrecedence => form.InformationPrecedence is null,
            Subject => string.IsNullOrWhiteSpace(form.Subject),
            Sics => form.SubjectIndicatorCodes.IsEmpty,
            Dtg => form.Dtg is null,
            MessageType => form.MessageType is null,
            MessageTypeIdentifier => string.IsNullOrWhiteSpace(form.MessageTypeIdentifier),
            Text => string.IsNullOrWhiteSpace(form.Text),
            Attachments => form.Attachments.IsEmpty,
            DeliveryReports => false,
            Requests => form.Requests.IsEmpty,
            _ => Values(form, field).IsEmpty,
        };

    /// <summary>The values of one of the further fields as text; empty for any other.</summary>
    public static ImmutableArray<string> Values(DraftForm form, string field) =>
        Optional.TryGetValue(field, out var part) ? part.Values(form.Optional) : [];

    /// <summary>The fields whose values differ in anything, order of addressees included.</summary>
    public static IEnumerable<string> Differing(DraftForm one, DraftForm other)
    {
        if (one.Label != other.Label)
            yield return Label;
        if (!one.To.SequenceEqual(other.To))
            yield return To;
        if (!one.Cc.SequenceEqual(other.Cc))
            yield return Cc;
        if (!one.Bcc.SequenceEqual(other.Bcc))
            yield return Bcc;
        if (one.ActionPrecedence != other.ActionPrecedence)
            yield return ActionPrecedence;
        if (one.InformationPrecedence != other.InformationPrecedence)
            yield return InformationPrecedence;
        if (one.Subject != other.Subject)
            yield return Subject;
        if (!one.SubjectIndicatorCodes.SequenceEqual(other.SubjectIndicatorCodes))
            yield return Sics;
        if (one.MessageType != other.MessageType)
            yield return MessageType;
        if (one.MessageTypeIdentifier != other.MessageTypeIdentifier)
            yield return MessageTypeIdentifier;
        if (one.Dtg != other.Dtg)
            yield return Dtg;
        if (one.Text != other.Text)
            yield return Text;
        if (!one.Attachments.SequenceEqual(other.Attachments))
            yield return Attachments;
        if (one.DeliveryReports != other.DeliveryReports)
            yield return DeliveryReports;
        if (!one.Requests.SequenceEqual(other.Requests))
            yield return Requests;
        foreach (var part in OptionalParts.All)
            if (!part.Values(one.Optional).SequenceEqual(part.Values(other.Optional)))
                yield return part.Field;
    }
}
