using System.Collections.Immutable;

namespace Mmhs.Messages.Compose;

/// <summary>When the mail systems are to report on one addressee (RFC 3461 §4.1).</summary>
public enum ReportRequest : byte
{
    /// <summary>Delivery, delay and failure.</summary>
    Everything = 0,

    /// <summary>Delay and failure.</summary>
    Trouble = 1,

    /// <summary>Nothing, not even that it failed (MMHS §3.4.31).</summary>
    Never = 2,
}

/// <summary>What is asked for one addressee where it differs from what is asked for all.</summary>
/// <param name="Address">One of the addressees; a wish for anybody else counts for nothing.</param>
/// <param name="Reports">Null: as for all.</param>
/// <param name="Receipt">Whether the reader is asked to say that he saw it, or that he deleted it unread (RFC 8098; MMHS §3.4.27, §3.4.33).</param>
/// <param name="TextOnly">Whether he gets an incomplete copy, without the attachments, as over a thin line (MMHS §3.4.22).</param>
public sealed record AddresseeRequest(EmailAddress Address, ReportRequest? Reports, bool Receipt, bool TextOnly = false)
{
    /// <summary>It asks for no more than is asked for all.</summary>
    public bool IsNone => this is { Reports: null, Receipt: false, TextOnly: false };
}

/// <summary>What is asked for an addressee, all told.</summary>
public static class AddresseeRequests
{
    public static ReportRequest ReportsFor(this MessageContent content, EmailAddress address) =>
        Reports(content.Requests, content.DeliveryReports, address);

    public static ReportRequest ReportsFor(this DraftForm form, EmailAddress address) =>
        Reports(form.Requests, form.DeliveryReports, address);

    public static bool AsksReceipt(this MessageContent content, EmailAddress address) =>
        Find(content.Requests, address) is { Receipt: true };

    public static bool AsksReceipt(this DraftForm form, EmailAddress address) =>
        Find(form.Requests, address) is { Receipt: true };

    /// <summary>Whether he gets the text without the attachments; never where there are none.</summary>
    public static bool GetsTextOnly(this MessageContent content, EmailAddress address) =>
        !content.Attachments.IsEmpty && Find(content.Requests, address) is { TextOnly: true };

    public static bool GetsTextOnly(this DraftForm form, EmailAddress address) =>
        !form.Attachments.IsEmpty && Find(form.Requests, address) is { TextOnly: true };

    /// <summary>The wishes with one more, or without it where it says no more than what is asked for all.</summary>
    public static ImmutableArray<AddresseeRequest> With(this ImmutableArray<AddresseeRequest> wishes, AddresseeRequest wish)
    {
        var others = wishes.RemoveAll(one => one.Address == wish.Address);
        return wish.IsNone ? others : others.Add(wish);
    }

    /// <summary>Those that count, in the order of the addressees.</summary>
    internal static ImmutableArray<AddresseeRequest> Counting(DraftForm form) =>
        [
            .. form
                .To.Concat(form.Cc)
                .Concat(form.Bcc)
                .Select(mailbox => Find(form.Requests, mailbox.Address))
                .OfType<AddresseeRequest>()
                .Select(wish => wish with { TextOnly = form.GetsTextOnly(wish.Address) })
                .Where(wish => !wish.IsNone),
        ];

    /// <summary>In words, one line an addressee.</summary>
    public static string ToText(this AddresseeRequest wish) => $"{wish.Address}: {wish.RequestText()}";

    /// <summary>The same without whom it is for.</summary>
    public static string RequestText(this AddresseeRequest wish)
    {
        string? reports = wish.Reports switch
        {
            null => null,
            ReportRequest.Everything => "every report",
            ReportRequest.Trouble => "report of delay and failure only",
            ReportRequest.Never => "no report, not even of failure",
            _ => throw new ArgumentOutOfRangeException(nameof(wish)),
        };
        return string.Join(
            ", ",
            new[]
            {
                reports,
                wish.Receipt ? "receipt asked for" : null,
                wish.TextOnly ? "text only, without the attachments" : null,
            }.OfType<string>()
        );
    }

    private static ReportRequest Reports(ImmutableArray<AddresseeRequest> wishes, bool everything, EmailAddress address) =>
        Find(wishes, address)?.Reports ?? (everything ? ReportRequest.Everything : ReportRequest.Trouble);

    private static AddresseeRequest? Find(ImmutableArray<AddresseeRequest> wishes, EmailAddress address) =>
        wishes.FirstOrDefault(wish => wish.Address == address);
}
