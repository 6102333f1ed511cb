namespace Mmhs.Portal.Shared.Controls;

/// <summary>A label as it is shown: the words of its policy, and what colour and rank only repeat.</summary>
/// <param name="Text">The whole marking, <c>NORTHLAND SECRET RELEASABLE TO ALLIANCE</c>.</param>
/// <param name="Level">The policy's hierarchy, 0 lowest; null where the label does not say or cannot be read.</param>
/// <param name="Color">The SPIF's colour of the classification, a name or <c>#RRGGBB</c>; null for the usual one of the level.</param>
public sealed record LabelDisplay(string Text, int? Level = null, string? Color = null);
