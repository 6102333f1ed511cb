using Mmhs.Wire.Smtp;

namespace Mmhs.Relay;

/// <summary>The ways to log in at the MSA; what is null is not offered.</summary>
public sealed record RelayAccounts(
    IScramAccounts? Passwords,
    ICertificateAccounts? Certificates = null,
    IKerberosAccounts? Kerberos = null
);
