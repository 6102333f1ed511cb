using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Reports;
using Mmhs.Records;
using Mmhs.Records.Relay;
using Mmhs.Relay.Border;
using Mmhs.Relay.Routing;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Reports;

/// <summary>Whether a report at the transfer door comes from the host that took what it reports on.</summary>
/// <remarks>
/// Asked of every message, and only a <c>multipart/report</c> with the null reverse-path costs anything: the first <see cref="MostOctets"/> of it
/// are read, and at most <see cref="MostRecipients"/> of its recipients. What cannot be read is not confirmed; records that cannot be
/// asked are a failure, answered 451.
/// </remarks>
internal sealed class ReportOrigin(RelayRecords records)
{
    private const int MostOctets = 256 << 10;
    private const int MostRecipients = 100;
    private const int MostKeys = 20;
    private const int MostHandOvers = 2000;

    public async ValueTask<ReportSource> FindAsync(
        SmtpPeer peer,
        Envelope envelope,
        MessageHeader header,
        ReadOnlySequence<byte> content,
        CancellationToken cancellationToken
    )
    {
        if (envelope.ReversePath is not null || !header.IsReport || peer.Remote is not { } remote)
            return ReportSource.Unknown;
        if (ReportKeys.Read(content.Slice(0, Math.Min(content.Length, MostOctets)).ToArray()) is not { } keys)
            return ReportSource.Unknown;
        var about = keys
            .Recipients.Take(MostRecipients)
            .SelectMany(one => one.Addresses)
            .Select(AddressIdentity.Key)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        if (about.Count == 0)
            return ReportSource.Unknown;
        var address = PeerAddress.Plain(remote.Address).ToString();
        var context = await records.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var handOvers = context.HandOvers.AsNoTracking();
        List<HandOverRow> taken =
        [
            .. await RowsAsync(handOvers.OfEnvelopes(address, [.. keys.EnvelopeIds.Take(MostKeys)]), cancellationToken)
                .ConfigureAwait(false),
            .. await RowsAsync(handOvers.OfMessages(address, [.. keys.MessageIds.Take(MostKeys)]), cancellationToken)
                .ConfigureAwait(false),
        ];
        return ReportSource.Of(
            taken
                .Where(one => about.Contains(AddressIdentity.Key(one.Recipient) ?? ""))
                .Select(one => new HandedOverCopy(one.EnvelopeId!, one.Recipient))
        );
    }

    // Without an envelope identifier it is nothing the portal sent, and nobody waits for its report.
    private static Task<List<HandOverRow>> RowsAsync(IQueryable<HandOverRow> rows, CancellationToken cancellationToken) =>
        rows.Where(one => one.EnvelopeId != null).Take(MostHandOvers).ToListAsync(cancellationToken);
}
