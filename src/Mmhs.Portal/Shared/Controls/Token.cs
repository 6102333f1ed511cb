namespace Mmhs.Portal.Shared.Controls;

/// <summary>One chip of a <see cref="TokenField"/>.</summary>
/// <param name="Key">What tells it from the others.</param>
/// <param name="Text">What stands on it.</param>
/// <param name="Title">The tooltip, and what a screen reader says on removal; the whole of what the text shortens.</param>
public sealed record Token(string Key, string Text, string Title);
