using System.Collections.Frozen;
using Mmhs.Messages;

namespace Mmhs.Portal.Access.Federation;

/// <summary>Why somebody vouched for elsewhere does not come in. The address of the sign-in page carries the code; the words are ours.</summary>
internal static class ExternalRefusals
{
    public static RefusalKind ProviderSaidNo { get; } =
        new(
            "FED-001",
            "The sign-in there did not come to an end we can trust. Try again; if it fails again, give the code to your administrator."
        );
    public static RefusalKind NobodyTied { get; } =
        new(
            "FED-002",
            "You are known there, but nobody here is tied to that identity. Ask the administrator of your organisation."
        );
    public static RefusalKind AnotherTied { get; } =
        new(
            "FED-003",
            "The person of this name is tied to another identity of that provider. Ask the administrator of your organisation."
        );
    public static RefusalKind NotVerified { get; } =
        new(
            "FED-004",
            "The provider has not verified your address, so it says nothing about who you are here. Ask the administrator of your organisation."
        );
    public static RefusalKind NoRole { get; } =
        new("FED-005", "You hold no role here. Ask the administrator of your organisation for one.");
    public static RefusalKind Unreachable { get; } =
        new("FED-006", "The sign-in service cannot be reached. Try again in a minute, or sign in another way.");
    public static RefusalKind CalledOff { get; } =
        new("FED-007", "You called the sign-in off there. Nothing was done; sign in whenever you like.");
    public static RefusalKind NoCertificate { get; } =
        new(
            "CRT-001",
            "Your browser showed no certificate. Insert the card, or choose its certificate, and try again in a new window."
        );
    public static RefusalKind Untrusted { get; } =
        new("CRT-002", "The certificate does not lead to an authority trusted here. Choose another one.");
    public static RefusalKind OutOfDate { get; } =
        new("CRT-003", "The certificate, or one above it, is not valid now. Have it renewed, or choose another one.");
    public static RefusalKind WrongUse { get; } =
        new("CRT-004", "The certificate is not made for signing in (client authentication). Choose another one.");
    public static RefusalKind Revoked { get; } =
        new("CRT-005", "The certificate is revoked. Hand the card in, and ask for a new one.");
    public static RefusalKind StatusUnknown { get; } =
        new(
            "CRT-006",
            "Whether the certificate is revoked cannot be found out now, so it is not taken. Try again, or sign in another way."
        );

    private static readonly FrozenDictionary<string, RefusalKind> All = new[]
    {
        ProviderSaidNo,
        NobodyTied,
        AnotherTied,
        NotVerified,
        NoRole,
        Unreachable,
        CalledOff,
        NoCertificate,
        Untrusted,
        OutOfDate,
        WrongUse,
        Revoked,
        StatusUnknown,
    }.ToFrozenDictionary(kind => kind.Code);

    /// <summary>Null for what is no code of ours: nothing out of an address is ever shown.</summary>
    public static Refusal? Find(string? code) => code is not null && All.TryGetValue(code, out var kind) ? kind.Refusal : null;
}
