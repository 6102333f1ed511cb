using Microsoft.Extensions.Logging;

namespace Mmhs.Relay;

/// <summary>What the relay tells the operator. No subject and no line of a message is in it.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(
        EventId = 6001,
        EventName = "RelayStarted",
        Level = LogLevel.Information,
        Message = "Relay {HostName} started: MSA at {Submission}, MTA at {Transfer}, {TakenOver} messages taken over"
    )]
    public static partial void Started(this ILogger logger, string hostName, string? submission, string? transfer, int takenOver);

    [LoggerMessage(
        EventId = 6002,
        EventName = "RelayStopped",
        Level = LogLevel.Information,
        Message = "Relay {HostName} stopped"
    )]
    public static partial void Stopped(this ILogger logger, string hostName);

    [LoggerMessage(
        EventId = 6101,
        EventName = "RelayAccepted",
        Level = LogLevel.Information,
        Message = "Accepted {QueueId} (envelope {EnvelopeId}) at {Door} in session {SessionId}: {Recipients} recipients, {Octets} octets, priority {Priority}"
    )]
    public static partial void Accepted(
        this ILogger logger,
        string queueId,
        string? envelopeId,
        string door,
        string sessionId,
        int recipients,
        int octets,
        int priority
    );

    [LoggerMessage(
        EventId = 6102,
        EventName = "RelayRefused",
        Level = LogLevel.Warning,
        Message = "Refused a message (envelope {EnvelopeId}) at {Door} in session {SessionId}, user {User}: rule {Rule} {Findings}, reply {Code} {Status}"
    )]
    public static partial void Refused(
        this ILogger logger,
        string? envelopeId,
        string door,
        string sessionId,
        string? user,
        string rule,
        string findings,
        int code,
        string? status
    );

    [LoggerMessage(
        EventId = 6201,
        EventName = "RelayCommitFailed",
        Level = LogLevel.Error,
        Message = "A batch of {Changes} changes could not be written; nothing of it was stored"
    )]
    public static partial void CommitFailed(this ILogger logger, int changes, Exception failure);

    [LoggerMessage(
        EventId = 6202,
        EventName = "RelayWorkerFailed",
        Level = LogLevel.Error,
        Message = "A queue worker failed and goes on"
    )]
    public static partial void WorkerFailed(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 6203,
        EventName = "RelayUpkeepFailed",
        Level = LogLevel.Error,
        Message = "The maintenance of the queue failed and goes on"
    )]
    public static partial void UpkeepFailed(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 6204,
        EventName = "RelayNoKerberosKey",
        Level = LogLevel.Warning,
        Message = "{HostName} takes Kerberos logins by its configuration and has no key to take them with (KRB5_KTNAME); GSSAPI is not offered"
    )]
    public static partial void NoKerberosKey(this ILogger logger, string hostName);

    [LoggerMessage(
        EventId = 6205,
        EventName = "RelayRefusalsNotWritten",
        Level = LogLevel.Error,
        Message = "The refusals of the last minute could not be written to the audit trail; they are kept and tried again"
    )]
    public static partial void RefusalsNotWritten(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 6301,
        EventName = "RelayCarried",
        Level = LogLevel.Information,
        Message = "Carried {QueueId} (envelope {EnvelopeId}), attempt {Attempt}: {Accepted} accepted, {Refused} refused, {Deferred} deferred in {ElapsedMs} ms"
    )]
    public static partial void Carried(
        this ILogger logger,
        string queueId,
        string? envelopeId,
        int attempt,
        int accepted,
        int refused,
        int deferred,
        long elapsedMs
    );

    [LoggerMessage(
        EventId = 6305,
        EventName = "RelayCarryFailed",
        Level = LogLevel.Error,
        Message = "{QueueId} cannot be carried as it stands in the queue; it is put off, and the others go on"
    )]
    public static partial void CarryFailed(this ILogger logger, string queueId, Exception failure);

    [LoggerMessage(
        EventId = 6302,
        EventName = "RelayClaimLost",
        Level = LogLevel.Warning,
        Message = "The claim on {QueueId} had run out; what this attempt did is not recorded and may be done again"
    )]
    public static partial void ClaimLost(this ILogger logger, string queueId);

    [LoggerMessage(
        EventId = 6303,
        EventName = "RelaySettlementDelayed",
        Level = LogLevel.Warning,
        Message = "The outcome of {QueueId} could not be written at attempt {Attempt}"
    )]
    public static partial void SettlementDelayed(this ILogger logger, string queueId, int attempt, Exception failure);

    [LoggerMessage(
        EventId = 6304,
        EventName = "RelaySettlementLost",
        Level = LogLevel.Error,
        Message = "The outcome of {QueueId} could not be written; it will be handed over again when its claim has run out"
    )]
    public static partial void SettlementLost(this ILogger logger, string queueId, Exception failure);

    [LoggerMessage(
        EventId = 6306,
        EventName = "RelayLedgerUnanswered",
        Level = LogLevel.Error,
        Message = "The signing service did not say whether a message was released; it is put off"
    )]
    public static partial void LedgerUnanswered(this ILogger logger, Exception failure);
}
