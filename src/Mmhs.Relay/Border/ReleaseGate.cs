using System.Buffers;
using Microsoft.Extensions.Logging;
using Mmhs.Messages;
using Mmhs.Signing.Client;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay.Border;

/// <summary>Whether a formal message of ours bears the marks of its release (RFC 7912 §3.2, §3.4).</summary>
/// <remarks>Drafts wait in the portal, never in the relay: what comes here unreleased is refused, not held (RFC 7912 §3.2 leaves the way to the releaser open).</remarks>
internal sealed class ReleaseGate(
    RelayOptions options,
    IRelayDirectory directory,
    IReleaseLedger ledger,
    TimeProvider time,
    ILogger log
)
{
    // whoever else is trusted for his own mail releases none of ours
    private readonly SignerTrust _signers = options.SignerRoots is { } roots ? SignerTrust.AnyDomain(roots) : SignerTrust.Nobody;

    /// <summary>Null where it may go on. Asked of formal messages alone, whose header has been found sound.</summary>
    /// <param name="header">Of the message.</param>
    /// <param name="content">The whole of it.</param>
    /// <param name="recipients">To whom it is going.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    public async ValueTask<Rejection?> AskAsync(
        MessageHeader header,
        ReadOnlySequence<byte> content,
        IReadOnlyList<EnvelopeRecipient> recipients,
        CancellationToken cancellationToken
    )
    {
        if (!header.IsFormal || options.Release == ReleaseDemand.None)
            return null;
        if (header.Count(FieldNames.AuthorizingUsers) == 0)
            return new(550, "5.7.1", "A formal message leaves only after its release", "RELEASE_MISSING");
        if (options.Release < ReleaseDemand.Signed)
            return null;
        if (Signature(content) is { } unsigned)
            return unsigned;
        return options.Release == ReleaseDemand.Recorded
            ? await RecordAsync(header, content, recipients, cancellationToken).ConfigureAwait(false)
            : null;
    }

    // Who cannot ask does not know, and who does not know does not carry it.
    private async ValueTask<Rejection?> RecordAsync(
        MessageHeader header,
        ReadOnlySequence<byte> content,
        IReadOnlyList<EnvelopeRecipient> recipients,
        CancellationToken cancellationToken
    )
    {
        Refusal? objection;
        try
        {
            objection = await ledger
                .ObjectionAsync(
                    new(
                        BodyDigest.Of(content.Slice(header.Length)),
                        header.MessageId!,
                        [.. recipients.Select(to => to.ForwardPath.Address?.ToString() ?? "")]
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            log.LedgerUnanswered(failure);
            return new(451, "4.7.0", "Whether the message was released cannot be told now", "RELEASE_UNKNOWN");
        }
        return objection is null
            ? null
            : new(new(550, "5.7.1", "Not released to these recipients"), "RELEASE_NOT_RECORDED", [objection.Code]);
    }

    private Rejection? Signature(in ReadOnlySequence<byte> content)
    {
        var octets = content.IsSingleSegment ? content.First : content.ToArray();
        var reading = MessageReader.Read(octets, new(_signers, directory.Policies, time.GetUtcNow()) { FieldsOnly = true });
        if (reading.IsProven)
            return null;
        return new(
            new(550, "5.7.7", "Review signature missing or invalid"),
            "RELEASE_SIGNATURE",
            [reading.Signature.ToString(), .. reading.HeaderDifferences.Concat(reading.Unsigned).Take(10)]
        );
    }
}
