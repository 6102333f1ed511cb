using System.Collections.Immutable;

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
            refusals.Add(ComposeRefusals.NoLabel);
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
            refusals.Add(ComposeRefusals.NoAddressee);
        // MMHS §3.5.1: a primary precedence whenever there is an action addressee
        if (!form.To.IsEmpty && form.ActionPrecedence is null)
            refusals.Add(ComposeRefusals.NoActionPrecedence);
        // MMHS §3.5.2: a copy precedence whenever there is an information addressee
        if (!(form.Cc.IsEmpty && form.Bcc.IsEmpty) && form.InformationPrecedence is null)
            refusals.Add(ComposeRefusals.NoInformationPrecedence);
        var all = form.To.Concat(form.Cc).Concat(form.Bcc).Select(mailbox => mailbox.Address).ToList();
        if (all.Count > limits.MaxAddressees)
            refusals.Add(ComposeRefusals.TooManyAddressees.Of(all.Count, limits.MaxAddressees));
        // letters of either case are one mailbox, as delivery has it
        foreach (
            var twice in all.GroupBy(address => address.ToString(), StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
        )
            refusals.Add(ComposeRefusals.NamedTwice.Of(twice.Key, twice.Count()));
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
                refusals.Add(ComposeRefusals.NoSubjectIndicatorCode.Of(text));
        }
        if (form.SubjectIndicatorCodes.Length > SubjectIndicatorCode.MaxPerMessage)
            refusals.Add(ComposeRefusals.TooManySubjectIndicatorCodes.Of(form.SubjectIndicatorCodes.Length));
        return codes.ToImmutable();
    }

    private static MessageType? Type(DraftForm form, ImmutableArray<Refusal>.Builder refusals)
    {
        var identifier = form.MessageTypeIdentifier.Trim();
        if (form.MessageType is not { } value)
        {
            if (identifier.Length > 0)
                refusals.Add(ComposeRefusals.NoMessageType);
            return null;
        }
        if (identifier.Length == 0)
            return new(value);
        if (!MilitaryString.IsValid(identifier))
            refusals.Add(ComposeRefusals.MessageTypeIdentifierUnprintable);
        return new(value, identifier);
    }

    private static void Times(DraftForm form, DateTimeOffset now, ImmutableArray<Refusal>.Builder refusals)
    {
        if (form.Dtg is { } dtg && (dtg.At > now.AddHours(24) || dtg.At < now.AddDays(-7)))
            refusals.Add(ComposeRefusals.DtgOutOfReach.Of(dtg));
    }

    private static void Words(DraftForm form, ComposeLimits limits, ImmutableArray<Refusal>.Builder refusals)
    {
        if (form.Subject.Trim().Length > MaxSubjectCharacters)
            refusals.Add(ComposeRefusals.SubjectTooLong.Of(form.Subject.Trim().Length));
        if (form.Subject.Any(char.IsControl))
            refusals.Add(ComposeRefusals.SubjectUnshowable);
        if (HiddenCharacters.IsBlank(form.Text) && form.Attachments.IsEmpty)
            refusals.Add(ComposeRefusals.NoText);
        if (form.Text.Length > limits.MaxTextCharacters)
            refusals.Add(ComposeRefusals.TextTooLong.Of(form.Text.Length, limits.MaxTextCharacters));
        if (form.Text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            refusals.Add(ComposeRefusals.ForbiddenCharacter.Of("The text", "a control character", field: "text"));
        var octets = form.Attachments.Sum(attachment => attachment.Size);
        if (octets > limits.MaxAttachmentOctets)
            refusals.Add(ComposeRefusals.AttachmentsTooLarge.Of(octets, limits.MaxAttachmentOctets));
    }
}
