using System.Collections.Frozen;
using System.Collections.Immutable;
using static Mmhs.Messages.Audit.AuditTypes;

namespace Mmhs.Messages.Audit;

/// <summary>Every kind of audit entry there is. What is written is held against it by the tests, what is shown and documented is made from it.</summary>
public static class AuditCatalog
{
    /// <summary>In the order of a message's life, then of people and things.</summary>
    public static ImmutableArray<AuditKind> All { get; } =
    [
        // drafting
        new AuditKind(DraftCreated, "Draft begun", "Beginning a draft refused").Maybe(
            "template",
            "answers",
            "kind",
            "entry",
            "message"
        ),
        new AuditKind(DraftCopied, "Draft copied from another message", "Copy refused").Always("from", "version", "attachments"),
        new AuditKind(DraftTakenOver, "Draft taken over", "Take-over refused").Always("from"),
        new AuditKind(DraftSubmitted, "Sent to release", "Sending to release refused").Always(
            "version",
            "contentHash",
            "label",
            "precedence"
        ),
        new AuditKind(DraftWithdrawn, "Withdrawn", "Withdrawing refused"),
        new AuditKind(CommentAdded, "Commented", "Comment refused").Always("comment", "kind", "field", "version", "mentions"),
        new AuditKind(CommentResolved, "Comment settled", "Settling a comment refused").Always("comment", "kind"),
        new AuditKind(CommentReopened, "Comment opened again", "Opening a comment again refused").Always("comment", "kind"),
        new AuditKind(TemplateSaved, "Template saved", "Template refused").Always("locked", "required").Maybe("draft", "changed"),
        new AuditKind(TemplateRemoved, "Template removed", "Removing a template refused"),
        // deciding
        new AuditKind(Review, "Concurred", "Concurrence refused").Always(
            "version",
            "decision",
            "stage",
            "contentHash",
            "statement",
            "method",
            "onBehalfOf"
        ),
        new AuditKind(ReviewTaken, "Taken care of", "Taking over refused").Always("version", "onBehalfOf"),
        new AuditKind(ReviewHandedOn, "Handed on", "Handing on refused").Always("version").Maybe("onBehalfOf", "stage"),
        new AuditKind(ReviewEscalated, "Late, brought upward", "Late, brought upward").Always("version", "stage"),
        new AuditKind(DraftReturned, "Returned to the drafter", "Return refused").Maybe(
            "version",
            "onBehalfOf",
            "reason",
            "reasonLength"
        ),
        new AuditKind(DraftHeld, "Held", "Hold refused").Always("version", "onBehalfOf", "until"),
        new AuditKind(DraftResumed, "Hold ended", "Ending the hold refused").Always("version").Maybe("onBehalfOf", "stage"),
        new AuditKind(PrecedenceChanged, "Precedence changed by the releaser", "Change of precedence refused").Always(
            "version",
            "onBehalfOf",
            "action",
            "information",
            "became",
            "contentHash"
        ),
        new AuditKind(AuditTypes.Release, "Released", "Release refused").Always(
            "version",
            "contentHash",
            "approval",
            "method",
            "drafter",
            "onBehalfOf",
            "release",
            "leaves",
            "deferredUntil",
            "minimizeConsidered"
        ),
        new AuditKind(BreakGlass, "Released by break-glass", "Release by break-glass refused").Always(
            "version",
            "release",
            "reasonLength",
            "minimizeSetAside"
        ),
        new AuditKind(BreakGlassReviewed, "Break-glass looked at", "Looking at break-glass refused").Always("justified"),
        new AuditKind(ReleaseUndone, "Release undone", "Undoing a release refused").Always("version", "release"),
        new AuditKind(ReleaseRetried, "Sending retried", "Retry refused"),
        new AuditKind(MinimizeDeclared, "MINIMIZE declared", "Declaring MINIMIZE refused").Always(
            "minimize",
            "scope",
            "flowsFreely",
            "maxOctets",
            "from",
            "until"
        ),
        new AuditKind(MinimizeEnded, "MINIMIZE ended", "Ending MINIMIZE refused").Always("minimize", "freed"),
        // on its way
        new AuditKind(Sign, "Signed", "Signing refused").Always("contentHash", "approval", "copies"),
        new AuditKind(Submit, "Submitted", "Submission refused").Always(
            "release",
            "authorizingUsers",
            "extAuthInfo",
            "dsnNotify",
            "mdnRequest",
            "incompleteCopy",
            "primaryPrecedence",
            "copyPrecedence",
            "primaryRecipients",
            "copyRecipients",
            "bccRecipients",
            "nrReceipt",
            "labels",
            "messageType",
            "recipients",
            "reply"
        ),
        new AuditKind(ReleaseFailed, "Could not be sent", "Could not be sent").Maybe("reply", "contentHash"),
        new AuditKind(MsaAccept, "Accepted for transfer", "Refused by the submission agent").Always(
            "submittedAt",
            "priority",
            "reversePath",
            "recipients",
            "hold",
            "holdUntil",
            "mechanism",
            "credential",
            "session",
            "peer",
            "tls",
            "rule",
            "findings",
            "reply"
        ),
        new AuditKind(TransferIn, "Came in from another system", "Refused at the border").Always(
            "submittedAt",
            "submittedAtSource",
            "transferInAt",
            "priority",
            "priorityAsked",
            "reversePath",
            "recipients",
            "session",
            "hello",
            "tls",
            "dkim",
            "rule",
            "findings",
            "reply"
        ),
        new AuditKind(TransferOut, "Handed on", "Could not be handed on").Always(
            "submittedAt",
            "priority",
            "transferOutAt",
            "attemptedAt",
            "attempt",
            "reversePath",
            "recipient",
            "hop",
            "status",
            "settled"
        ),
        new AuditKind(ReportIssued, "Reported to the originator", "Reporting to the originator failed").Always(
            "report",
            "reportEnvId",
            "priority",
            "reversePath",
            "recipients"
        ),
        // arriving
        new AuditKind(Deliver, "Delivered", "Not delivered").Always(Arrival),
        new AuditKind(DuplicateFolded, "Arrived again, and was folded into the first", "Folding an arrival failed").Always(
            Arrival
        ),
        new AuditKind(LabelMismatch, "Label found doubtful", "Label found doubtful").Always(Arrival),
        new AuditKind(MessageRead, "Read", "Reading refused").Always("how").Maybe("entry"),
        new AuditKind(MessageRemoved, "Deleted without reading", "Deleting without reading refused").Always(
            "entry",
            "answer",
            "receipt"
        ),
        new AuditKind(MessagesSearched, "Inbox searched", "Search refused").Always("terms"),
        new AuditKind(ReceiptAnswered, "Request for a receipt answered", "Answering a request for a receipt refused").Always(
            "answer",
            "receipt"
        ),
        new AuditKind(ReceiptSent, "Receipt handed over", "Receipt could not be handed over").Always("reply"),
        new AuditKind(ReportReceived, "Report received", "Report refused")
            .Always("recipient", "stored")
            .Maybe("action", "status", "reportId", "disposition", "confirmed", "kept"),
        new AuditKind(ReportPutAway, "Stray report put away", "Putting a stray report away refused").Always("report"),
        new AuditKind(ItemSetAside, "Set aside: it could not be worked on", "Set aside: it could not be worked on").Always(
            "work",
            "reason"
        ),
        new AuditKind(ItemSettled, "Item set aside was settled", "Settling an item set aside refused").Always("item", "again"),
        // access
        new AuditKind(AccessDecision, "Access given", "Access refused").Maybe(["door", "entry", "how", .. Arrival]),
        new AuditKind(Login, "Signed in", "Sign-in refused")
            .Always("reason", "method", "session")
            .Maybe("provider", "subject", "person"),
        new AuditKind(Logout, "Signed out", "Signing out refused").Always("reason"),
        new AuditKind(RoleChosen, "Switched role", "Role switch refused").Always("reason"),
        new AuditKind(Refusals, "Attempts refused", "Attempts refused").Maybe(
            "kind",
            "source",
            "count",
            "firstAt",
            "lastAt",
            "names",
            "namesAreAll"
        ),
        new AuditKind(SessionEnded, "Session ended", "Ending a session refused").Always("person"),
        new AuditKind(PasswordChanged, "Password changed", "Change of password refused"),
        new AuditKind(PasskeyAdded, "Passkey added", "Adding a passkey refused").Always("credential"),
        new AuditKind(PasskeyRenamed, "Passkey renamed", "Renaming a passkey refused").Always("credential"),
        new AuditKind(PasskeyRemoved, "Passkey removed", "Removing a passkey refused").Always("credential"),
        new AuditKind(
            PasskeyCloned,
            "ALARM: a passkey was used that seems to be copied; it is set aside",
            "ALARM: a passkey was used that seems to be copied; it is set aside"
        ).Always("person", "credential", "what"),
        new AuditKind(PasskeyDecided, "Passkey set aside decided on", "Deciding on a passkey refused").Always(
            "person",
            "credential",
            "what"
        ),
        new AuditKind(TokenMade, "API token made", "Making an API token refused").Always("name", "expires", "person"),
        new AuditKind(TokenRevoked, "API token revoked", "Revoking an API token refused").Always("name", "expires", "person"),
        new AuditKind(IdentityTied, "Identity tied to a person", "Tying an identity refused")
            .Always("person", "provider", "subject")
            .Maybe("method"),
        new AuditKind(IdentityUntied, "Identity no longer tied to a person", "Untying an identity refused").Always(
            "person",
            "provider",
            "subject"
        ),
        // rights and the directory
        new AuditKind(RightsProposed, "Change of rights proposed", "Proposal of rights refused").Always(
            "before",
            "after",
            "method"
        ),
        new AuditKind(RightsChanged, "Rights changed by two", "Change of rights refused").Always(
            "before",
            "after",
            "proposedBy",
            "method"
        ),
        new AuditKind(RightsRejected, "Change of rights rejected", "Rejection refused").Always("after"),
        new AuditKind(DelegationSet, "Deputy set", "Setting a deputy refused")
            .Always("principal", "deputy", "role", "from", "until", "method")
            .Maybe("setBy"),
        new AuditKind(DelegationEnded, "Delegation ended", "Ending a delegation refused").Always("method"),
        new AuditKind(MembershipGranted, "Role given", "Giving a role refused")
            .Always("person", "role", "function")
            .Maybe("from", "until", "rule"),
        new AuditKind(MembershipRevoked, "Role taken away", "Taking a role away refused")
            .Always("person", "role", "function")
            .Maybe("rule", "until"),
        new AuditKind(PersonChanged, "Person changed", "Changing a person refused")
            .Always("person")
            .Maybe("what", "cleared", "before"),
        new AuditKind(DirectoryChanged, "Directory changed", "Changing the directory refused")
            .Always("what")
            .Maybe("function", "role", "provider", "claim", "value", "rule", "unit", "name", "list", "members", "before"),
        new AuditKind(AuditQuery, "Audit trail searched", "Search of the audit trail refused").Always("what", "about"),
    ];

    private static readonly FrozenDictionary<string, AuditKind> ByType = All.ToFrozenDictionary(kind => kind.Type);

    /// <summary>Null for a type of a later version of this program.</summary>
    public static AuditKind? Find(string type) => ByType.GetValueOrDefault(type);

    private static ImmutableArray<string> Arrival =>
        [
            "recipient",
            "receivedAs",
            "extAuthInfo",
            "originator",
            "primaryPrecedence",
            "copyPrecedence",
            "labels",
            "labelStatus",
            "signature",
            "unsigned",
            "deliveredAt",
            "originalEnvelopeId",
            "bodySha256",
        ];
}
