using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Sessions;

internal static class SignInMethods
{
    public static string ToWord(this SignInMethod method) =>
        method switch
        {
            SignInMethod.Password => "password",
            SignInMethod.Passkey => "passkey",
            SignInMethod.Federation => "organisation's sign-in",
            SignInMethod.Certificate => "certificate",
        };
}
