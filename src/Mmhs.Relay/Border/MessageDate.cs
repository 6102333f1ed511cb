using Mmhs.Wire.Headers;

namespace Mmhs.Relay.Border;

/// <summary>The moment a trace field names.</summary>
internal static class MessageDate
{
    /// <summary>What stands behind the last semicolon of a Received field (RFC 5321 §4.4); null when it cannot be read.</summary>
    public static DateTimeOffset? OfReceived(string? received) =>
        received is null ? null : DateTimeText.Read(received[(received.LastIndexOf(';') + 1)..].Trim());
}
