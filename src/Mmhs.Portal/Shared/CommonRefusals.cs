using Mmhs.Messages;

namespace Mmhs.Portal.Shared;

/// <summary>Refusals that mean the same at every desk.</summary>
internal static class CommonRefusals
{
    public static RefusalKind NotPermitted { get; } =
        new("ACC-001", "Your role does not permit this. Switch to a role that does.");

    /// <summary>Also said where something is there but may not be seen: what you may not read you do not see listed (design §6).</summary>
    public static RefusalKind NotFound { get; } = new("ACC-002", "There is nothing here under this address that you may see.");

    public static RefusalKind ChangedMeanwhile { get; } =
        new("ACC-003", "Somebody else changed this a moment ago. Load it again and repeat your change.");

    /// <summary>Of text typed into a <see cref="Controls.DtgInput"/>.</summary>
    public static RefusalKind NoDtg { get; } =
        new(
            "DTG-001",
            "This is no date-time group. Write day, time and Z, month and year: 231600Z NOV 26, or +2h, +30m, +3d from now."
        );
}
