namespace Mmhs.Portal.Inbox.Answers;

/// <summary>What is begun from a message received.</summary>
public enum AnswerKind : byte
{
    /// <summary>To whoever sent it.</summary>
    Reply = 0,

    /// <summary>To whoever sent it, and to information everybody else it was openly sent to.</summary>
    ReplyAll = 1,

    /// <summary>The message itself, whole, to somebody else (MMHS §3.4.19).</summary>
    Forward = 2,

    /// <summary>The message itself to addressees it should have had from the beginning: its subject, codes and precedence stay, and words of its originator are not added to.</summary>
    Readdress = 3,
}
