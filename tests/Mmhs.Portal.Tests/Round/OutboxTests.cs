using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Release;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Operate;
using Mmhs.Records.Storage;
using Mmhs.Records.Submit;
using Mmhs.Relay;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Round;

/// <summary>The outbox with an MSA that hangs up, is not there, or is offered what cannot be sent: nothing waits longer than it must, and nothing unseen.</summary>
public sealed class OutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DraftForm Flash =>
        WholeWayTests.Form() with
        {
            ActionPrecedence = Precedence.Flash,
            Cc = [],
            Bcc = [],
            InformationPrecedence = null,
        };

    [Fact]
    public async Task EOS_206t_a_session_the_MSA_ended_costs_a_FLASH_no_try()
    {
        await using var line = Line.Start();
        await using var portal = await RunningPortal.StartAsync(
            null,
            $"--Mmhs:Submission:Port={line.Port}",
            "--Mmhs:Submission:Sessions=1"
        );
        line.To = () => portal.Get<RelayHost>().Submission;
        for (var message = 1; message <= 3; message++)
        {
            await SentAsync(portal, await WholeWayTests.ReleaseAsync(portal, Flash));
            await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
            Assert.All(
                await context.Outbox.Where(entry => entry.Work == OutboxWork.Submit).ToListAsync(Token),
                entry => Assert.Equal((1, OutboxState.Done), (entry.Attempts, entry.State))
            );
            Assert.Equal(message, line.Carried);
            line.Cut();
        }
    }

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task Nothing_is_stuck_unseen_when_the_MSA_is_not_there(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var line = Line.Start();
        await using var portal = await RunningPortal.StartAsync(
            null,
            [.. engine.Settings, $"--Mmhs:Submission:Port={line.Port}"]
        );
        using var client = new HttpClient { BaseAddress = new Uri(portal.Address) };
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Token));
        var id = await WholeWayTests.ReleaseAsync(portal, Flash);
        var @operator = await portal.ActorAsync("operator", RoleFunction.Operator, Token);
        var desk = portal.Get<StuckDesk>();
        var stuck = (
            await Eventually.GetAsync(
                "Being shown as stuck",
                async () => await desk.ListAsync(@operator, 10, Token) is [var one] ? one : null,
                Token
            )
        )!;
        Assert.Equal("on its way to the MSA", stuck.Where);
        Assert.NotEmpty(stuck.Reason);
        Assert.Empty(await desk.ListAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token), 10, Token));

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var tracked = (await portal.Get<TrackingDesk>().OpenAsync(drafter, id, Token))!;
        var addressee = Assert.Single(tracked.Addressees);
        Assert.Equal(TrackingState.Outbox, addressee.State);
        Assert.NotEmpty(tracked.Waiting[addressee.EnvelopeId].Reason);
        Assert.True(tracked.Waiting[addressee.EnvelopeId].NextAt > tracked.Release.ReleasedAt);
        var health = await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Token);
        Assert.Equal("Degraded\noutbox", health); // why is not for whoever asks
        var ailment = Assert.Single(await portal.Get<HealthDesk>().ListAsync(@operator, Token));
        Assert.StartsWith("1 in the outbox could not be handed on", ailment.Words, StringComparison.Ordinal);
        Assert.Empty(
            await portal.Get<HealthDesk>().ListAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token), Token)
        );

        line.To = () => portal.Get<RelayHost>().Submission;
        await SentAsync(portal, id);
        Assert.Empty(await desk.ListAsync(@operator, 10, Token));
        Assert.Empty((await portal.Get<TrackingDesk>().OpenAsync(drafter, id, Token))!.Waiting);
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Token));
    }

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task A_version_edited_in_the_database_fails_its_release_and_the_rest_go_on(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var line = Line.Start();
        await using var portal = await RunningPortal.StartAsync(
            null,
            [.. engine.Settings, $"--Mmhs:Submission:Port={line.Port}", "--Mmhs:Submission:Sessions=1"]
        );
        var bad = await WholeWayTests.ReleaseAsync(portal, Flash);
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
        {
            // lawful content, spelled as ours is, and not what was approved
            var content = ContentCodec.Read(await context.Versions.Select(version => version.Content).SingleAsync(Token));
            var other = ContentCodec.Write(content with { Text = "Stay where you are." });
            Assert.Equal(
                1,
                await context.Versions.ExecuteUpdateAsync(set => set.SetProperty(version => version.Content, other), Token)
            );
        }
        line.To = () => portal.Get<RelayHost>().Submission;
        var good = await WholeWayTests.ReleaseAsync(portal, Flash);
        await SentAsync(portal, good);

        var @operator = await portal.ActorAsync("operator", RoleFunction.Operator, Token);
        var failed = await Eventually.GetAsync(
            "Being shown as failed",
            async () => await portal.Get<OperatorDesk>().ListAsync(@operator, 10, Token) is [var one] ? one : null,
            Token,
            60
        );
        Assert.Equal(bad, failed.ReleaseId);
        Assert.Contains("cannot be worked on as it stands in the records", failed.Failure, StringComparison.Ordinal);
        await using var read = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            TrackingState.Failed,
            Assert.Single(await read.Tracking.Where(row => row.ReleaseId == bad).ToListAsync(Token)).State
        );
        Assert.Equal(1, await read.AuditEntries.CountAsync(entry => entry.EventType == "RELEASE_FAILED", Token));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "its octets are gone")]
    [InlineData(DatabaseProvider.PostgreSql, "its octets are gone")]
    [InlineData(DatabaseProvider.PostgreSql, "its place is taken")]
    public async Task What_cannot_be_indexed_is_set_aside_and_the_rest_is_found(DatabaseProvider provider, string fault)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.PrepareAsync(null, null, engine.Settings); // no worker of its own
        var duty = await portal.ActorAsync("duty", RoleFunction.DutyOfficer, Token);
        var secret = await portal.Get<Portal.Access.LabelAccess>().NumberAsync(WholeWayTests.NorthlandSecret, Token);
        await using (var work = await portal.Get<PortalRecords>().BeginAsync(Token))
        {
            foreach (var id in new[] { "bad", "good" })
            {
                var stored = new Records.Deliver.StoredMessageRow
                {
                    Id = Guid.NewGuid(),
                    Octets = Lmtp.Octets($"From: <a@elsewhere.example>\nSubject: {id}\n\nneedle\n"),
                    StoredAt = DateTimeOffset.UnixEpoch,
                };
                work.Context.Add(stored);
                work.Context.Add(
                    new Records.Deliver.InboxRow
                    {
                        RoleId = duty.RoleId,
                        MessageId = id + "@elsewhere.example",
                        ContentSha256 = new string('0', 64),
                        Subject = id,
                        StoredMessageId = stored.Id,
                        ReceivedAt = DateTimeOffset.UnixEpoch,
                        LabelId = secret,
                    }
                );
            }
            await work.CommitAsync(Token);
        }
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var entry = await context.Inbox.SingleAsync(row => row.Subject == "bad", Token);
        await DamageAsync(context, entry, fault);

        var indexer = portal.Get<Portal.Inbox.Search.SearchIndexer>();
        while (await indexer.RunAsync(Token) > 0) { }
        Assert.Equal(
            "good",
            Assert
                .Single((await portal.Get<Portal.Inbox.Search.SearchDesk>().FindAsync(duty, "needle", null, 10, Token)).Lines)
                .Entry.Subject
        );

        var desk = portal.Get<SetAsideDesk>();
        var @operator = await portal.ActorAsync("operator", RoleFunction.Operator, Token);
        var item = Assert.Single(await desk.ListAsync(@operator, 10, Token));
        Assert.Equal((SetAsideWork.Index, "bad@elsewhere.example", 1), (item.Work, item.MessageId, item.Times));
        var other = @operator with
        {
            OrganisationId = (await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token)).OrganisationId,
        };
        Assert.Empty(await desk.ListAsync(other, 10, Token));
        Assert.Equal("ACC-002", Assert.Single((await desk.SettleAsync(other, item.Id, true, Token)).Refusals).Code);
        Assert.Equal("ACC-001", Assert.Single((await desk.SettleAsync(duty, item.Id, true, Token)).Refusals).Code);

        await MendAsync(context, entry, fault);
        Assert.True((await desk.SettleAsync(@operator, item.Id, true, Token)).IsDone);
        Assert.Equal(1, await indexer.RunAsync(Token));
        Assert.Equal(
            2,
            (await portal.Get<Portal.Inbox.Search.SearchDesk>().FindAsync(duty, "needle", null, 10, Token)).Lines.Count
        );
        Assert.Empty(await desk.ListAsync(@operator, 10, Token));
        Assert.Equal(
            ["ITEM_SETTLED denied", "ITEM_SETTLED denied", "ITEM_SETTLED ok", "ITEM_SET_ASIDE failed"],
            (
                await context
                    .AuditEntries.Where(one => one.EventType.StartsWith("ITEM_"))
                    .Select(one => one.EventType + " " + one.Outcome)
                    .ToListAsync(Token)
            ).Order(StringComparer.Ordinal)
        );
    }

    // As somebody with the password of the database would, or a broken disk.
    private static Task DamageAsync(PortalContext context, Records.Deliver.InboxRow entry, string fault) =>
        fault == "its octets are gone"
            ? PointAsync(context, entry.Id, Guid.NewGuid())
            : context.Database.ExecuteSqlAsync(
                $"INSERT INTO inbox_words (id, role_id, label_id, words) VALUES ({entry.Id}, 0, 0, to_tsvector('simple', 'x'))",
                Token
            );

    private static Task MendAsync(PortalContext context, Records.Deliver.InboxRow entry, string fault) =>
        fault == "its octets are gone"
            ? PointAsync(context, entry.Id, entry.StoredMessageId)
            : context.Database.ExecuteSqlAsync($"DELETE FROM inbox_words WHERE id = {entry.Id}", Token);

    // Past the foreign key: both engines let it be left out in one connection.
    private static async Task PointAsync(PortalContext context, long entry, Guid stored)
    {
        await context.Database.OpenConnectionAsync(Token);
        await context.Database.ExecuteSqlRawAsync(
            context.Database.IsNpgsql() ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF",
            Token
        );
        await context
            .Inbox.Where(row => row.Id == entry)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.StoredMessageId, stored), Token);
        await context.Database.ExecuteSqlRawAsync(
            context.Database.IsNpgsql() ? "SET session_replication_role = origin" : "PRAGMA foreign_keys = ON",
            Token
        );
        await context.Database.CloseConnectionAsync();
    }

    private static async Task SentAsync(RunningPortal portal, Guid release) =>
        await Eventually.GetAsync(
            "Submission",
            async () =>
            {
                await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
                return
                    await context.Tracking.Where(row => row.ReleaseId == release).ToListAsync(Token) is { Count: > 0 } rows
                    && rows.TrueForAll(row => row.SubmittedAt is not null)
                    ? rows
                    : null;
            },
            Token,
            60
        );
}
