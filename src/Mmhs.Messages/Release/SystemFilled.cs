using System.Collections.Immutable;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>What nobody types: fixed when the release dialog opens, shown there, and part of what is approved (design §5).</summary>
/// <param name="MessageId">Same on every copy.</param>
/// <param name="Date">When the text was declared ready, for the Date field (RFC 5322 §3.6.1).</param>
/// <param name="Dtg">The drafter's, or the minute of release where he left it blank.</param>
/// <param name="EnvelopeIds">One for each copy of <see cref="CopyPlan"/>, in its order.</param>
public sealed record SystemFilled(
    MessageId MessageId,
    DateTimeOffset Date,
    DateTimeGroup Dtg,
    ImmutableArray<EnvelopeId> EnvelopeIds
)
{
    public CanonicalObject ToCanonical() =>
        new()
        {
            ["messageId"] = MessageId.Value,
            ["date"] = Date,
            ["dtg"] = Dtg.At,
            ["envelopeIds"] = CanonicalValue.List(EnvelopeIds.Select(id => id.Value)),
        };

    /// <param name="content">The version about to be released.</param>
    /// <param name="now">The moment the dialog opens.</param>
    /// <param name="token">12 to 24 upper-case letters and digits, never used before: makes identifiers unique.</param>
    public static SystemFilled For(MessageContent content, DateTimeOffset now, string token)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(token.Length, 12);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(token.Length, 24);
        var second = new DateTimeOffset(now.UtcDateTime.Ticks - now.UtcDateTime.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var stamp = second.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture);
        var from = content.From.Address;
        // RFC 6477 §5: a gateway wants a local identifier of 15 characters or more; the stamp alone has 14
        return new(
            MessageId.Parse($"{stamp}.{token}.{from.LocalPart}@{from.Domain}"),
            second,
            content.Dtg ?? new DateTimeGroup(second),
            [.. CopyPlan.Of(content).Select((_, index) => EnvelopeId.Parse($"{token}-{index}"))]
        );
    }
}
