using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Relay.Border;

/// <summary>Whether the label of a message lets it pass between domains (MMHS §4.1.1; access-and-audit §1).</summary>
/// <remarks>
/// The whole message is refused when one domain is not cleared: the label is unknown at RCPT time. The reply is the same whatever the
/// label says, so that nobody learns clearances by trying.
/// </remarks>
internal sealed class LabelRule(IRelayDirectory directory, TimeProvider time)
{
    private const string NotPermitted = "Not accepted by security policy";

    /// <param name="header">Of the message.</param>
    /// <param name="isRequired">Without a label it does not pass.</param>
    /// <param name="domains">Each must be cleared: where it goes, and on submission where it comes from.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    /// <returns>Null: it passes.</returns>
    public async ValueTask<Rejection?> AskAsync(
        MessageHeader header,
        bool isRequired,
        IEnumerable<string> domains,
        CancellationToken cancellationToken
    )
    {
        var count = header.Count("SIO-Label");
        if (count == 0)
            return Unlabelled(isRequired, "LABEL_MISSING");
        if (count > 1)
            return Refuse("LABEL_REPEATED"); // MMHS §4.2.5: at most one
        if (!SioLabel.TryParse(header.Only("SIO-Label")!, out var field, out var problem))
            return Refuse("LABEL_MALFORMED", problem.Code);
        switch (field.Decode())
        {
            case SioLabelContent.None:
                return Unlabelled(isRequired, "LABEL_MARKING_ONLY");
            case SioLabelContent.Malformed malformed:
                return Refuse("LABEL_MALFORMED", malformed.Problem.Code);
            case SioLabelContent.UnknownType:
                return Refuse("LABEL_TYPE_UNKNOWN"); // what cannot be compared is not permitted
            case SioLabelContent.Decoded decoded:
                foreach (var domain in domains.Distinct(StringComparer.Ordinal))
                {
                    var facts = await directory.FindDomainAsync(domain, cancellationToken).ConfigureAwait(false);
                    if (
                        AccessControl.Decide(decoded.Label, facts?.Clearances ?? [], directory.Policies, time.GetUtcNow())
                        is AccessDecision.Deny deny
                    )
                        return Refuse("LABEL_NOT_PERMITTED", [.. deny.Findings.Select(finding => finding.Code).Distinct()]);
                }
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // No label at all, or a marking alone: nothing that could be compared, so it passes only where no label is asked for.
    private static Rejection? Unlabelled(bool isRequired, string rule) => isRequired ? Refuse(rule) : null;

    private static Rejection Refuse(string rule, params string[] findings) =>
        new(new(550, "5.7.1", NotPermitted), rule, findings);
}
