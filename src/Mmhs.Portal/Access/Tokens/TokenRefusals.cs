using Mmhs.Messages;

namespace Mmhs.Portal.Access.Tokens;

/// <summary>Why no token is made, codes <c>TOK-</c>.</summary>
internal static class TokenRefusals
{
    public static RefusalKind NoName { get; } =
        new("TOK-001", $"Name the program that will use it, in {TokenDesk.MostName} characters at the most.", "token-name");

    public static RefusalKind WrongDays { get; } =
        new("TOK-002", $"A token is good for 1 to {TokenDesk.MostDays} days.", "token-days");

    public static RefusalKind TooMany { get; } =
        new("TOK-003", $"You have {TokenDesk.MostTokens} tokens. Revoke one that is no longer used.");
}
