using Mmhs.Messages;

namespace Mmhs.Portal.Compose;

/// <summary>Why this room says no, beside what the rules of composing say.</summary>
internal static class DraftRefusals
{
    /// <summary>Name of the file.</summary>
    public static RefusalKind<string> FileIncomplete { get; } =
        new("CMP-018", "The file {0} did not arrive completely. Remove it and attach it again.", "attachments");

    public static RefusalKind LabelNotCleared { get; } =
        new("CMP-020", "You are not cleared for this label. Choose one you may read yourself.", "label");

    /// <summary>Where the draft stands.</summary>
    public static RefusalKind<string> NotEditable { get; } = new("CMP-021", "This draft is {0} and can no longer be changed.");

    /// <summary>Where the draft stands.</summary>
    public static RefusalKind<string> NotWithdrawable { get; } =
        new("CMP-022", "This draft is {0} and can no longer be withdrawn.");

    public static RefusalKind LabelTakenAway { get; } =
        new("CMP-023", "A draft that has a label keeps one. Choose another label instead of none.", "label");

    /// <summary>Display name of who edits it, and since when.</summary>
    public static RefusalKind<string, string> EditedByAnother { get; } =
        new("CMP-024", "{0} is editing this draft since {1}. Wait until it is free, or take it over.");

    /// <summary>Words and element id of the field, and name of the template.</summary>
    public static RefusalKind<string, string> FixedByTemplate { get; } =
        new("CMP-025", "{0} is fixed by the template {1}. Leave it as it is, or begin a message without the template.");

    /// <summary>Name of the template, and words of the field.</summary>
    public static RefusalKind<string, string> WantedByTemplate { get; } = new("CMP-026", "The template {0} wants {1} filled in.");

    public static RefusalKind PolicyNotInForce { get; } =
        new("LBL-001", "The policy of this label is not in force here. Choose a label again.", "label");

    /// <summary>Name of the role.</summary>
    public static RefusalKind<string> RoleClosed { get; } =
        new("DIR-005", "{0} was closed; nothing is sent from it any more. Write from another role.");

    public static RefusalKind LowerThanAnswered { get; } =
        new(
            "ANS-003",
            "The label is lower than that of the message you answer or hand on. Choose that one or a higher one.",
            "label"
        );

    /// <summary>Name of the file.</summary>
    public static RefusalKind<string> LowerThanHandedOn { get; } =
        new(
            "ANS-004",
            "The label is lower than that of a message it hands on, in the file {0}. Choose that one or a higher one.",
            "label"
        );

    /// <summary>Name of the file.</summary>
    public static RefusalKind<string> LabelsUnreadable { get; } =
        new(
            "ANS-005",
            "Nobody can tell what labels the messages in the file {0} have. Take it out, or attach the one message that matters.",
            "attachments"
        );

    public static RefusalKind TemplateOfAnswer { get; } =
        new(
            "ANS-006",
            "This draft answers or hands on a message, so no template is made of it. Copy the draft, or begin the template anew."
        );

    /// <summary>How many were chosen, and how many may be.</summary>
    public static RefusalKind<int, int> TooManyFiles { get; } =
        new("ATT-001", "{0} files at once are too many; {1} is the most.", "attachments");

    /// <summary>Name of the file.</summary>
    public static RefusalKind<string> FileUnreadable { get; } =
        new("ATT-002", "{0} could not be read. Choose it again.", "attachments");

    /// <summary>Name of the file.</summary>
    public static RefusalKind<string> FileNotTaken { get; } =
        new("ATT-003", "{0} was not taken. Load the draft again and see whether it can still be changed.", "attachments");

    /// <summary>Name of the file, its size, and how much is left.</summary>
    public static RefusalKind<string, string, string> FileTooLarge { get; } =
        new("ATT-004", "{0} has {1}, and {2} are left. Remove another file first.", "attachments");

    public static RefusalKind EmptyComment { get; } = new("CMT-001", "Write what you want to say.", "comment-text");

    /// <summary>How many characters there are, and how many there may be.</summary>
    public static RefusalKind<int, int> CommentTooLong { get; } =
        new("CMT-002", "The comment has {0} characters; {1} is the most.", "comment-text");

    /// <summary>What it is.</summary>
    public static RefusalKind<string> CommentHidden { get; } =
        new("CMT-003", "The comment holds {0}. Remove it.", "comment-text");

    public static RefusalKind NoSuchField { get; } =
        new("CMT-004", "There is no such field or kind of comment. Load the page again.", "comment-text");

    /// <summary>Where the draft stands.</summary>
    public static RefusalKind<string> CommentingOver { get; } =
        new("CMT-005", "This draft is {0}; nothing more can be said about it.", "comment-text");

    /// <summary>The most characters.</summary>
    public static RefusalKind<int> TemplateName { get; } =
        new("TPL-001", "Give the template a name of at most {0} characters.", "template-name");

    public static RefusalKind TemplateNameTaken { get; } =
        new(
            "TPL-002",
            "There is a template of this name already. Choose another name, or put this one in its place.",
            "template-name"
        );

    public static RefusalKind TemplateField { get; } =
        new("TPL-003", "A field chosen cannot be locked or required. Load the page again.", "template-name");

    /// <summary>Name of the stage, and address of its role.</summary>
    public static RefusalKind<string, string> StageWithoutRole { get; } =
        new("REV-020", "The stage {0} is with {1}, which is no mailbox here. An administrator must correct the release policy.");

    /// <summary>Name of the stage, how many it needs, and address of its role.</summary>
    public static RefusalKind<string, int, string> StageWithoutReviewers { get; } =
        new(
            "REV-021",
            "The stage {0} needs {1} to concur, and {2} has fewer reviewers beside you. An administrator must name more."
        );
}
