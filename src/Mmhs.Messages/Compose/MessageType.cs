namespace Mmhs.Messages.Compose;

/// <summary>What the message belongs to: an exercise, an operation, a project or a drill, and which one.</summary>
/// <remarks>
/// 0 to 127 are NATO's, 128 to 255 national or bilateral; only 0 to 3 have names. No message type at all is a null reference, not a value.
/// Source: RFC 6477 §3.10; MMHS §3.5.3.
/// </remarks>
/// <param name="Value">0 to 255.</param>
/// <param name="Identifier">Which one, a military string; null when not said.</param>
public sealed record MessageType(byte Value, string? Identifier = null)
{
    public static MessageType Exercise { get; } = new(0);
    public static MessageType Operation { get; } = new(1);
    public static MessageType Project { get; } = new(2);
    public static MessageType Drill { get; } = new(3);

    /// <summary>The registered word, or "type n" where there is none.</summary>
    public string ToWord() =>
        Value switch
        {
            0 => "exercise",
            1 => "operation",
            2 => "project",
            3 => "drill",
            _ => $"type {Value}",
        };
}
