using System.Collections.Immutable;
using System.Globalization;

namespace Mmhs.Messages.Compose;

/// <summary>What an organisation allows in a message; each limit with where it comes from.</summary>
/// <param name="MaxTextCharacters">Longest text, in characters.</param>
/// <param name="MaxAttachmentOctets">All attachments together, in octets, before transfer encoding.</param>
/// <param name="MaxAddressees">Addressees of all kinds, as many as a list may stand for. Of a server that takes fewer at once (RFC 5321 §4.5.3.1.8: 100) the rest is asked again (§4.5.3.1.10).</param>
public sealed record ComposeLimits(
    int MaxTextCharacters = 1_000_000,
    long MaxAttachmentOctets = 15 * 1024 * 1024,
    int MaxAddressees = ListExpansion.Most
);

/// <summary>What the rules make of a form: the content, or everything that is wrong with it.</summary>
public abstract record ComposeResult
{
    private ComposeResult() { }

    public sealed record Complete(MessageContent Content) : ComposeResult;

    /// <param name="Refusals">All of them, in the order of the form; never empty.</param>
    public sealed record Incomplete(ImmutableArray<Refusal> Refusals) : ComposeResult;
}

/// <summary>From a form to content that may be released. Pure: label and addressee checks that need the world are passed in.</summary>
public static class ComposeRules
{
    /// <summary>Longest subject in characters: its encoded field stays well under the 998 octets of a line folded by us.</summary>
    public const int MaxSubjectCharacters = 200;

