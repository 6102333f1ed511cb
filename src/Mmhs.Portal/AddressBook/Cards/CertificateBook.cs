using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.AddressBook.Cards;

/// <summary>What is known of the certificates of organisations: those the signing service signs by.</summary>
public sealed class CertificateBook(IReleaseSigning signing, TimeProvider time)
{
    /// <summary>A certificate with less time than this is told of.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>One fact for each domain, in the order given.</summary>
    public async Task<ImmutableArray<CertificateFact>> FactsAsync(
        IEnumerable<string> domains,
        CancellationToken cancellationToken
    )
    {
        var facts = ImmutableArray.CreateBuilder<CertificateFact>();
        foreach (var domain in domains.Distinct(StringComparer.OrdinalIgnoreCase))
            facts.Add(await FactAsync(domain, cancellationToken));
        return facts.ToImmutable();
    }

    public async Task<CertificateFact> FactAsync(string domain, CancellationToken cancellationToken)
    {
        var until = await signing.CertificateUntilAsync(domain.ToLowerInvariant(), cancellationToken);
        var standing =
            until is not { } end || end <= time.GetUtcNow() ? CertificateStatus.Unknown
            : end - time.GetUtcNow() < Soon ? CertificateStatus.ExpiresSoon
            : CertificateStatus.Usable;
        return new(domain, standing, until);
    }
}
