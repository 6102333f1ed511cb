namespace Mmhs.Messages.Release;

/// <summary>What a person does in a role. Each function permits only what is said here; everything else is refused.</summary>
public enum RoleFunction : byte
{
    /// <summary>Writes drafts of the role, sends them to release, follows what became of them, reads the role's inbox.</summary>
    Drafter = 0,

    /// <summary>Reads and comments drafts before release, reads the role's inbox.</summary>
    Reviewer = 1,

    /// <summary>Releases or returns drafts of the role, reads the role's inbox.</summary>
    Releaser = 2,

    /// <summary>Watches: reads the inboxes of all roles of the organisation and follows what it sent.</summary>
    DutyOfficer = 3,

    /// <summary>Searches and verifies the audit trail; reads no message.</summary>
    Auditor = 4,

    /// <summary>Runs the system; reads no message.</summary>
    Operator = 5,

    /// <summary>Keeps people and roles; reads no message.</summary>
    Administrator = 6,

    /// <summary>Keeps policies and clearances; reads no message.</summary>
    SecurityOfficer = 7,
}

public static class RoleFunctions
{
    public static string ToWord(this RoleFunction function) =>
        function switch
        {
            RoleFunction.Drafter => "drafter",
            RoleFunction.Reviewer => "reviewer",
            RoleFunction.Releaser => "releaser",
            RoleFunction.DutyOfficer => "duty officer",
            RoleFunction.Auditor => "auditor",
            RoleFunction.Operator => "operator",
            RoleFunction.Administrator => "administrator",
            RoleFunction.SecurityOfficer => "security officer",
        };

    public static bool MayDraft(this RoleFunction function) => function is RoleFunction.Drafter;

    public static bool MayRelease(this RoleFunction function) => function is RoleFunction.Releaser;

    /// <summary>Whether the function concurs at stages, where the rights book names the person a reviewer.</summary>
    public static bool MayReview(this RoleFunction function) => function is RoleFunction.Reviewer or RoleFunction.Releaser;

    /// <summary>Whether the function sees drafts on their way to release.</summary>
    public static bool MaySeeQueue(this RoleFunction function) =>
        function is RoleFunction.Reviewer or RoleFunction.Releaser or RoleFunction.DutyOfficer;

    public static bool MayReadInbox(this RoleFunction function) =>
        function is RoleFunction.Drafter or RoleFunction.Reviewer or RoleFunction.Releaser or RoleFunction.DutyOfficer;

    public static bool MayFollowSent(this RoleFunction function) =>
        function is RoleFunction.Drafter or RoleFunction.Releaser or RoleFunction.DutyOfficer;

    /// <summary>Whether the function covers all roles of the organisation, not only the one it is held in.</summary>
    public static bool CoversOrganisation(this RoleFunction function) => function is RoleFunction.DutyOfficer;

    /// <summary>Whether the function sees nothing but what is of the role it is held in.</summary>
    public static bool WorksInOneRole(this RoleFunction function) =>
        function is RoleFunction.Drafter or RoleFunction.Reviewer or RoleFunction.Releaser;

    public static bool MayAudit(this RoleFunction function) => function is RoleFunction.Auditor;
}
