using Mmhs.Messages;

namespace Mmhs.Portal.Access.Passwords;

/// <summary>Why a password is not changed, codes <c>PWD-</c>.</summary>
internal static class PasswordRefusals
{
    public static RefusalKind NoOldPassword { get; } = new("PWD-001", "Type your present password.", PasswordDesk.OldField);

    public static RefusalKind<int> TooLong { get; } =
        new("PWD-002", $"The new password has {{0}} characters; {PasswordDesk.Most} is the most.", PasswordDesk.NewField);

    public static RefusalKind Unpreparable { get; } =
        new(
            "PWD-003",
            "Type a new password of letters, digits and signs; control characters are not allowed.",
            PasswordDesk.NewField
        );

    public static RefusalKind SameAsBefore { get; } =
        new("PWD-004", "The new password is the old one. Choose another.", PasswordDesk.NewField);

    public static RefusalKind NotTheSameTwice { get; } =
        new("PWD-005", "The two are not the same. Type the new password again.", PasswordDesk.AgainField);

    public static RefusalKind<string> TooWeak { get; } = new("PWD-006", "{0}", PasswordDesk.NewField);
}
