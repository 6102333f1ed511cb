using Mmhs.Messages;

namespace Mmhs.Portal.Access;

/// <summary>Why a yes is not taken as proven, beside what the signing service says.</summary>
internal static class ProofRefusals
{
    public static RefusalKind WrongPassword { get; } = new("REL-020", "This is not your password. Nothing was done; try again.");

    public static RefusalKind TooMany { get; } =
        new("REL-021", "Too many wrong proofs in this session. Nothing was done; wait some minutes, then try again.");

    public static RefusalKind Missing { get; } = new("REL-024", "Use your passkey if you have one, or type your password.");
}
