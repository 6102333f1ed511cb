using Mmhs.Messages;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Access;

/// <summary>What an administrator does in the directory.</summary>
internal static class KeepersAct
{
    /// <summary>Who keeps people, roles, units and address lists.</summary>
    public static bool MayKeep(RoleFunction function) => function is RoleFunction.Administrator;

    /// <param name="records">Where it is written.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="type">Of the audit entry.</param>
    /// <param name="said">What the entry says; the act adds to it.</param>
    /// <param name="act">Changes rows, or says why not.</param>
    /// <param name="cancellationToken">Ends it before anything was written.</param>
    public static Task<Outcome> KeepAsync(
        this PortalRecords records,
        Actor actor,
        string type,
        CanonicalObject said,
        Func<PortalWork, CanonicalObject, Task<Refusal?>> act,
        CancellationToken cancellationToken
    )
    {
        var kept = new Act(type, actor) { Facts = said };
        return MayKeep(actor.Function)
            ? records.RunAsync(kept, work => act(work, said), cancellationToken)
            : records.RefuseAsync(kept, CommonRefusals.NotPermitted, cancellationToken);
    }

    /// <summary>Whether it is a name people can read: not empty, not too long, no control characters, no blanks at the ends.</summary>
    public static bool IsName(string text, int most) =>
        text.Length > 0 && text.Length <= most && text == text.Trim() && HiddenCharacters.IsPlainLine(text);
}
