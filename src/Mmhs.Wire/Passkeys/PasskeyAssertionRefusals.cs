using Mmhs.Messages;

namespace Mmhs.Wire.Passkeys;

/// <summary>Why an authenticator's answer proves nothing, codes <c>PKY-</c>.</summary>
internal static class PasskeyAssertionRefusals
{
    public static RefusalKind OtherPasskey { get; } =
        new("PKY-001", "Another passkey answered than the one asked. Use the registered one.");

    public static RefusalKind ClientDataUnreadable { get; } =
        new("PKY-002", "What the browser says it asked cannot be read. Try again with another browser.");

    public static RefusalKind OtherCeremony { get; } =
        new("PKY-003", "The answer belongs to another ceremony and proves nothing here. Try again.");

    public static RefusalKind OtherChallenge { get; } =
        new("PKY-004", "The passkey answered to something else than what is asked now. Try again.");

    public static RefusalKind OtherOrigin { get; } =
        new("PKY-005", "The passkey was used on a page at an address that is not ours. Open the portal at its own address.");

    public static RefusalKind Framed { get; } =
        new("PKY-006", "The passkey was used inside a page of somebody else. Open the portal by itself.");

    public static RefusalKind AuthenticatorDataUnreadable { get; } =
        new("PKY-007", "What the authenticator says of itself cannot be read. Use another authenticator.");

    public static RefusalKind OtherParty { get; } =
        new("PKY-008", "The passkey is bound to another domain. Use one registered here.");

    public static RefusalKind NobodyPresent { get; } = new("PKY-009", "The authenticator saw nobody. Touch it when it asks.");

    public static RefusalKind OwnerNotVerified { get; } =
        new("PKY-010", "The authenticator did not verify its owner. Set a PIN, fingerprint or face on it and use that.");

    public static RefusalKind KeyUnsupported { get; } =
        new(
            "PKY-011",
            "The registered key is of a kind not used here. Remove the passkey and add one with ES256, ES384, RS256 or PS256."
        );

    public static RefusalKind SignatureWrong { get; } =
        new("PKY-012", "The passkey's signature does not hold. Try again; if it stays so, remove the passkey and add it anew.");
}
