namespace Mmhs.Records.Review;

/// <summary>A stage of a version that is about to begin.</summary>
/// <param name="Name">As the release policy names it.</param>
/// <param name="Order">Stages of one order stand side by side.</param>
/// <param name="RoleId">The role that reviews.</param>
/// <param name="Needed">How many must concur.</param>
/// <param name="Budget">How long it may take before it is late.</param>
/// <param name="IsOpen">Whether it is decided on at once; otherwise it waits for those before it.</param>
public sealed record PlannedStage(string Name, int Order, int RoleId, int Needed, TimeSpan Budget, bool IsOpen);
