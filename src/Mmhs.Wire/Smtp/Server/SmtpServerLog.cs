using Microsoft.Extensions.Logging;

namespace Mmhs.Wire.Smtp;

/// <summary>What the server engine tells the operator. No address, no subject and no line of a message is in it.</summary>
internal static partial class SmtpServerLog
{
    [LoggerMessage(
        EventId = 5301,
        EventName = "SmtpSessionEnded",
        Level = LogLevel.Information,
        Message = "SMTP session {SessionId} from {Remote} ({Hello}) at {Door} ended: {Accepted} messages accepted, user {User}, TLS {Tls}, {ElapsedMs} ms"
    )]
    public static partial void SessionEnded(
        this ILogger logger,
        string sessionId,
        string? remote,
        string? hello,
        SmtpDoor door,
        int accepted,
        string? user,
        string? tls,
        long elapsedMs
    );

    [LoggerMessage(
        EventId = 5302,
        EventName = "SmtpReceptionFailed",
        Level = LogLevel.Error,
        Message = "SMTP session {SessionId}: the reception failed, the peer was told 4yz"
    )]
    public static partial void ReceptionFailed(this ILogger logger, string sessionId, Exception failure);

    [LoggerMessage(
        EventId = 5303,
        EventName = "SmtpHandshakeFailed",
        Level = LogLevel.Warning,
        Message = "SMTP session {SessionId}: TLS handshake failed: {Reason}"
    )]
    public static partial void HandshakeFailed(this ILogger logger, string sessionId, string reason);

    [LoggerMessage(
        EventId = 5304,
        EventName = "SmtpSessionFailed",
        Level = LogLevel.Error,
        Message = "SMTP session {SessionId} ended by a fault of ours"
    )]
    public static partial void SessionFailed(this ILogger logger, string sessionId, Exception failure);
}
