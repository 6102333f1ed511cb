using Mmhs.Messages;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>Why a passkey is not added, kept or taken, codes <c>PSK-</c>; why its answer proves nothing is said by the codes <c>PKY-</c>.</summary>
internal static class PasskeyRefusals
{
    public static RefusalKind NumericAddress { get; } =
        new(
            "PSK-001",
            "Browsers keep passkeys for names only, and this page is open under a numeric address. Open the portal by its name."
        );

    public static RefusalKind UnknownSite { get; } =
        new("PSK-002", "This page is open under a name the portal does not answer to. Open the portal at its own address.");

    public static RefusalKind WrongPassword { get; } =
        new("PSK-003", "This is not your password. Nothing was added; try again.", PasskeyDesk.AddPasswordField);

    public static RefusalKind LockedOut { get; } =
        new(
            "PSK-004",
            "Too many wrong proofs in this session. Nothing was added; wait some minutes, then try again.",
            PasskeyDesk.AddPasswordField
        );

    public static RefusalKind NoName { get; } =
        new("PSK-005", $"Give the passkey a name you will know it by, in {PasskeyDesk.MostName} characters at the most.");

    public static RefusalKind TooLate { get; } = new("PSK-006", "This took too long. Begin again.");

    public static RefusalKind AnswerWrong { get; } =
        new("PSK-007", "The authenticator's answer does not hold. Begin again, or use another authenticator.");

    public static RefusalKind TooMany { get; } =
        new("PSK-008", $"You have {PasskeyDesk.MostPasskeys} passkeys. Remove one first.");

    public static RefusalKind<string> NotMade { get; } = new("PSK-009", "{0}");

    /// <summary>What the browser said, in words.</summary>
    public static RefusalKind<string> NotUsed { get; } = new("PSK-010", "{0}");

    public static RefusalKind Copied { get; } =
        new(
            "PSK-011",
            "This passkey seems to be copied: it has counted backwards. It is set aside and your security officer is told. Use another passkey or your password."
        );

    public static RefusalKind SetAside { get; } =
        new(
            "PSK-012",
            "This passkey is set aside, because it seems to be copied. Ask the administrator of your organisation; meanwhile use another or your password."
        );

    public static RefusalKind Gone { get; } =
        new("PSK-013", "The portal does not know this passkey any more. Use another or your password.");

    public static RefusalKind OwnAlarm { get; } = new("PSK-014", "It is your own. Ask another administrator.");
}
