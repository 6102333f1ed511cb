using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records.Audit;
using Mmhs.Records.Deliver;
using Mmhs.Records.Relay;
using Mmhs.Records.Release;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Audit;

namespace Mmhs.Records.Tests.Storage;

/// <summary>A database of each version is kept as text, is brought to the tables of today, and what was in it is there.</summary>
/// <remarks>
/// With a version that changes tables its own is added by <c>MMHS_WRITE_KEPT=1</c>, from then on never written again: the folder of a version that is
/// there is left as it is.
/// </remarks>
public sealed class KeptDatabaseTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, DatabaseProvider> Kept =>
        [
            .. from version in Directory.GetDirectories(Folder()).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            from provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql }
            select new TheoryDataRow<string, DatabaseProvider>(version!, provider),
        ];

    [Theory, MemberData(nameof(Kept))]
    public async Task A_database_of_an_older_version_is_carried_on(string version, DatabaseProvider provider)
    {
        var portal = await engines.EmptyAsync<PortalContext>(provider, options => new(options));
        var relay = await engines.EmptyAsync<RelayContext>(provider, options => new(options));
        await DatabaseText.ReadAsync(portal, await File.ReadAllTextAsync(FileOf(version, provider, "portal"), Token));
        await DatabaseText.ReadAsync(relay, await File.ReadAllTextAsync(FileOf(version, provider, "relay"), Token));

        await using var context = portal.CreateDbContext();
        await using var queue = relay.CreateDbContext();
        await SchemaHistory.MigrateAsync([context, queue], Token);

        Assert.Equal(await DatabaseText.ShapeAsync(await engines.PortalAsync(provider)), await DatabaseText.ShapeAsync(portal));
        Assert.Equal(await DatabaseText.ShapeAsync(await engines.RelayAsync(provider)), await DatabaseText.ShapeAsync(relay));
        var draft = await context.Drafts.Include(row => row.Role).ThenInclude(role => role.Organisation).SingleAsync(Token);
        Assert.Equal("hq.example", draft.Role.Organisation.Domain);
        Assert.Equal(Submitted.Content.Text, (await context.Versions.SingleAsync(Token)).Read().Content.Text);
        Assert.Equal(5, (await context.AuditEntries.CountAsync(Token)));
        var report = await new AuditVerifier((_, _, _, _) => null).VerifyAsync(context, null, null, Token);
        Assert.NotEqual(AuditVerdict.Violated, report.Verdict);
        Assert.Equal("<late@hq.example>"u8.ToArray(), (await context.StoredMessages.SingleAsync(Token)).Octets);
        Assert.Single(await context.Inbox.ToListAsync(Token));
        Assert.Equal(4, (await queue.Set<QueueMessageRow>().SingleAsync(Token)).Priority);
        // a number given out next is one nobody has
        context.Inbox.Add(
            new()
            {
                RoleId = draft.RoleId,
                MessageId = "next@hq.example",
                ContentSha256 = new string('1', 64),
                LabelId = 1,
                From = "a@b.example",
                ReceivedAt = World.Now,
                StoredMessageId = (await context.StoredMessages.SingleAsync(Token)).Id,
            }
        );
        await context.SaveChangesAsync(Token);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Tables_that_change_have_a_version_kept(DatabaseProvider provider)
    {
        var version = ProductVersion.Text.Split(' ')[0];
        if (Environment.GetEnvironmentVariable("MMHS_WRITE_KEPT") == "1" && !File.Exists(FileOf(version, provider, "relay")))
            await WriteAsync(version, provider);
        await using var context = (await engines.PortalAsync(provider)).CreateDbContext();
        await using var queue = (await engines.RelayAsync(provider)).CreateDbContext();
        var newest = Directory.GetDirectories(Folder()).Select(Path.GetFileName).Order(StringComparer.Ordinal).Last()!;
        Assert.Contains(
            context.Database.GetMigrations().Last(),
            await File.ReadAllTextAsync(FileOf(newest, provider, "portal"), Token),
            StringComparison.Ordinal
        );
        Assert.Contains(
            queue.Database.GetMigrations().Last(),
            await File.ReadAllTextAsync(FileOf(newest, provider, "relay"), Token),
            StringComparison.Ordinal
        );
    }

    private static MessageVersion Submitted { get; } =
        new(
            Guid.Parse("0193c5a0-0000-7000-8000-000000000001"),
            1,
            new MessageContent(
                new("Operations", EmailAddress.Parse("j3@hq.example")),
                new SecurityLabel("1.2.3", 4),
                new ActionAddressees(Precedence.Immediate, [new("Operations", EmailAddress.Parse("j3@bde.example"))]),
                null,
                "BRIDGE",
                [],
                null,
                null,
                "THE BRIDGE IS CLOSED.",
                [],
                true
            ),
            "drafter",
            World.Now
        );

    private async Task WriteAsync(string version, DatabaseProvider provider)
    {
        var portal = await engines.PortalAsync(provider);
        var relay = await engines.RelayAsync(provider);
        var world = await World.MakeAsync(portal);
        var label = (await world.LabelsAsync(1))[0];
        var draft = world.Draft(DraftState.Released, 3, label);
        draft.Id = Submitted.DraftId;
        var stored = new StoredMessageRow
        {
            Id = Guid.Parse("0193c5a0-0000-7000-8000-000000000002"),
            Octets = "<late@hq.example>"u8.ToArray(),
            StoredAt = World.Now,
        };
        await world.AddAsync(draft, VersionRow.Of(Submitted, label, "Drafter", null), stored);
        await world.AddAsync(world.Inbox(stored, label), World.Outbox(3, World.Now));
        using (var trail = new TrailMaker(portal))
        {
            await trail.AppendAsync(5);
            await trail.CheckpointAsync();
        }
        await using (var queue = relay.CreateDbContext())
        {
            queue.Add(
                new QueueMessageRow
                {
                    Id = Guid.Parse("0193c5a0-0000-7000-8000-000000000003"),
                    State = QueueState.Ready,
                    HandledAs = 4,
                    Priority = 4,
                    ArrivedAt = World.Now,
                    DueAt = World.Now,
                    ExpiresAt = World.Now.AddHours(1),
                }
            );
            await queue.SaveChangesAsync(Token);
        }
        Directory.CreateDirectory(Path.Combine(Folder(), version));
        await File.WriteAllTextAsync(FileOf(version, provider, "portal"), await DatabaseText.WriteAsync(portal), Token);
        await File.WriteAllTextAsync(FileOf(version, provider, "relay"), await DatabaseText.WriteAsync(relay), Token);
    }

    private static string FileOf(string version, DatabaseProvider provider, string database) =>
        Path.Combine(Folder(), version, $"{database}.{provider.ToString().ToLowerInvariant()}.sql");

    // beside the sources, where a new one is written
    private static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Mmhs.Portal.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run beside their sources.");
        return Path.Combine(root.FullName, "tests", "Mmhs.Records.Tests", "Storage", "Kept");
    }
}
