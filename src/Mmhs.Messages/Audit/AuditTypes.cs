namespace Mmhs.Messages.Audit;

/// <summary>The kinds of audit entry. Names are kept for ever: entries written under them are evidence.</summary>
public static class AuditTypes
{
    public const string Login = "LOGIN";
    public const string Logout = "LOGOUT";
    public const string RoleChosen = "ROLE_CHOSEN";
    public const string DraftCreated = "DRAFT_CREATED";
    public const string DraftSubmitted = "DRAFT_SUBMITTED";
    public const string DraftReturned = "DRAFT_RETURNED";
    public const string DraftWithdrawn = "DRAFT_WITHDRAWN";
    public const string Release = "RELEASE";
    public const string ReleaseUndone = "RELEASE_UNDONE";
    public const string BreakGlass = "BREAK_GLASS";
    public const string BreakGlassReviewed = "BREAK_GLASS_REVIEWED";
    public const string Review = "REVIEW";
    public const string ReviewTaken = "REVIEW_TAKEN";
    public const string ReviewHandedOn = "REVIEW_HANDED_ON";
    public const string ReviewEscalated = "REVIEW_ESCALATED";
    public const string DraftHeld = "DRAFT_HELD";
    public const string DraftResumed = "DRAFT_RESUMED";
    public const string PrecedenceChanged = "PRECEDENCE_CHANGED";
    public const string ReleaseRetried = "RELEASE_RETRIED";
    public const string RightsProposed = "RIGHTS_PROPOSED";
    public const string RightsChanged = "RIGHTS_CHANGED";
    public const string RightsRejected = "RIGHTS_REJECTED";
    public const string DelegationSet = "DELEGATION_SET";
    public const string DelegationEnded = "DELEGATION_ENDED";
    public const string Sign = "SIGN";
    public const string Submit = "SUBMIT";
    public const string ReleaseFailed = "RELEASE_FAILED";
    public const string MsaAccept = "MSA_ACCEPT";
    public const string TransferIn = "TRANSFER_IN";
    public const string TransferOut = "TRANSFER_OUT";
    public const string ReportIssued = "REPORT_ISSUED";
    public const string Deliver = "DELIVER";
    public const string DuplicateFolded = "DUPLICATE_FOLDED";
    public const string LabelMismatch = "LABEL_MISMATCH";
    public const string AccessDecision = "ACCESS_DECISION";
    public const string MessageRead = "MESSAGE_READ";
    public const string ReportReceived = "REPORT_RECEIVED";
    public const string ReportPutAway = "REPORT_PUT_AWAY";
    public const string ItemSetAside = "ITEM_SET_ASIDE";
    public const string ItemSettled = "ITEM_SETTLED";
    public const string MessageRemoved = "MESSAGE_REMOVED";
    public const string MessagesSearched = "MESSAGES_SEARCHED";
    public const string AuditQuery = "AUDIT_QUERY";

    // Drafting together
    public const string DraftTakenOver = "DRAFT_TAKEN_OVER";
    public const string DraftCopied = "DRAFT_COPIED";
    public const string CommentAdded = "COMMENT_ADDED";
    public const string CommentResolved = "COMMENT_RESOLVED";
    public const string CommentReopened = "COMMENT_REOPENED";
    public const string TemplateSaved = "TEMPLATE_SAVED";
    public const string TemplateRemoved = "TEMPLATE_REMOVED";

    // ways in
    public const string PasskeyAdded = "PASSKEY_ADDED";
    public const string PasskeyRenamed = "PASSKEY_RENAMED";
    public const string PasskeyRemoved = "PASSKEY_REMOVED";
    public const string PasskeyCloned = "PASSKEY_CLONED";
    public const string PasskeyDecided = "PASSKEY_DECIDED";
    public const string PasswordChanged = "PASSWORD_CHANGED";
    public const string SessionEnded = "SESSION_ENDED";
    public const string TokenMade = "TOKEN_MADE";
    public const string TokenRevoked = "TOKEN_REVOKED";

    // attempts that were refused, many in one entry
    public const string Refusals = "REFUSALS";

    // who may come in, and as what
    public const string IdentityTied = "IDENTITY_TIED";
    public const string IdentityUntied = "IDENTITY_UNTIED";
    public const string MembershipGranted = "MEMBERSHIP_GRANTED";
    public const string MembershipRevoked = "MEMBERSHIP_REVOKED";
    public const string PersonChanged = "PERSON_CHANGED";
    public const string DirectoryChanged = "DIRECTORY_CHANGED";

    // MINIMIZE
    public const string ReceiptAnswered = "RECEIPT_ANSWERED";
    public const string ReceiptSent = "RECEIPT_SENT";
    public const string MinimizeDeclared = "MINIMIZE_DECLARED";
    public const string MinimizeEnded = "MINIMIZE_ENDED";
}
