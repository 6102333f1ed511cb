namespace Mmhs.Portal.Access.Passkeys;

/// <summary>What a browser answers instead of a passkey, in words. The codes are those of <c>passkeys.js</c>.</summary>
internal static class PasskeyText
{
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unsupported"] = "This browser knows no passkeys. Use another browser, or your password.",
            ["cancelled"] = "No passkey was used: it was called off, or it took too long. Try again.",
            ["registered"] = "This authenticator already holds a passkey of yours for this portal.",
            ["address"] =
                "The browser allows no passkeys at this address. Open the portal at its own address, over HTTPS or as localhost.",
            ["failed"] = "The browser could not use a passkey. Try again, or use another authenticator.",
        };

    /// <summary>Null when the browser gave an answer and not a code.</summary>
    public static string? Of(string said) => said.StartsWith('{') ? null : All.GetValueOrDefault(said, All["failed"]);
}
