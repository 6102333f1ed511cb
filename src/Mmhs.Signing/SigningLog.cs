using Microsoft.Extensions.Logging;

namespace Mmhs.Signing;

internal static partial class SigningLog
{
    [LoggerMessage(
        EventId = 4101,
        EventName = "Signed",
        Level = LogLevel.Information,
        Message = "Signed {MessageId} for {Role}, released by {Releaser}: {Copies} copies, key {KeyId}, {ElapsedMs} ms"
    )]
    public static partial void Signed(
        this ILogger logger,
        string messageId,
        string role,
        string releaser,
        int copies,
        string keyId,
        double elapsedMs
    );

    [LoggerMessage(
        EventId = 4102,
        EventName = "SigningRefused",
        Level = LogLevel.Warning,
        Message = "Refused to sign {MessageId} for {Role}, released by {Releaser}: {Code}"
    )]
    public static partial void SigningRefused(this ILogger logger, string messageId, string role, string releaser, string code);

    [LoggerMessage(
        EventId = 4103,
        EventName = "CopyRefused",
        Level = LogLevel.Error,
        Message = "No release lets {MessageId} go to these {Recipients} recipients: {Code}"
    )]
    public static partial void CopyRefused(this ILogger logger, string messageId, int recipients, string code);

    [LoggerMessage(
        EventId = 4104,
        EventName = "FileTakenOver",
        Level = LogLevel.Warning,
        Message = "Took {Name} over as it is, SHA-256 {Sha256}; from now on only the service writes it"
    )]
    public static partial void FileTakenOver(this ILogger logger, string name, string sha256);

    [LoggerMessage(
        EventId = 4105,
        EventName = "FileNotOurs",
        Level = LogLevel.Critical,
        Message = "Nothing is approved or signed: {Code} {Reason}"
    )]
    public static partial void FileNotOurs(this ILogger logger, string code, string reason);

    [LoggerMessage(
        EventId = 4203,
        EventName = "AnchorFailed",
        Level = LogLevel.Error,
        Message = "What was attested could not be written to the anchor folder"
    )]
    public static partial void AnchorFailed(this ILogger logger, Exception failure);

    [LoggerMessage(
        EventId = 4201,
        EventName = "CheckpointSigned",
        Level = LogLevel.Information,
        Message = "Signed the checkpoint of {Stream} at {Size}, key {KeyId}"
    )]
    public static partial void CheckpointSigned(this ILogger logger, string stream, long size, string keyId);

    [LoggerMessage(
        EventId = 4202,
        EventName = "CheckpointRefused",
        Level = LogLevel.Error,
        Message = "Refused the checkpoint of {Stream} at {Size}: {Code}"
    )]
    public static partial void CheckpointRefused(this ILogger logger, string stream, long size, string code);
}
