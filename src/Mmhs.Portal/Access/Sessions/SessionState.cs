namespace Mmhs.Portal.Access.Sessions;

/// <summary>Why a page goes on or not.</summary>
public enum SessionState : byte
{
    Live = 0,

    /// <summary>Signed out in another tab, ended by its person, an administrator or a change of password.</summary>
    Ended = 1,

    /// <summary>Nobody used it for <see cref="SessionRegister.Idle"/>.</summary>
    Expired = 2,

    /// <summary>In this browser somebody else, or the same person anew, has signed in.</summary>
    Replaced = 3,

    /// <summary>It has lasted as long as a session may.</summary>
    Spent = 4,
}

internal static class SessionText
{
    /// <summary>What whoever sits before the page is told; no name, for it need not be the same person any more.</summary>
    public static string ToText(this SessionState state) =>
        state switch
        {
            SessionState.Live => "",
            SessionState.Ended => "It was ended by signing out, by a change of password or by an administrator.",
            SessionState.Expired => "Nobody used it for twelve hours.",
            SessionState.Spent => "It has lasted as long as a session may.",
            SessionState.Replaced => "Somebody has signed in anew in this browser. This page belonged to the session before.",
        };
}
