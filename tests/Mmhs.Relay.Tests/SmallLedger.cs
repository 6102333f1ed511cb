using Mmhs.Messages;
using Mmhs.Signing.Client;
using Mmhs.Wire.Mime;

namespace Mmhs.Relay.Tests;

/// <summary>A signing service that remembers what it released, and what it was asked.</summary>
internal sealed class SmallLedger : IReleaseLedger
{
    private static readonly RefusalKind NotReleased = new("LED-001", "Not released.");
    private static readonly RefusalKind OtherRecipients = new("LED-002", "Released to others.");

    private readonly Dictionary<string, HashSet<string>> _released = [];

    /// <summary>Why it does not answer; null: it does.</summary>
    public Exception? Fault { get; set; }

    public List<CopyInTransit> Asked { get; } = [];

    public void Release(ReadOnlyMemory<byte> message, params IEnumerable<string> recipients) =>
        _released[Convert.ToHexString(BodyDigest.OfMessage(message))] = [.. recipients];

    public Task<Refusal?> ObjectionAsync(CopyInTransit copy, CancellationToken cancellationToken)
    {
        Asked.Add(copy);
        if (Fault is { } fault)
            return Task.FromException<Refusal?>(fault);
        if (!_released.TryGetValue(Convert.ToHexString(copy.BodyDigest), out var recipients))
            return Task.FromResult<Refusal?>(NotReleased);
        return Task.FromResult(copy.Recipients.All(recipients.Contains) ? null : (Refusal?)OtherRecipients);
    }
}
