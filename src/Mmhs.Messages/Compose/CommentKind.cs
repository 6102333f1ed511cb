namespace Mmhs.Messages.Compose;

/// <summary>What a comment on a draft wants.</summary>
public enum CommentKind : byte
{
    /// <summary>To be known.</summary>
    Note = 0,

    /// <summary>An answer.</summary>
    Question = 1,

    /// <summary>A change, before the message may go.</summary>
    MustFix = 2,
}

public static class CommentLimits
{
    /// <summary>Longest comment, in characters.</summary>
    public const int MaxText = 2000;

    public static string ToWord(this CommentKind kind) =>
        kind switch
        {
            CommentKind.Note => "note",
            CommentKind.Question => "question",
            CommentKind.MustFix => "must fix",
        };
}
