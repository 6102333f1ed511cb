namespace Mmhs.Wire.Trust;

/// <summary>What a certificate is believed for; one that is good for another thing is not good for this.</summary>
public enum TrustPurpose : byte
{
    /// <summary>It signed a message (RFC 8550 §4); its uses are looked at by whoever reads the signature, since they may be left open there.</summary>
    MessageSignature = 0,

    /// <summary>It signed a checkpoint of the audit trail, and says that it is for that.</summary>
    Checkpoint = 1,

    /// <summary>A person comes in with it, and it says that it is for that.</summary>
    SignIn = 2,

    /// <summary>A mail server shows it to us; TLS itself asks for the use (RFC 5280 §4.2.1.12).</summary>
    Peer = 3,
}
