using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Mmhs.Messages;
using Mmhs.Messages.Audit;

namespace Mmhs.Records.Audit;

/// <summary>Holds an audit trail against itself and against the signatures over it, and names the first entry that cannot be so.</summary>
/// <remarks>
/// Reads one snapshot of the database, entries in pages and never all of them: the memory it takes does not grow with the trail.
/// It shares no code with the writer: hashes, canonical spelling and checkpoint text are written here a second time
/// (access-and-audit §4.9). What it cannot see by itself: a tail, a stream or all of them gone together with every checkpoint over them; for
/// that it is told what the signing service attested.
/// </remarks>
/// <param name="signature">Checks a checkpoint's signature; null when the caller has no root.</param>
public sealed class AuditVerifier(CheckpointSignatureCheck? signature)
{
    /// <summary>How far an entry may be older than the one before it: writers read the clock before they take the stream's lock.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    private const int EntriesAtOnce = 1000;
    private const int CheckpointsAtOnce = 100;

    /// <param name="context">The portal's or the relay's records, on either engine, with no transaction open.</param>
    /// <param name="only">One stream; null for all.</param>
    /// <param name="attested">What the signing service remembers of the streams of this database, asked before this call; null when it cannot be asked.</param>
    public async Task<AuditReport> VerifyAsync<TContext>(
        TContext context,
        string? only,
        IReadOnlyCollection<AttestedStream>? attested,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        var snapshot = await SnapshotAsync(context, cancellationToken).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            var names = await context
                .AuditStreams.Select(stream => stream.Stream)
                .Union(context.AuditEntries.Select(entry => entry.Stream))
                .Union(context.AuditCheckpoints.Select(checkpoint => checkpoint.Stream))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var reports = ImmutableArray.CreateBuilder<AuditStreamReport>();
            foreach (var name in names.Where(name => only is null || name == only).Order(StringComparer.Ordinal))
            {
                var witness = attested?.FirstOrDefault(stream => stream.Stream == name);
                reports.Add(
                    await new StreamReading<TContext>(context, name, signature, witness)
                        .RunAsync(cancellationToken)
                        .ConfigureAwait(false)
                );
            }
            foreach (
                var missing in (attested ?? []).Where(stream =>
                    stream.Size > 0 && (only is null || stream.Stream == only) && !names.Contains(stream.Stream)
                )
            )
                reports.Add(Missing(missing));
            return new(signature is not null, attested is not null, reports.ToImmutable());
        }
    }

    private static AuditStreamReport Missing(AttestedStream stream) =>
        new(
            stream.Stream,
            0,
            0,
            0,
            new(
                AuditFaultCodes.StreamMissing,
                stream.Stream,
                0,
                $"The stream is not there; the signing service attested {stream.Size} entries of it."
            )
        );

    // what is appended meanwhile is not part of the question, and the writer is not kept waiting for the answer
    private static async Task<IDbContextTransaction> SnapshotAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
            return await context
                .Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken)
                .ConfigureAwait(false);
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var deferred = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await context.Database.UseTransactionAsync(deferred, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>One walk over one stream, entries and checkpoints side by side.</summary>
    private sealed class StreamReading<TContext>(
        TContext context,
        string stream,
        CheckpointSignatureCheck? signature,
        AttestedStream? attested
    )
        where TContext : DbContext, IAuditedContext
    {
        private readonly AuditVerifierHash.Tree tree = new();
        private readonly Queue<AuditCheckpointRow> checkpoints = new();
        private byte[] chain = AuditVerifierHash.Start(stream);
        private DateTimeOffset latest = DateTimeOffset.MinValue;
        private long lastNumber = -1;
        private long checkpointsRight;
        private long covered;
        private string previousDigest = Convert.ToBase64String(new byte[32]);
        private DateTimeOffset previousTime = DateTimeOffset.MinValue;
        private bool isHeld;

        public async Task<AuditStreamReport> RunAsync(CancellationToken cancellationToken)
        {
            var fault = await WalkAsync(cancellationToken).ConfigureAwait(false);
            return new(stream, tree.Leaves, checkpointsRight, covered, fault);
        }

        private async Task<AuditFault?> WalkAsync(CancellationToken cancellationToken)
        {
            if (await CheckpointsHereAsync(cancellationToken).ConfigureAwait(false) is { } atStart)
                return atStart;
            var after = long.MinValue;
            while (true)
            {
                var page = await context
                    .AuditEntries.AsNoTracking()
                    .Where(entry => entry.Stream == stream && entry.Seq > after)
                    .OrderBy(entry => entry.Seq)
                    .Take(EntriesAtOnce)
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                var named = await NamedAsync(page, cancellationToken).ConfigureAwait(false);
                foreach (var entry in page)
                {
                    if (Entry(entry, named[entry.Seq]) is { } wrong)
                        return wrong;
                    if (await CheckpointsHereAsync(cancellationToken).ConfigureAwait(false) is { } wrongCheckpoint)
                        return wrongCheckpoint;
                }
                if (page.Count < EntriesAtOnce)
                    break;
                after = page[^1].Seq;
            }
            return await EndAsync(cancellationToken).ConfigureAwait(false);
        }

        private async Task<ILookup<long, AuditAddressRow>> NamedAsync(
            List<AuditEntryRow> page,
            CancellationToken cancellationToken
        )
        {
            if (page.Count == 0)
                return Array.Empty<AuditAddressRow>().ToLookup(row => row.Seq);
            var (first, last) = (page[0].Seq, page[^1].Seq);
            var rows = await context
                .AuditAddresses.AsNoTracking()
                .Where(row => row.Stream == stream && row.Seq >= first && row.Seq <= last)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return rows.ToLookup(row => row.Seq);
        }

        private AuditFault? Entry(AuditEntryRow row, IEnumerable<AuditAddressRow> named)
        {
            var expected = tree.Leaves;
            if (row.Seq != expected)
                return Fault(AuditFaultCodes.Gap, expected, $"Entry {expected} is missing: {row.Seq} stands in its place.");
            if (AuditVerifierCanon.Read(row.Canon) is not { } canon)
                return Fault(AuditFaultCodes.Unreadable, expected, "The octets are no audit entry.");
            if (!canon.IsCanonical)
                return Fault(
                    AuditFaultCodes.NotCanonical,
                    expected,
                    "The octets are not the canonical spelling of what they say."
                );
            if (canon.Stream != stream || canon.Seq != expected)
                return Fault(
                    AuditFaultCodes.Moved,
                    expected,
                    "Stream or number inside are others than those it is stored under."
                );

            var leaf = AuditVerifierHash.Leaf(row.Canon);
            if (!leaf.AsSpan().SequenceEqual(row.EntryHash))
                return Fault(AuditFaultCodes.EntryHash, expected, "The octets have another hash than the one stored.");
            chain = AuditVerifierHash.Chain(chain, expected, leaf);
            if (!chain.AsSpan().SequenceEqual(row.ChainHash))
                return Fault(AuditFaultCodes.ChainHash, expected, "The entry is not chained to the one before it.");

            if (WrongColumn(row, canon) is { } column)
                return Fault(AuditFaultCodes.SearchColumn, expected, $"The column {column} does not say what the entry says.");
            if (AuditCatalog.Find(canon.EventType)?.Missing(canon.Outcome == "ok", canon.Facts) is [var fact, ..])
                return Fault(
                    AuditFaultCodes.FactMissing,
                    expected,
                    $"The entry does not state {fact}, as every entry of its kind does that went through."
                );
            if (row.At + ClockSkew < latest)
                return Fault(AuditFaultCodes.TimeBack, expected, "The entry is older than one before it.");
            if (row.At > latest)
                latest = row.At;
            if (!(canon.Names.SetEquals(named.Select(name => name.Name)) && named.All(name => name.At == row.At)))
                return Fault(
                    AuditFaultCodes.SearchColumn,
                    expected,
                    "The addresses it is found by are not those the entry names."
                );
            tree.Add(leaf);
            return attested is not null && tree.Leaves == attested.Size && !chain.AsSpan().SequenceEqual(attested.Chain)
                ? Fault(
                    AuditFaultCodes.NotAttested,
                    expected,
                    "The entries up to here are not those the signing service attested."
                )
                : null;
        }

        private static string? WrongColumn(AuditEntryRow row, AuditVerifierCanon canon)
        {
            if (canon.At != row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.'fff'Z'", CultureInfo.InvariantCulture))
                return "at";
            if (canon.EventType != row.EventType)
                return "event_type";
            if (canon.Outcome != row.Outcome)
                return "outcome";
            if (!Says(row.Actor, canon.Actor))
                return "actor";
            if (!Says(row.MessageId, canon.MessageId))
                return "message_id";
            if (!Says(row.EnvelopeId, canon.EnvelopeId))
                return "envelope_id";
            return Says(row.Correlation, canon.Correlation) ? null : "correlation";
        }

        // inside the entry text is in NFC (access-and-audit §4.2); the column has it as it was given
        private static bool Says(string? column, string? entry) =>
            column == entry || (column is not null && Characters.Normal(column, NormalizationForm.FormC) == entry);

        /// <summary>Checks the checkpoints that cover exactly the entries read so far.</summary>
        private async Task<AuditFault?> CheckpointsHereAsync(CancellationToken cancellationToken)
        {
            while (await NextCheckpointAsync(cancellationToken).ConfigureAwait(false) is { } next && next.Size <= tree.Leaves)
            {
                if (Checkpoint(next) is { } wrong)
                    return wrong;
                checkpoints.Dequeue();
                checkpointsRight++;
                covered = next.Size;
            }
            return null;
        }

        private AuditFault? Checkpoint(AuditCheckpointRow row)
        {
            var place = row.Size - 1;
            var name = $"Checkpoint {row.Number}";
            if (AuditVerifierCheckpoint.Read(row.Text) is not { } said)
                return Fault(AuditFaultCodes.CheckpointUnreadable, place, $"{name} is not of its form.");
            if (said.Stream != stream || said.Size != row.Size || row.Size != tree.Leaves)
                return Fault(AuditFaultCodes.CheckpointMoved, place, $"{name} is of another stream, size or place than its row.");
            if (said.Root != Convert.ToBase64String(tree.Root()) || said.Chain != Convert.ToBase64String(chain))
                return Fault(
                    AuditFaultCodes.CheckpointContent,
                    place,
                    $"The entries up to here are not those {name.ToLowerInvariant()} was signed over."
                );
            if (said.Previous != previousDigest || said.At < previousTime)
                return Fault(AuditFaultCodes.CheckpointLink, place, $"{name} does not follow the checkpoint before it.");
            if (signature?.Invoke(Encoding.UTF8.GetBytes(row.Text), row.Signature, said.At, said.KeyId) is { } reason)
                return Fault(AuditFaultCodes.CheckpointSignature, place, $"{name}: {reason}");
            var digest = AuditVerifierHash.OfText(row.Text);
            isHeld |=
                attested is not null
                && (digest.AsSpan().SequenceEqual(attested.Digest) || digest.AsSpan().SequenceEqual(attested.HeldDigest));
            previousDigest = Convert.ToBase64String(digest);
            previousTime = said.At;
            return null;
        }

        private async Task<AuditCheckpointRow?> NextCheckpointAsync(CancellationToken cancellationToken)
        {
            if (checkpoints.Count == 0 && lastNumber != long.MaxValue)
            {
                var page = await context
                    .AuditCheckpoints.AsNoTracking()
                    .Where(checkpoint => checkpoint.Stream == stream && checkpoint.Number > lastNumber)
                    .OrderBy(checkpoint => checkpoint.Number)
                    .Take(CheckpointsAtOnce)
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                foreach (var checkpoint in page)
                    checkpoints.Enqueue(checkpoint);
                lastNumber = page.Count < CheckpointsAtOnce ? long.MaxValue : page[^1].Number;
            }
            return checkpoints.TryPeek(out var next) ? next : null;
        }

        private async Task<AuditFault?> EndAsync(CancellationToken cancellationToken)
        {
            var entries = tree.Leaves;
            if (await NextCheckpointAsync(cancellationToken).ConfigureAwait(false) is { } beyond)
                return Fault(
                    AuditFaultCodes.Truncated,
                    entries,
                    $"Checkpoint {beyond.Number} covers {beyond.Size} entries; {entries} are there."
                );
            if (entries < attested?.Size)
                return Fault(
                    AuditFaultCodes.RolledBack,
                    entries,
                    $"The signing service attested {attested.Size} entries; {entries} are there. The records were set back to an earlier copy, or cut."
                );
            if (attested is { IsHeld: true } && !isHeld)
                return Fault(
                    AuditFaultCodes.NotAttested,
                    entries,
                    "None of the checkpoints is one of those the signing service remembers."
                );
            var stored = await context
                .AuditEntries.LongCountAsync(entry => entry.Stream == stream, cancellationToken)
                .ConfigureAwait(false);
            if (stored != entries)
                return Fault(AuditFaultCodes.Gap, entries, $"{stored} entries are stored under {entries} numbers.");
            var end = await context
                .AuditStreams.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Stream == stream, cancellationToken)
                .ConfigureAwait(false);
            return
                end is not null
                && end.Size == entries
                && chain.AsSpan().SequenceEqual(end.Chain)
                && tree.Edge().AsSpan().SequenceEqual(end.Frontier)
                ? null
                : Fault(
                    AuditFaultCodes.StreamEnd,
                    entries,
                    $"The stream's row says {end?.Size ?? 0} entries or another end; {entries} are there. What followed was removed, or the row was changed."
                );
        }

        private AuditFault Fault(string code, long seq, string what) => new(code, stream, seq, what);
    }
}
