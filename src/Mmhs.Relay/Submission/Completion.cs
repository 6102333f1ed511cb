using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Relay.Border;
using Mmhs.Wire.Headers;

namespace Mmhs.Relay.Submission;

/// <summary>The fields an informal message was submitted without and is not passed on without (RFC 6409 §8.2, §8.3).</summary>
/// <remarks>Nothing is added to a formal message: it was released as it is, and refused where it lacks something.</remarks>
/// <param name="MessageId">That of the message, its own or ours; null when it has none and got none.</param>
/// <param name="Fields">Those added, with their line ends; empty when nothing lacked.</param>
internal sealed record Completion(MessageId? MessageId, string Fields)
{
    public static Completion Of(MessageHeader header, string queueId, string hostName, DateTimeOffset now)
    {
        if (header.IsFormal)
            return new(header.MessageId, "");
        var fields = new StringBuilder();
        if (header.Count("Date") == 0)
            fields.Append("Date: ").Append(DateTimeText.Write(now)).Append("\r\n");
        if (header.Count("Message-ID") > 0 || !MessageId.TryParse($"{queueId}@{hostName}", out var made))
            return new(header.MessageId, fields.ToString());
        return new(made, fields.Append("Message-ID: ").Append(made).Append("\r\n").ToString());
    }
}
