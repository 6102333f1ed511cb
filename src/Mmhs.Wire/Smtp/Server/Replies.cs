using System.Globalization;

namespace Mmhs.Wire.Smtp;

/// <summary>The fixed answers of the server, by what they say (RFC 5321 §4.2.2; RFC 3463 §3; RFC 5248).</summary>
internal static class Replies
{
    // Grammar
    public static readonly SmtpReply UnknownCommand = new(500, "5.5.1", "Command not recognised");
    public static readonly SmtpReply SyntaxError = new(501, "5.5.2", "Syntax error in the arguments");
    public static readonly SmtpReply MalformedLine = new(500, "5.5.2", "Lines end with CRLF and hold no bare CR, bare LF or NUL");
    public static readonly SmtpReply LineTooLong = new(500, "5.5.2", "Line too long");
    public static readonly SmtpReply AuthLineTooLong = new(500, "5.5.6", "Authentication line too long");
    public static readonly SmtpReply UnexpectedArgument = new(501, "5.5.4", "This command takes no argument");
    public static readonly SmtpReply BadArgument = new(501, "5.5.4", "Argument missing or not readable");
    public static readonly SmtpReply BadHelloName = new(501, "5.5.4", "A domain or an address literal must follow");
    public static readonly SmtpReply BadSender = new(501, "5.1.7", "Sender address not readable");
    public static readonly SmtpReply BadRecipient = new(501, "5.1.3", "Recipient address not readable");
    public static readonly SmtpReply AddressNeedsUtf8 = new(553, "5.6.7", "Addresses beyond US-ASCII are not accepted here");
    public static readonly SmtpReply BadParameter = new(501, "5.5.4", "Parameter repeated or its value not readable");
    public static readonly SmtpReply BadPriority = new(501, "5.5.2", "MT-PRIORITY is one number from -9 to 9");
    public static readonly SmtpReply BadHold = new(
        501,
        "5.5.4",
        "The time to hold the message is past, beyond the maximum or later than BY"
    );
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4", "Parameter not recognised");

    // Order and security
    public static readonly SmtpReply OutOfOrder = new(503, "5.5.1", "Bad sequence of commands");
    public static readonly SmtpReply NotImplemented = new(502, "5.5.1", "Command not implemented");
    public static readonly SmtpReply TlsFirst = new(530, "5.7.0", "Must issue a STARTTLS command first");
    public static readonly SmtpReply AuthenticationFirst = new(530, "5.7.0", "Authentication required");
    public static readonly SmtpReply TlsReady = new(220, "2.0.0", "Ready to start TLS");
    public static readonly SmtpReply UnauthorizedPipelining = new(503, "5.5.0", "Input sent ahead of the reply it depends on");

    public static readonly SmtpReply NotForYou = new(554, "5.7.1", "This door is not for you"); // RFC 5321 §3.1

    // Limits: RFC 5321 §3.8 lets a server close after 421 at any time
    public static readonly SmtpReply TooManySessions = new(421, "4.3.2", "Too many sessions, try again later");
    public static readonly SmtpReply TooManySessionsOfYours = new(
        421,
        "4.7.0",
        "Too many sessions from your address, try again later"
    );
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0", "Too many errors, try again later");
    public static readonly SmtpReply TooManyFailedLogins = new(
        421,
        "4.7.0",
        "Too many failed logins from your address, try again later"
    );
    public static readonly SmtpReply TooManyWrongRecipients = new(421, "4.7.1", "Too many refused recipients, try again later");
    public static readonly SmtpReply RecipientPutOff = new(452, "4.7.1", "Too many refused recipients, try this one later");
    public static readonly SmtpReply TakesTooLong = new(421, "4.4.2", "This takes too long, closing connection");

    // Transactions
    public static readonly SmtpReply SenderAccepted = new(250, "2.1.0", "Sender ok");
    public static readonly SmtpReply RecipientAccepted = new(250, "2.1.5", "Recipient ok");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3", "Too many recipients");
    public static readonly SmtpReply NoValidRecipients = new(554, "5.5.1", "No valid recipients");
    public static readonly SmtpReply SendData = new(354, (EnhancedStatus?)null, "Start mail input; end with <CRLF>.<CRLF>");
    public static readonly SmtpReply TooBig = new(552, "5.3.4", "Message size exceeds fixed maximum message size");
    public static readonly SmtpReply NoMemory = new(452, "4.3.1", "Insufficient system storage");
    public static readonly SmtpReply ContentWithNul = new(554, "5.6.0", "The message holds a NUL");
    public static readonly SmtpReply ContentWithBareLineEnd = new(
        554,
        "5.6.0",
        "The message holds a CR or LF that is not part of CRLF"
    );

    public static readonly SmtpReply LocalError = new(451, "4.3.0", "Local error in processing");

    // Others
    public static readonly SmtpReply Done = new(250, "2.0.0", "Ok");
    public static readonly SmtpReply CannotVerify = new(252, "2.5.0", "Cannot verify the user, but will take a message and try");
    public static readonly SmtpReply Help = new(214, "2.0.0", "See RFC 5321");

    // Authentication (RFC 4954 §4, §6)
    public static readonly SmtpReply Authenticated = new(235, "2.7.0", "Authentication successful");
    public static readonly SmtpReply MechanismUnavailable = new(504, "5.5.4", "Mechanism not available");
    public static readonly SmtpReply BadCredentials = new(535, "5.7.8", "Authentication credentials invalid");
    public static readonly SmtpReply AuthenticationCancelled = new(501, "5.7.0", "Authentication cancelled");
    public static readonly SmtpReply BadBase64 = new(501, "5.5.2", "Not Base64");
    public static readonly SmtpReply TemporaryAuthenticationFailure = new(454, "4.7.0", "Temporary authentication failure");

    public static SmtpReply ContentLineTooLong(int longest) =>
        new(554, "5.6.0", string.Create(CultureInfo.InvariantCulture, $"A line of the message has more than {longest} octets"));
}
