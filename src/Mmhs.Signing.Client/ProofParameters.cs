using System.Collections.Immutable;

namespace Mmhs.Signing.Client;

/// <param name="Salt">Octets of the salt.</param>
/// <param name="Iterations">4,096 or more.</param>
/// <param name="Passkeys">Identifiers of the passkeys that may say yes, base64url; empty when there is none.</param>
public sealed record ProofParameters(byte[] Salt, int Iterations, ImmutableArray<string> Passkeys);
