using System.ComponentModel.DataAnnotations;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Release;

/// <summary>How long a release can still be undone, by precedence. What must be quick leaves at once.</summary>
public sealed class ReleaseOptions
{
    public const string Section = "Mmhs:Release";

    /// <summary>For ROUTINE and DEFERRED; up to five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RoutineGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For PRIORITY.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan PriorityGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>For IMMEDIATE.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ImmediateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>FLASH and OVERRIDE have none.</summary>
    public TimeSpan GraceFor(Precedence precedence) =>
        precedence switch
        {
            Precedence.Override or Precedence.Flash => TimeSpan.Zero,
            Precedence.Immediate => ImmediateGrace,
            Precedence.Priority => PriorityGrace,
            Precedence.Routine or Precedence.Deferred => RoutineGrace,
        };
}
