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
