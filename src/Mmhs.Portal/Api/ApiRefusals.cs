using Mmhs.Messages;

namespace Mmhs.Portal.Api;

/// <summary>Why a request is not taken before any desk is asked, codes <c>API-</c>; from 400 on the number is the status.</summary>
internal static class ApiRefusals
{
    /// <summary>A member, or a parameter of the query, says nothing that is known; the text is of the operation.</summary>
    public static RefusalKind<string> NotUnderstood { get; } = new("API-001", "{0}");

    public static RefusalKind FormIncomplete { get; } =
        new("API-002", "The form is not complete enough to say. Check the draft, and mend what stands against it.");

    public static RefusalKind<string> Unreadable { get; } = new("API-400", "The request cannot be read: {0}");

    public static RefusalKind NotSignedIn { get; } =
        new("API-401", "Send the token of a program: Authorization: Bearer mmhs_… Reading is also open to a signed-in browser.");

    public static RefusalKind NoSuchMethod { get; } = new("API-405", "This method does not exist here.");

    public static RefusalKind TooLarge { get; } = new("API-413", "The body is larger than this operation takes.");

    public static RefusalKind NoJson { get; } = new("API-415", "Send application/json.");

    public static RefusalKind NoIfMatch { get; } = new("API-428", "Send If-Match with the ETag of what you read.");

    public static RefusalKind Failed { get; } =
        new("API-500", "Something failed here. Nothing was done by half; ask the operator.");
}
