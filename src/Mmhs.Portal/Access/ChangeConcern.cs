using Mmhs.Messages.Release;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Access;

/// <summary>Whether somebody may see anything of a change. In doubt he may: a page that loads in vain costs little, one that does not load is wrong.</summary>
internal static class ChangeConcern
{
    public static bool Concerns(this Change change, Actor actor) =>
        change.IsAbout(actor.PersonId) && change.Concerns(actor.Function, actor.RoleId);

    /// <summary>The same in any of the roles somebody holds.</summary>
    public static bool Concerns(this Change change, Guid person, IEnumerable<HeldRole> roles) =>
        change.IsAbout(person) && roles.Any(role => change.Concerns(role.Function, role.RoleId));

    private static bool Concerns(this Change change, RoleFunction function, int role) =>
        !function.WorksInOneRole() || change.IsSeenIn(role);
}
