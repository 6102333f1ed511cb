using System.Security.Claims;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>What a principal carries beside person and membership.</summary>
internal static class AccessClaims
{
    /// <summary>The session of a cookie.</summary>
    public const string Session = "mmhs:session";

    /// <summary>The API token of a program.</summary>
    public const string Token = "mmhs:token";

    /// <summary>How the person showed who he is.</summary>
    public const string Method = "mmhs:method";

    public static Guid? SessionOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(Session), out var id) ? id : null;

    public static Guid? TokenOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(Token), out var id) ? id : null;
}
