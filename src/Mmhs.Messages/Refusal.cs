namespace Mmhs.Messages;

/// <summary>A rule said no: a stable code for programs, and words for people that name the remedy.</summary>
/// <param name="Code">Stable, upper case, a stage and a number (<c>REL-001</c>); tests assert it.</param>
/// <param name="Text">What was found, what is wanted, what to do. Never quotes subject or text of a message.</param>
/// <param name="Field">The field of the form the remedy is in, as its element id; null when it is not about one field.</param>
public sealed record Refusal(string Code, string Text, string? Field = null);
