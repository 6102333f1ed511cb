using System.Collections.Immutable;
using System.Text.Json;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Records.Compose;

/// <summary>A draft form as the text of a column, and back. What cannot be read throws: it never becomes an empty form.</summary>
public static class DraftFormJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(DraftForm form) =>
        JsonSerializer.Serialize(
            new Stored(
                form.Label?.ToKey(),
                (byte?)form.ActionPrecedence,
                [.. form.To.Select(WriteMailbox)],
                (byte?)form.InformationPrecedence,
                [.. form.Cc.Select(WriteMailbox)],
                [.. form.Bcc.Select(WriteMailbox)],
                form.Subject,
                [.. form.SubjectIndicatorCodes],
                form.MessageType,
                form.MessageTypeIdentifier,
                form.Dtg?.At.ToUnixTimeMilliseconds(),
                form.Text,
                [.. form.Attachments],
                form.DeliveryReports,
                form.Wishes.IsEmpty
                    ? null
                    :
                    [
                        .. form.Wishes.Select(wish => new StoredRequest(
                            wish.Address.ToString(),
                            (byte?)wish.Reports,
                            wish.Receipt,
                            wish.TextOnly
                        )),
                    ],
                form.Further.IsNone ? null : OptionalFieldsJson.Write(form.Further)
            ),
            Options
        );

    /// <exception cref="JsonException">The text is not what <see cref="Write"/> writes.</exception>
    /// <exception cref="FormatException">A value in it is none of its kind.</exception>
    public static DraftForm Read(string json)
    {
        var stored =
            JsonSerializer.Deserialize<Stored>(json, Options) ?? throw new JsonException("A draft form is a JSON object.");
        return new DraftForm
        {
            Label = Label(stored.Label),
            ActionPrecedence = Precedence(stored.ActionPrecedence),
            To = [.. stored.To.Select(ReadMailbox)],
            InformationPrecedence = Precedence(stored.InformationPrecedence),
            Cc = [.. stored.Cc.Select(ReadMailbox)],
            Bcc = [.. stored.Bcc.Select(ReadMailbox)],
            Subject = stored.Subject,
            SubjectIndicatorCodes = [.. stored.Sics],
            MessageType = stored.MessageType,
            MessageTypeIdentifier = stored.MessageTypeIdentifier,
            Dtg = stored.Dtg is { } dtg ? new DateTimeGroup(DateTimeOffset.FromUnixTimeMilliseconds(dtg)) : null,
            Text = stored.Text,
            Attachments = [.. stored.Attachments],
            DeliveryReports = stored.DeliveryReports,
            Wishes = stored.Wishes is { } wishes ? [.. wishes.Select(ReadRequest)] : [],
            Further = stored.Further is { } further ? OptionalFieldsJson.Read(further) : OptionalFields.None,
        };
    }

    private static SecurityLabel? Label(string? key) =>
        key is null ? null
        : SecurityLabel.TryParse(key, out var label) ? label
        : throw new FormatException("The stored label cannot be read.");

    private static Precedence? Precedence(byte? value) =>
        value is null ? null
        : Enum.IsDefined((Precedence)value) ? (Precedence)value
        : throw new FormatException($"There is no precedence {value}.");

    internal static StoredMailbox WriteMailbox(Mailbox mailbox) => new(mailbox.DisplayName, mailbox.Address.ToString());

    internal static Mailbox ReadMailbox(StoredMailbox mailbox) => new(mailbox.Name, EmailAddress.Parse(mailbox.Address));

    private static AddresseeRequest ReadRequest(StoredRequest wish) =>
        new(
            EmailAddress.Parse(wish.Address),
            wish.Reports is null || Enum.IsDefined((ReportRequest)wish.Reports)
                ? (ReportRequest?)wish.Reports
                : throw new FormatException($"There is no wish {wish.Reports}."),
            wish.Receipt,
            wish.TextOnly
        );

    internal sealed record StoredMailbox(string? Name, string Address);

    private sealed record StoredRequest(string Address, byte? Reports, bool Receipt, bool TextOnly = false);

    private sealed record Stored(
        string? Label,
        byte? ActionPrecedence,
        ImmutableArray<StoredMailbox> To,
        byte? InformationPrecedence,
        ImmutableArray<StoredMailbox> Cc,
        ImmutableArray<StoredMailbox> Bcc,
        string Subject,
        ImmutableArray<string> Sics,
        byte? MessageType,
        string MessageTypeIdentifier,
        long? Dtg,
        string Text,
        ImmutableArray<Attachment> Attachments,
        bool DeliveryReports,
        ImmutableArray<StoredRequest>? Wishes,
        StoredOptional? Further
    );
}
