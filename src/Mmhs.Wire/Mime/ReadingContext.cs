using Mmhs.Messages.Policy;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Mime;

/// <summary>What a message is read against.</summary>
/// <param name="Signers">Which roots may vouch for which domain.</param>
/// <param name="Policies">The policies known here.</param>
/// <param name="At">The moment certificates and labels are judged for; never the time a signature claims (RFC 8550 §4).</param>
/// <param name="DefaultLabel">What a message without any label is handled as; null: nothing is assumed.</param>
public sealed record ReadingContext(
    SignerTrust Signers,
    PolicyCatalog Policies,
    DateTimeOffset At,
    SecurityLabel? DefaultLabel = null
)
{
    /// <summary>The authserv-ids of verifiers whose Authentication-Results count (RFC 8601 §2.5); none: the field is not read.</summary>
    public IReadOnlyCollection<string> TrustedVerifiers { get; init; } = [];

    /// <summary>Fields, signatures, labels and reports alone: the text and the list of parts are left out, as nobody looks at them when a message is filed.</summary>
    public bool FieldsOnly { get; init; }
}
