using System.Collections.Immutable;

namespace Mmhs.Wire.Passkeys;

/// <summary>A passkey as it was registered.</summary>
/// <param name="CredentialId">The credential's identifier in base64url without padding.</param>
/// <param name="PublicKey">COSE_Key octets as the authenticator gave them (RFC 9052 §7). Read only while verifying.</param>
public sealed record PasskeyKey(string CredentialId, byte[] PublicKey);

/// <summary>For whom a passkey is good: the domain it is bound to, and the addresses pages may be at.</summary>
/// <param name="Id">A domain name such as <c>portal.example</c>; never an address with digits.</param>
/// <param name="Origins">Scheme, host and port as the browser writes them: <c>https://portal.example</c>, without a slash at the end.</param>
public sealed record RelyingParty(string Id, ImmutableArray<string> Origins);
