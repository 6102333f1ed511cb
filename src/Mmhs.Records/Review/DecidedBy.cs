namespace Mmhs.Records.Review;

/// <summary>Whose decision it is, as a message's history names him.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="OnBehalfOf">Display name of the principal a deputy decides for; null: he decides for himself.</param>
public sealed record DecidedBy(string Name, string DisplayName, string? OnBehalfOf = null)
{
    /// <summary>The portal by itself: the clock, or the outbox.</summary>
    public static DecidedBy Portal { get; } = new("portal", "Portal");
}