    /// <param name="form">What the drafter wrote.</param>
    /// <param name="from">The role mailbox that speaks.</param>
    /// <param name="limits">What the organisation allows.</param>
    /// <param name="now">For the sanity of a typed DTG.</param>
    /// <param name="outside">What label policy and directory said about this form (codes <c>LBL-</c> and <c>DIR-</c>); added to the list.</param>
    public static ComposeResult Check(
        DraftForm form,
        Mailbox from,
        ComposeLimits limits,
        DateTimeOffset now,
        IEnumerable<Refusal> outside
    )
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (form.Label is null)
            refusals.Add(new("CMP-001", "Choose the security label before anything else.", "label"));
        refusals.AddRange(outside);
        Addressees(form, limits, refusals);
        var codes = SubjectIndicatorCodes(form, refusals);
        var type = Type(form, refusals);
        Times(form, now, refusals);
        Words(form, limits, refusals);
        HiddenCharacterRules.Check(form, refusals);
        var further = OptionalFieldRules.Check(form.Optional, now, refusals);
        if (refusals.Count > 0)
            return new ComposeResult.Incomplete(refusals.ToImmutable());
        return new ComposeResult.Complete(
            new MessageContent(
                from,
                form.Label!,
                form.To.IsEmpty ? null : new ActionAddressees(form.ActionPrecedence!.Value, form.To),
                form.Cc.IsEmpty && form.Bcc.IsEmpty
                    ? null
                    : new InformationAddressees(form.InformationPrecedence!.Value, form.Cc, form.Bcc),
                form.Subject.Trim(),
                codes,
                type,
                form.Dtg,
                form.Text.ReplaceLineEndings("\n"),
                form.Attachments,
                form.DeliveryReports
            )
            {
                Requests = AddresseeRequests.Counting(form),
                Optional = further,
            }
        );
    }

    private static void Addressees(DraftForm form, ComposeLimits limits, ImmutableArray<Refusal>.Builder refusals)
    {
        if (form.To.IsEmpty && form.Cc.IsEmpty && form.Bcc.IsEmpty)
            refusals.Add(new("CMP-002", "Name at least one action or information addressee.", "to"));
        // MMHS §3.5.1: a primary precedence whenever there is an action addressee
        if (!form.To.IsEmpty && form.ActionPrecedence is null)
            refusals.Add(new("CMP-003", "Choose the precedence for the action addressees.", "action-precedence"));
        // MMHS §3.5.2: a copy precedence whenever there is an information addressee
        if (!(form.Cc.IsEmpty && form.Bcc.IsEmpty) && form.InformationPrecedence is null)
            refusals.Add(new("CMP-004", "Choose the precedence for the information addressees.", "information-precedence"));
        var all = form.To.Concat(form.Cc).Concat(form.Bcc).Select(mailbox => mailbox.Address).ToList();
        if (all.Count > limits.MaxAddressees)
            refusals.Add(
                new(
                    "CMP-005",
                    $"There are {all.Count} addressees, more than {limits.MaxAddressees}. Take some out, or send it as several messages; a list counts as the mailboxes it stands for.",
                    "to"
                )
            );
        // letters of either case are one mailbox, as delivery has it
        foreach (
            var twice in all.GroupBy(address => address.ToString(), StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
        )
            refusals.Add(new("CMP-006", $"{twice.Key} is named {twice.Count()} times. Keep one entry.", "to"));
    }

    private static ImmutableArray<SubjectIndicatorCode> SubjectIndicatorCodes(
        DraftForm form,
        ImmutableArray<Refusal>.Builder refusals
    )
    {
        var codes = ImmutableArray.CreateBuilder<SubjectIndicatorCode>();
        foreach (var text in form.SubjectIndicatorCodes)
        {
            if (SubjectIndicatorCode.TryParse(text, out var code))
                codes.Add(code);
            else
                refusals.Add(
                    new("CMP-007", $"“{text}” is no subject indicator code: three to eight letters and digits.", "sics")
                );
        }
        if (form.SubjectIndicatorCodes.Length > SubjectIndicatorCode.MaxPerMessage)
            refusals.Add(
                new(
                    "CMP-008",
                    $"There are {form.SubjectIndicatorCodes.Length} subject indicator codes; {SubjectIndicatorCode.MaxPerMessage} is the most.",
                    "sics"
                )
            );
        return codes.ToImmutable();
    }

    private static MessageType? Type(DraftForm form, ImmutableArray<Refusal>.Builder refusals)
    {
        var identifier = form.MessageTypeIdentifier.Trim();
        if (form.MessageType is not { } value)
        {
            if (identifier.Length > 0)
                refusals.Add(
                    new("CMP-009", "Choose the message type the identifier belongs to, or clear the identifier.", "message-type")
                );
            return null;
        }
        if (identifier.Length == 0)
            return new(value);
        if (!MilitaryString.IsValid(identifier))
            refusals.Add(
                new(
                    "CMP-010",
                    $"The identifier may have {MilitaryString.MaxLength} letters, digits, blanks and ' ( ) + , - . / : = ? only.",
                    "message-type-identifier"
                )
            );
        return new(value, identifier);
    }

    private static void Times(DraftForm form, DateTimeOffset now, ImmutableArray<Refusal>.Builder refusals)
    {
        if (form.Dtg is { } dtg && (dtg.At > now.AddHours(24) || dtg.At < now.AddDays(-7)))
            refusals.Add(
                new(
                    "CMP-011",
                    $"The DTG {dtg} is more than a day ahead or a week ago. Correct it, or leave it blank to have it set at release.",
                    "dtg"
                )
            );
    }

    private static void Words(DraftForm form, ComposeLimits limits, ImmutableArray<Refusal>.Builder refusals)
    {
        if (form.Subject.Trim().Length > MaxSubjectCharacters)
            refusals.Add(
                new(
                    "CMP-012",
                    $"The subject has {form.Subject.Trim().Length} characters; {MaxSubjectCharacters} is the most.",
                    "subject"
                )
            );
        if (form.Subject.Any(char.IsControl))
            refusals.Add(new("CMP-013", "The subject holds a character that cannot be shown. Type it anew.", "subject"));
        if (HiddenCharacters.IsBlank(form.Text) && form.Attachments.IsEmpty)
            refusals.Add(new("CMP-014", "Write the text, or attach a file.", "text"));
        if (form.Text.Length > limits.MaxTextCharacters)
            refusals.Add(
                new(
                    "CMP-015",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The text has {form.Text.Length:N0} characters; {limits.MaxTextCharacters:N0} is the most. Attach it as a file."
                    ),
                    "text"
                )
            );
        if (form.Text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            refusals.Add(new("CMP-016", "The text holds a control character. Remove it.", "text"));
        var octets = form.Attachments.Sum(attachment => attachment.Size);
        if (octets > limits.MaxAttachmentOctets)
            refusals.Add(
                new(
                    "CMP-017",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The attachments have {octets:N0} octets together; {limits.MaxAttachmentOctets:N0} is the most."
                    ),
                    "attachments"
                )
            );
    }
}
