using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.AddressBook;

namespace Mmhs.Portal.Api;

/// <summary>A mailbox. The name is the directory's: one sent in is not read.</summary>
internal sealed record MailboxBody(string Address, string? Name = null)
{
    internal static MailboxBody Of(Mailbox mailbox) => new(mailbox.Address.ToString(), mailbox.DisplayName);
}

/// <summary>A file of a draft, known by what is in it.</summary>
internal sealed record AttachmentBody(string Name, string MediaType, long Size, string Sha256);

/// <summary>A message being written; what is not filled in is null or empty.</summary>
internal sealed record FormBody
{
    /// <summary>Key of the label.</summary>
    public string? Label { get; init; }
    public string? ActionPrecedence { get; init; }
    public IReadOnlyList<MailboxBody> To { get; init; } = [];
    public string? InformationPrecedence { get; init; }
    public IReadOnlyList<MailboxBody> Cc { get; init; } = [];
    public IReadOnlyList<MailboxBody> Bcc { get; init; } = [];
    public string Subject { get; init; } = "";
    public IReadOnlyList<string> SubjectIndicatorCodes { get; init; } = [];
    public byte? MessageType { get; init; }
    public string MessageTypeIdentifier { get; init; } = "";

    /// <summary>A minute of UTC.</summary>
    public DateTimeOffset? Dtg { get; init; }
    public string Text { get; init; } = "";

    /// <summary>Only files that were attached before, as the draft names them; leave one out to remove it.</summary>
    public IReadOnlyList<AttachmentBody> Attachments { get; init; } = [];
    public bool DeliveryReports { get; init; } = true;

    /// <summary>Addressees for whom something else is asked for than for all.</summary>
    public IReadOnlyList<RequestBody> Requests { get; init; } = [];

    /// <summary>What goes beyond the everyday fields; null when nothing does.</summary>
    public OptionalBody? Optional { get; init; }

    internal static FormBody Of(DraftForm form) =>
        new()
        {
            Label = form.Label?.ToKey(),
            ActionPrecedence = form.ActionPrecedence?.ToWord(),
            To = [.. form.To.Select(MailboxBody.Of)],
            InformationPrecedence = form.InformationPrecedence?.ToWord(),
            Cc = [.. form.Cc.Select(MailboxBody.Of)],
            Bcc = [.. form.Bcc.Select(MailboxBody.Of)],
            Subject = form.Subject,
            SubjectIndicatorCodes = form.SubjectIndicatorCodes,
            MessageType = form.MessageType,
            MessageTypeIdentifier = form.MessageTypeIdentifier,
            Dtg = form.Dtg?.At,
            Text = form.Text,
            Attachments =
            [
                .. form.Attachments.Select(file => new AttachmentBody(file.Name, file.MediaType, file.Size, file.Sha256)),
            ],
            DeliveryReports = form.DeliveryReports,
            Requests = [.. form.Requests.Select(RequestBody.Of)],
            Optional = form.Optional.IsNone ? null : OptionalBody.Of(form.Optional),
        };

    /// <param name="reading">Remembers what cannot be read.</param>
    /// <param name="stands">Files the draft has; a form of its own has none.</param>
    /// <param name="directory">Knows the names of mailboxes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<DraftForm> ToFormAsync(
        ApiReading reading,
        ImmutableArray<Attachment> stands,
        AddresseeLookup directory,
        CancellationToken cancellationToken
    )
    {
        SecurityLabel? label = null;
        if (Label is not null && !SecurityLabel.TryParse(Label, out label))
            reading.Refuse("This is no key of a label.", "label");
        if (Dtg is { } dtg && dtg.UtcDateTime.Year is < 2000 or > 2099)
            reading.Refuse("A date-time group is between 2000 and 2099.", "dtg");
        foreach (
            var (text, field) in SubjectIndicatorCodes
                .Select(code => (code, "sics"))
                .Append((Subject, "subject"))
                .Append((MessageTypeIdentifier, "message-type-identifier"))
        )
            if (text.Length > 1000 || text.Any(char.IsControl))
                reading.Refuse("This is too long, or holds a control character.", field);
        if (SubjectIndicatorCodes.Count > 100)
            reading.Refuse("These are too many.", "sics");
        var files = Attachments
            .Select(file => new Attachment(file.Name, file.MediaType, file.Size, file.Sha256))
            .ToImmutableArray();
        if (files.Any(file => !stands.Contains(file)))
            reading.Refuse(
                "A file named here is not attached to the draft. Attach it first, and name it as the draft does.",
                "attachments"
            );
        return new DraftForm
        {
            Label = label,
            ActionPrecedence = reading.Precedence(ActionPrecedence, "action-precedence"),
            To = await MailboxesAsync(To, "to", reading, directory, cancellationToken),
            InformationPrecedence = reading.Precedence(InformationPrecedence, "information-precedence"),
            Cc = await MailboxesAsync(Cc, "cc", reading, directory, cancellationToken),
            Bcc = await MailboxesAsync(Bcc, "bcc", reading, directory, cancellationToken),
            Subject = Subject,
            SubjectIndicatorCodes = [.. SubjectIndicatorCodes],
            MessageType = MessageType,
            MessageTypeIdentifier = MessageTypeIdentifier,
            Dtg = reading.IsBroken || Dtg is not { } at ? null : new DateTimeGroup(at),
            Text = Text.ReplaceLineEndings("\n"),
            Attachments = files,
            DeliveryReports = DeliveryReports,
            Requests = RequestBody.Read(Requests, reading),
            Optional = Optional is null
                ? OptionalFields.None
                : Optional.Read(reading) with
                {
                    ExemptedAddresses = await MailboxesAsync(
                        Optional.ExemptedAddresses,
                        OptionalParts.ExemptedAddresses,
                        reading,
                        directory,
                        cancellationToken
                    ),
                },
        };
    }

    // A name beside an address is what people read: it comes from the directory and from nowhere else.
    private static async Task<ImmutableArray<Mailbox>> MailboxesAsync(
        IReadOnlyList<MailboxBody> said,
        string field,
        ApiReading reading,
        AddresseeLookup directory,
        CancellationToken cancellationToken
    )
    {
        if (said.Count > 500)
            reading.Refuse("These are too many addressees.", field);
        var mailboxes = ImmutableArray.CreateBuilder<Mailbox>();
        foreach (var one in said.Take(500))
        {
            if (reading.Address(one.Address, field) is not { } address)
                continue;
            var found = await directory.SearchAsync(address.ToString(), cancellationToken);
            mailboxes.Add(found.FirstOrDefault(entry => entry.Mailbox.Address == address)?.Mailbox ?? new Mailbox(null, address));
        }
        return mailboxes.ToImmutable();
    }
}
