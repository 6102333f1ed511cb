using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Trust;

/// <summary>Roots that are believed for one purpose. Who asks for another with them has made a mistake, and gets an exception.</summary>
/// <param name="purpose">What they are believed for.</param>
/// <param name="certificates">Self-signed; none: nothing is believed.</param>
public sealed class TrustRoots(TrustPurpose purpose, params IEnumerable<X509Certificate2> certificates)
{
    public TrustPurpose Purpose { get; } = purpose;

    public ImmutableArray<X509Certificate2> Certificates { get; } = [.. certificates];

    public bool IsEmpty => Certificates.IsEmpty;
}
