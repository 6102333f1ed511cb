namespace Mmhs.Portal.Compose;

/// <summary>How long a message may be kept back.</summary>
internal static class HoldLimits
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(14);
}
