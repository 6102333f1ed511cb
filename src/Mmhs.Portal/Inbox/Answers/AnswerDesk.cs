using System.Collections.Immutable;
using System.Security.Cryptography;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox.Answers;

/// <summary>Begins an answer to a message of the role's inbox, or a message that hands it on. Reading it is written down as any reading.</summary>
/// <remarks>Source: RFC 5322 §3.6.4; MMHS §3.4.19, §3.4.36, §3.4.37.</remarks>
public sealed class AnswerDesk(PortalRecords records, InboxDesk inbox, DraftDesk drafts, AddresseeLookup book)
{
    public async Task<BegunDraft> BeginAsync(Actor actor, long entry, AnswerKind kind, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft())
        {
            await records.AuditAsync(Denials.Of(actor, "answer", null), cancellationToken);
            return BegunDraft.Refused(CommonRefusals.NotPermitted);
        }
        if (await inbox.OpenAsync(actor, entry, cancellationToken) is not { } message)
            return BegunDraft.Refused(CommonRefusals.NotFound);
        var said = new Mmhs.Messages.Canonical.CanonicalObject
        {
            ["answers"] = message.Entry.MessageId,
            ["kind"] = kind.ToString(),
        };
        if (kind is AnswerKind.Forward or AnswerKind.Readdress)
        {
            if (await inbox.SourceAsync(actor, entry, cancellationToken) is not { } octets)
                return BegunDraft.Refused(CommonRefusals.NotFound);
            var file = new Attachment(
                "message.eml",
                "message/rfc822",
                octets.LongLength,
                Convert.ToHexStringLower(SHA256.HashData(octets))
            );
            return await drafts.BeginAsync(
                actor,
                message.Label,
                kind == AnswerKind.Forward ? Forward(message) : Readdress(message),
                [(file, octets)],
                said,
                cancellationToken
            );
        }
        if (kind == AnswerKind.ReplyAll && message.Entry.ReceivedAs == ReceivedAs.Blind)
            return BegunDraft.Refused(AnswerRefusals.Blind);
        return await drafts.BeginAsync(
            actor,
            message.Label,
            await ReplyAsync(actor, message, kind, cancellationToken),
            [],
            said,
            cancellationToken
        );
    }

    private async Task<DraftForm> ReplyAsync(
        Actor actor,
        OpenMessage message,
        AnswerKind kind,
        CancellationToken cancellationToken
    )
    {
        var reading = message.Reading;
        var to = Answered(reading, actor.Role.Address);
        var cc = kind == AnswerKind.ReplyAll ? Addresses(reading.To.Concat(reading.Cc), [.. to, actor.Role.Address]) : [];
        var names = await book.NamesAsync([.. to, .. cc], cancellationToken);
        ImmutableArray<Mailbox> Named(IEnumerable<EmailAddress> addresses) =>
            [
                .. addresses.Select(address =>
                    names.TryGetValue(address, out var known) ? known.Mailbox : new Mailbox(null, address)
                ),
            ];
        var thread = Thread(reading);
        var precedence = PrecedenceOf(message);
        return Carried(message, "Re") with
        {
            To = Named(to),
            ActionPrecedence = precedence,
            Cc = Named(cc),
            InformationPrecedence = cc.IsEmpty ? null : precedence,
            Optional = new() { InReplyTo = thread.InReplyTo, Thread = thread.References },
        };
    }

    private static DraftForm Forward(OpenMessage message) => Carried(message, "Fwd");

    // Who the new addressees are is all that is left to say; whom it went to before is told, so that nobody sends it to them again.
    private static DraftForm Readdress(OpenMessage message)
    {
        var reading = message.Reading;
        var originator = reading.Sender ?? reading.From.FirstOrDefault();
        var dtg = reading.Mmhs.ExtendedAuthorisationInfo ?? reading.Date;
        return Carried(message, null) with
        {
            ActionPrecedence = PrecedenceOf(message),
            Text =
                string.Join(
                    '\n',
                    new[]
                    {
                        "READDRESSED. THE MESSAGE FOLLOWS AS IT WAS RECEIVED.",
                        $"FROM: {originator?.Name ?? originator?.Address}",
                        dtg is { Year: >= 2000 and < 2100 } at ? $"DTG: {new DateTimeGroup(at)}" : null,
                        Line("TO", reading.To),
                        Line("INFO", reading.Cc),
                    }.OfType<string>()
                ) + "\n",
            Optional = new()
            {
                CrossReferences = MessageId.TryParse(reading.MessageId, out var id) ? [id] : [],
                Expires = reading.Expires is { } expires ? new DateTimeGroup(expires) : null,
            },
        };

        static string? Line(string word, ImmutableArray<HeaderAddress> addressees) =>
            addressees.IsEmpty
                ? null
                : $"{word}: {string.Join("; ", addressees.Take(100).Select(one => one.Name ?? one.Address))}{(addressees.Length > 100 ? "; AND OTHERS" : "")}";
    }

    // Label, codes and type go along; the label is the one it was handled under here, so nothing drops below it unseen.
    private static DraftForm Carried(OpenMessage message, string? prefix)
    {
        var subject = (message.Reading.Subject ?? "").Trim();
        var begun =
            prefix is null || subject.StartsWith(prefix + ":", StringComparison.OrdinalIgnoreCase)
                ? subject
                : $"{prefix}: {subject}".TrimEnd();
        return new()
        {
            Label = message.Label,
            Subject = Characters.Cut(begun, ComposeRules.MaxSubjectCharacters),
            SubjectIndicatorCodes =
            [
                .. message
                    .Reading.Mmhs.SubjectIndicatorCodes.Where(code => SubjectIndicatorCode.TryParse(code, out _))
                    .Take(SubjectIndicatorCode.MaxPerMessage),
            ],
            MessageType = message.Reading.Mmhs.MessageType?.Value,
            MessageTypeIdentifier = message.Reading.Mmhs.MessageType?.Identifier ?? "",
        };
    }

    // the one that applied to this reader; a number nobody here has a name for is not guessed at
    private static Precedence? PrecedenceOf(OpenMessage message) =>
        message.Entry.Urgency is >= (short)Precedence.Deferred and <= (short)Precedence.Override
            ? (Precedence)message.Entry.Urgency
            : null;

    // Whoever answers does not write to himself, also where the originator asked for it; save a note to himself.
    private static ImmutableArray<EmailAddress> Answered(MessageReading reading, EmailAddress own) =>
        new[] { Addresses(reading.ReplyTo, [own]), Addresses(reading.From, [own]) }.FirstOrDefault(
            found => !found.IsEmpty,
            Addresses(reading.From, [])
        );

    // RFC 5322 §3.6.4: a parent that cannot be named is not named, and the thread before it goes on
    private static ThreadFields Thread(MessageReading reading)
    {
        var references = Ids(reading.References);
        return MessageId.TryParse(reading.MessageId, out var parent)
            ? ThreadFields.ReplyTo(parent, references, reading.InReplyTo is { } grandparent ? Ids([grandparent]) : [])
            : ThreadFields.None.Referring(references);
    }

    // Case tells no two mailboxes of the directory apart, so neither do we.
    private static ImmutableArray<EmailAddress> Addresses(
        IEnumerable<HeaderAddress> found,
        IReadOnlyCollection<EmailAddress> without
    ) =>
        [
            .. found
                .Select(one => EmailAddress.TryParse(one.Address, out var address) ? address : null)
                .OfType<EmailAddress>()
                .Where(address => !without.Any(other => Same(address, other)))
                .DistinctBy(address => address.ToString(), StringComparer.OrdinalIgnoreCase),
        ];

    private static bool Same(EmailAddress left, EmailAddress right) =>
        string.Equals(left.ToString(), right.ToString(), StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<MessageId> Ids(IEnumerable<string> texts) =>
        [.. texts.Select(text => MessageId.TryParse(text, out var id) ? id : null).OfType<MessageId>()];
}
