using System.Net;
using MailKit.Security;

namespace Mmhs.Wire.Smtp;

/// <summary>The client's half of EXTERNAL: nothing to say, the connection has said it. MailKit has no such mechanism.</summary>
internal sealed class SaslMechanismExternal() : SaslMechanism(new NetworkCredential())
{
    public override string MechanismName => ExternalLogin.Mechanism;

    public override bool SupportsInitialResponse => true;

    protected override byte[] Challenge(byte[]? token, int startIndex, int length, CancellationToken cancellationToken)
    {
        IsAuthenticated = true;
        return [];
    }
}
