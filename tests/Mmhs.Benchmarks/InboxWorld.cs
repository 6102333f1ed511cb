using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Benchmarks;

/// <summary>A portal whose one inbox holds very many messages, a third of them under a label its reader may not see.</summary>
internal sealed class InboxWorld(RunningPortal portal, string engine, Actor reader, int[] labels, Guid stored) : IAsyncDisposable
{
    private PostgresServer? server;

    public string Engine => engine;

    public RunningPortal Portal => portal;

    public Actor Reader => reader;

    /// <summary>On SQLite, then on PostgreSQL where it is installed.</summary>
    public static async IAsyncEnumerable<InboxWorld> EachAsync()
    {
        await using (var world = await OpenAsync("SQLite"))
            yield return world;
        var server = await PostgresServer.TryStartAsync();
        if (server is null)
        {
            Measured.Say($"PostgreSQL is not installed; only SQLite was measured.");
            yield break;
        }
        var connection = server.ConnectionString.Replace("Pooling=False", "Pooling=True", StringComparison.Ordinal);
        await server.ExecuteAsync("CREATE DATABASE portal");
        await server.ExecuteAsync("CREATE DATABASE relay");
        await using var other = await OpenAsync(
            "PostgreSQL",
            "--Mmhs:DatabaseProvider=PostgreSql",
            $"--Mmhs:PortalConnection={connection.Replace("Database=postgres", "Database=portal", StringComparison.Ordinal)}",
            $"--Mmhs:RelayConnection={connection.Replace("Database=postgres", "Database=relay", StringComparison.Ordinal)}"
        );
        other.server = server;
        yield return other;
    }

    /// <summary>Adds messages until there are so many; they are as if made searchable.</summary>
    public async Task FillAsync(int from, int to)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(CancellationToken.None);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
        if (from == 0)
        {
            context.Inbox.Add(
                new InboxRow
                {
                    RoleId = reader.RoleId,
                    MessageId = "m0",
                    ContentSha256 = new string('0', 64),
                    LabelId = labels[0],
                    From = "3rd Brigade J4 Logistics",
                    FromAddress = "j4@bde3.northland.example",
                    Subject = "Movement",
                    SubjectIndicatorCodes = "LAB",
                    Urgency = 1,
                    ReceivedAt = DateTimeOffset.UnixEpoch.AddYears(50),
                    StoredMessageId = stored,
                    Indexed = true,
                }
            );
            await context.SaveChangesAsync();
            from = 1;
        }
        var entity = context.Model.FindEntityType(typeof(InboxRow))!;
        var columns = entity
            .GetProperties()
            .Select(property => property.GetColumnName())
            .Where(column => column != "id")
            .ToList();
        var values = columns.Select(column =>
            column switch
            {
                "message_id" => "'m' || n.i",
                "label_id" => string.Create(
                    CultureInfo.InvariantCulture,
                    $"CASE WHEN n.i % 3 = 0 THEN {labels[1]} ELSE {labels[0]} END"
                ),
                "received_at" => "t.received_at + n.i * 1000",
                "subject" => "'Movement ' || n.i",
                _ => $"t.\"{column}\"",
            }
        );
        var insert =
            $"INSERT INTO inbox (\"{string.Join("\", \"", columns)}\") SELECT {string.Join(", ", values)} FROM n, inbox t WHERE t.message_id = 'm0'";
        var series = context.Database.IsNpgsql()
            ? string.Create(CultureInfo.InvariantCulture, $"WITH n AS (SELECT i FROM generate_series({from}, {to - 1}) AS i) ")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {to}) "
            );
        var sql = series + insert; // names of columns and numbers made here
        await context.Database.ExecuteSqlRawAsync(sql);
        await context.Database.ExecuteSqlRawAsync("ANALYZE"); // what a running PostgreSQL does by itself within a minute
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    private static async Task<InboxWorld> OpenAsync(string engine, params string[] settings)
    {
        var portal = await RunningPortal.PrepareAsync(null, null, ["--Logging:LogLevel:Default=Error", .. settings]);
        var reader = await portal.ActorAsync("drafter", RoleFunction.Drafter, CancellationToken.None);
        var gate = portal.Get<LabelAccess>();
        var policy = reader.Clearances[0].PolicyId;
        int[] labels =
        [
            await gate.NumberAsync(new SecurityLabel(policy, 3), CancellationToken.None),
            await gate.NumberAsync(new SecurityLabel(policy, 5), CancellationToken.None),
        ];
        if (gate.MaySee(new SecurityLabel(policy, 5), reader))
            throw new InvalidOperationException("The reader sees everything; nothing would be filtered.");
        var stored = new StoredMessageRow
        {
            Id = Guid.NewGuid(),
            Octets = [1],
            StoredAt = DateTimeOffset.UnixEpoch,
        };
        await using var context = await portal.Get<PortalRecords>().ReadAsync(CancellationToken.None);
        context.StoredMessages.Add(stored);
        await context.SaveChangesAsync();
        return new(portal, engine, reader, labels, stored.Id);
    }
}
