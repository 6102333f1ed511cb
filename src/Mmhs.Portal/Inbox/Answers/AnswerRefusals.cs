using Mmhs.Messages;

namespace Mmhs.Portal.Inbox.Answers;

/// <summary>Why a message is not answered, codes <c>ANS-</c>; those of an answer's label are said while it is written.</summary>
internal static class AnswerRefusals
{
    /// <summary>Who got it blind and answers all would tell them that he had it (MMHS §3.4.36).</summary>
    public static RefusalKind Blind { get; } =
        new("ANS-001", "You received a blind copy: an answer to all would tell them so. Reply to the originator alone.");
}
