using Mmhs.Messages;
using Mmhs.Messages.Compose;

namespace Mmhs.Signing;

/// <summary>Why nothing is signed, codes <c>SIG-</c>; what the release itself lacks is said by the codes <c>REL-</c>.</summary>
internal static class SigningRefusals
{
    public static RefusalKind HashDiffers { get; } =
        new("SIG-001", "The content hash of the version is not that of its content. Do not release it; tell the operators.");

    public static RefusalKind<string> AttachmentMissing { get; } =
        new(
            "SIG-002",
            "The attachment {0} is missing or not the one that was approved. Attach it again and submit the new version."
        );

    public static RefusalKind<string> LabelInvalid { get; } =
        new("SIG-003", "The label is not valid: {0} Choose another label and submit the new version.");

    public static RefusalKind<string> NoKey { get; } =
        new("SIG-004", "There is no key for {0}. Put {0}.pem and {0}.key.pem, or {0}.p12, into the key folder.");

    public static RefusalKind<string, string> KeyUnusable { get; } = new("SIG-005", "The key of {0} cannot be used: {1}");

    public static RefusalKind VersionUnknown { get; } =
        new("SIG-007", "The signing service was never told of this version. Submit the message again; tell the operators.");

    public static RefusalKind TakenBack { get; } = new("SIG-008", "The release was taken back. Release the message again.");

    public static RefusalKind<DateTimeGroup> HeldUntil { get; } =
        new("SIG-006", "The message is to wait until {0} and can be called back until then. Ask again at that time.");
}
