using System.Collections.Immutable;

namespace Mmhs.Messages.Reports;

/// <summary>What must be known of a message before a receipt for it is thought of.</summary>
/// <param name="RequestedBy">Disposition-Notification-To, addresses only; empty when nobody asks.</param>
/// <param name="ReturnPaths">Return-Path fields, addresses only; an empty text is the null path.</param>
/// <param name="UnknownRequiredOptions">Attributes of Disposition-Notification-Options marked required that we do not know.</param>
/// <param name="HasMessageId">A receipt has to name the message it is about.</param>
/// <param name="IsReport">A report of any kind: delivery, disposition, complaint.</param>
/// <param name="IsFromList">It came through a list or a news group.</param>
/// <param name="IsDoubtful">A check of its origin failed.</param>
/// <param name="IsAnswered">A receipt for this reader was sent or declined before.</param>
public sealed record ReceiptFacts(
    ImmutableArray<string> RequestedBy,
    ImmutableArray<string> ReturnPaths,
    ImmutableArray<string> UnknownRequiredOptions,
    bool HasMessageId,
    bool IsReport,
    bool IsFromList,
    bool IsDoubtful,
    bool IsAnswered
);

/// <summary>Whether a receipt may be sent.</summary>
public abstract record ReceiptDecision
{
    private ReceiptDecision() { }

    /// <summary>Nobody asks for one.</summary>
    public sealed record NotRequested : ReceiptDecision;

    /// <summary>None may be sent, whoever agrees.</summary>
    public sealed record Forbidden(Refusal Reason) : ReceiptDecision;

    /// <summary>Only if the reader says so; when he cannot be asked, none (RFC 8098 §2.1).</summary>
    /// <param name="To">Where it would go, each once.</param>
    /// <param name="Because">Why no rule may answer for him, to be shown beside the question.</param>
    public sealed record OnlyByReader(ImmutableArray<string> To, string Because) : ReceiptDecision;

    /// <summary>The reader is asked, unless the site answers for him.</summary>
    public sealed record Permitted(string To) : ReceiptDecision;
}

/// <summary>When a receipt may be sent (RFC 8098 §2.1, §2.2, §3; RFC 3834; MMHS §3.4.33).</summary>
public static class MdnRules
{
    public static ReceiptDecision Decide(ReceiptFacts facts)
    {
        var to = facts
            .RequestedBy.DistinctBy(address => AddressIdentity.Key(address) ?? address, StringComparer.Ordinal)
            .ToImmutableArray();
        if (to.IsEmpty)
            return new ReceiptDecision.NotRequested();
        if (facts.IsReport)
            return No(ReceiptRefusals.IsReport);
        if (facts.IsAnswered)
            return No(ReceiptRefusals.Answered);
        if (!facts.HasMessageId)
            return No(ReceiptRefusals.NoMessageId);
        if (!facts.UnknownRequiredOptions.IsEmpty)
            return No(ReceiptRefusals.UnknownOption.Of(string.Join(", ", facts.UnknownRequiredOptions)));
        if (to.Any(address => AddressIdentity.Key(address) is null))
            return No(ReceiptRefusals.NoAddress);
        if (facts.IsDoubtful)
            return No(ReceiptRefusals.DoubtfulOrigin);

        if (facts.IsFromList)
            return Ask(to, "The message came through a list.");
        if (to.Length > 1)
            return Ask(to, "More than one address asks for the receipt.");
        return facts.ReturnPaths switch
        {
            [] => Ask(to, "The message does not say where it came from."),
            [var path] when AddressIdentity.Same(path, to[0]) => new ReceiptDecision.Permitted(to[0]),
            [_] => Ask(to, "The receipt would go to another address than the message came from."),
            _ => Ask(to, "The message says more than once where it came from."),
        };
    }

    /// <summary>Whether the receipt of an occasion may go: what a rule did needs the same freedom as what a rule says.</summary>
    /// <param name="readerAgreed">He was asked about this very message and agreed.</param>
    public static bool MaySend(ReceiptDecision decision, ReceiptOccasion occasion, bool readerAgreed) =>
        decision switch
        {
            ReceiptDecision.Permitted => readerAgreed || Dispositions.For(occasion).IsSentAutomatically,
            ReceiptDecision.OnlyByReader => readerAgreed && !Dispositions.For(occasion).IsSentAutomatically,
            _ => false,
        };

    private static ReceiptDecision.Forbidden No(Refusal reason) => new(reason);

    private static ReceiptDecision.OnlyByReader Ask(ImmutableArray<string> to, string because) => new(to, because);
}
