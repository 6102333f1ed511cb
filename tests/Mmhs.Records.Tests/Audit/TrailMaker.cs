using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Audit;

/// <summary>Writes trails as the portal does, with checkpoints signed by a key of its own; and rewrites them as somebody without the key would.</summary>
internal sealed class TrailMaker(Database<PortalContext> database, string stream = "portal-1") : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private DateTimeOffset clock = World.Now;

    public string Actor { get; init; } = "actor";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public AuditVerifier Verifier =>
        new(
            (text, signature, _, _) =>
                key.VerifyData(text, signature, HashAlgorithmName.SHA256) ? null : "The signature is not the signing service's."
        );

    public async Task AppendAsync(int count)
    {
        await using var context = database.CreateDbContext();
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        for (var done = 0; done < count; )
        {
            var some = Math.Min(1000, count - done);
            clock += TimeSpan.FromMilliseconds(7);
            await AuditTrail.AppendAsync(
                context,
                stream,
                [
                    .. Enumerable
                        .Range(done, some)
                        .Select(n => World.Event(AuditTypes.Submit, $"{Actor}-{n}", $"m{n}@hq.example", $"E-{n}")),
                ],
                clock,
                Token
            );
            await context.SaveChangesAsync(Token);
            context.ChangeTracker.Clear();
            done += some;
        }
        await transaction.CommitAsync(Token);
    }

    public async Task CheckpointAsync()
    {
        await using var context = database.CreateDbContext();
        var end = await context.AuditStreams.SingleAsync(row => row.Stream == stream, Token);
        var last = await context
            .AuditCheckpoints.Where(row => row.Stream == stream)
            .OrderByDescending(row => row.Number)
            .FirstOrDefaultAsync(Token);
        var checkpoint = new Checkpoint(
            stream,
            end.Size,
            MerkleFrontier.FromBytes(end.Size, end.Frontier).Root(),
            end.Chain,
            0,
            new DateTimeOffset(clock.Ticks - clock.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero),
            last is null ? new byte[32] : SHA256.HashData(Encoding.UTF8.GetBytes(last.Text)),
            "0123456789abcdef"
        );
        context.AuditCheckpoints.Add(
            new()
            {
                Stream = stream,
                Number = (last?.Number ?? -1) + 1,
                Size = end.Size,
                Text = checkpoint.ToText(),
                Signature = key.SignData(Encoding.UTF8.GetBytes(checkpoint.ToText()), HashAlgorithmName.SHA256),
            }
        );
        await context.SaveChangesAsync(Token);
    }

    /// <summary>Makes every hash fit the octets again, and the stream's row and the checkpoints' texts with them: all but the signatures.</summary>
    public async Task RewriteAllHashesAsync(bool checkpointsToo)
    {
        await using var context = database.CreateDbContext();
        var chain = AuditHash.Genesis(stream);
        var frontier = new MerkleFrontier();
        var previous = new byte[32];
        var checkpoints = await context
            .AuditCheckpoints.Where(row => row.Stream == stream)
            .OrderBy(row => row.Number)
            .ToListAsync(Token);
        foreach (
            var entry in await context.AuditEntries.Where(row => row.Stream == stream).OrderBy(row => row.Seq).ToListAsync(Token)
        )
        {
            entry.EntryHash = AuditHash.Leaf(entry.Canon);
            entry.ChainHash = chain = AuditHash.Chain(chain, entry.Seq, entry.EntryHash);
            frontier.Append(entry.EntryHash);
            foreach (var row in checkpoints.Where(row => checkpointsToo && row.Size == frontier.Size))
            {
                Assert.True(Checkpoint.TryParse(row.Text, out var old));
                var rewritten = old! with { Root = frontier.Root(), Chain = chain, Previous = previous };
                row.Text = rewritten.ToText();
                previous = rewritten.Digest();
            }
        }
        var end = await context.AuditStreams.SingleAsync(row => row.Stream == stream, Token);
        (end.Size, end.Chain, end.Frontier) = (frontier.Size, chain, frontier.ToBytes());
        await context.SaveChangesAsync(Token);
    }

    public async Task<AuditReport> VerifyAsync(
        AuditVerifier? verifier = null,
        params IReadOnlyCollection<AttestedStream> attested
    )
    {
        await using var context = database.CreateDbContext();
        return await (verifier ?? Verifier).VerifyAsync(context, null, attested.Count == 0 ? null : attested, Token);
    }

    /// <summary>What a signing service remembers that signed the last two checkpoints.</summary>
    public async Task<AttestedStream> AttestedAsync()
    {
        await using var context = database.CreateDbContext();
        var texts = await context
            .AuditCheckpoints.Where(row => row.Stream == stream)
            .OrderByDescending(row => row.Number)
            .Take(2)
            .Select(row => row.Text)
            .ToListAsync(Token);
        Assert.True(Checkpoint.TryParse(texts[0], out var last));
        Assert.True(Checkpoint.TryParse(texts[1], out var held));
        return new(stream, last!.Size, last.Chain, last.Digest(), held!.Digest());
    }

    public void Dispose() => key.Dispose();
}
