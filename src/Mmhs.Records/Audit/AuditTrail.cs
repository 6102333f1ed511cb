using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;

namespace Mmhs.Records.Audit;

/// <summary>Appends to an audit stream inside the caller's transaction: if the entry cannot be written, the act does not happen.</summary>
internal static class AuditTrail
{
    /// <summary>Takes the stream's row lock, then chains and adds the entries. The caller saves and commits.</summary>
    /// <remarks>
    /// SQLite: the transaction is immediate, so its writer is single already. PostgreSQL: the row is locked until the commit, which
    /// keeps the stream free of gaps. Write the entries last in a transaction, so that the lock is held short.
    /// </remarks>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public static async Task AppendAsync<TContext>(
        TContext context,
        string stream,
        IReadOnlyList<AuditEvent> events,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        if (events.Count == 0)
            return;
        if (context.Database.CurrentTransaction is null)
            throw new InvalidOperationException("An audit entry is written in the transaction of the act it is evidence of.");

        var end = await LockAsync(context, stream, cancellationToken).ConfigureAwait(false);
        // derived rows left over from a stream that was emptied must not keep the next act from its evidence; the verifier names what happened
        if (end.Size == 0)
            await context
                .AuditAddresses.Where(row => row.Stream == stream)
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
        var frontier = MerkleFrontier.FromBytes(end.Size, end.Frontier);
        foreach (var happened in events.Select(Bounded))
        {
            var seq = frontier.Size;
            var canon = happened.ToCanonicalBytes(stream, seq, now);
            var leaf = AuditHash.Leaf(canon);
            end.Chain = AuditHash.Chain(end.Chain, seq, leaf);
            frontier.Append(leaf);
            context.AuditEntries.Add(
                new AuditEntryRow
                {
                    Stream = stream,
                    Seq = seq,
                    Canon = canon,
                    EntryHash = leaf,
                    ChainHash = end.Chain,
                    At = now,
                    EventType = happened.Type,
                    Outcome = happened.Outcome switch
                    {
                        AuditOutcome.Ok => "ok",
                        AuditOutcome.Denied => "denied",
                        AuditOutcome.Failed => "failed",
                    },
                    Actor = happened.Actor,
                    MessageId = happened.MessageId,
                    EnvelopeId = happened.EnvelopeId,
                    Correlation = happened.Correlation,
                }
            );
            context.AuditAddresses.AddRange(
                AuditAddresses
                    .Of(canon)
                    .Select(name => new AuditAddressRow
                    {
                        Stream = stream,
                        Seq = seq,
                        Name = name,
                        At = now,
                    })
            );
        }
        end.Size = frontier.Size;
        end.Frontier = frontier.ToBytes();
    }

    // Whatever strangers wrote as identifier or name: the entry and the columns it is found by say the same, and the columns have a length.
    private static AuditEvent Bounded(AuditEvent happened) =>
        happened with
        {
            Actor = Cut(happened.Actor, 320),
            MessageId = Cut(happened.MessageId, 400),
            EnvelopeId = Cut(happened.EnvelopeId, 100),
            Correlation = Cut(happened.Correlation, 64),
        };

    private static string? Cut(string? text, int most) => text is null ? null : Characters.Cut(text, most);

    private static async Task<AuditStreamRow> LockAsync<TContext>(
        TContext context,
        string stream,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        if (context.Database.IsNpgsql())
        {
            var genesis = AuditHash.Genesis(stream);
            await context
                .Database.ExecuteSqlAsync(
                    $"INSERT INTO audit_stream (stream, size, chain, frontier) VALUES ({stream}, 0, {genesis}, {Array.Empty<byte>()}) ON CONFLICT DO NOTHING",
                    cancellationToken
                )
                .ConfigureAwait(false);
            return await context
                .AuditStreams.FromSql($"SELECT * FROM audit_stream WHERE stream = {stream} FOR UPDATE")
                .SingleAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        var end = await context
            .AuditStreams.SingleOrDefaultAsync(s => s.Stream == stream, cancellationToken)
            .ConfigureAwait(false);
        if (end is null)
        {
            end = new AuditStreamRow { Stream = stream, Chain = AuditHash.Genesis(stream) };
            context.AuditStreams.Add(end);
        }
        return end;
    }
}
