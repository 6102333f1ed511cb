using System.Collections.Immutable;
using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Submit;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Signing;
using Mmhs.Signing.Client;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Tests.Release.Walk;

/// <summary>The records are in the wrong hands: whatever stands in them, nothing is signed and nothing is carried that nobody approved.</summary>
public sealed class AdversaryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_EOS_206c_F5_F6_F7_F8_F9_whoever_writes_in_the_records_has_nothing_sent_that_nobody_approved()
    {
        await using var world = await WalkWorld.OpenAsync();
        await Gen.Int[0, Adversary.Tricks - 1].Array[1, 8].SampleAsync(tricks => RunAsync(world, tricks), iter: 24, threads: 1);
    }

    [Fact]
    public async Task Attack_EOS_206c_each_of_his_tricks_alone_gets_nothing_out()
    {
        await using var world = await WalkWorld.OpenAsync();
        for (var trick = 0; trick < Adversary.Tricks; trick++)
            await RunAsync(world, [trick, 10]);
    }

    private static async Task RunAsync(WalkWorld world, int[] tricks)
    {
        world.Tick();
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var approved = await world.CreateAsync(Token);
        Assert.True((await world.SubmitAsync(drafter, approved, Form(false, "Approved"), Token)).IsDone);
        var shown = (await world.Office.OpenAsync(releaser, approved, Token))!;
        var statement = world.Office.Statement(releaser, shown, world.Office.Prepare(shown));
        var proof = await world.ProveAsync(statement, Token);
        Assert.True((await world.Office.ReleaseAsync(releaser, shown.Revision, statement, proof, Token)).IsDone);
        var honest = shown.Version.Content;

        var wanted = await world.CreateAsync(Token);
        // every other time it wants three concurrences too
        Assert.True((await world.SubmitAsync(drafter, wanted, Form(tricks[0] % 2 == 0, "Forged"), Token)).IsDone);

        var adversary = new Adversary(world, approved, wanted, statement, proof, Token);
        var half = tricks.Length / 2;
        foreach (var trick in tricks[..half])
            await adversary.TryAsync(trick);
        await world.WaitAsync(TimeSpan.FromMinutes(6), Token);
        await SignAsync(world);
        foreach (var trick in tricks[half..])
            await adversary.TryAsync(trick);
        await world.WaitAsync(TimeSpan.FromMinutes(6), Token);
        await SignAsync(world);

        await NothingElseAsync(world, approved, wanted, statement, honest, string.Join(' ', tricks));
    }

    /// <summary>What the service signed of these drafts, and what the submission agent would take of all that waits.</summary>
    private static async Task NothingElseAsync(
        WalkWorld world,
        Guid approved,
        Guid wanted,
        ApprovalStatement statement,
        MessageContent honest,
        string tricks
    )
    {
        Assert.All(
            await CopiesAsync(world, approved, wanted),
            copy =>
            {
                Assert.Equal(statement.Digest(), copy.Approval);
                Assert.Equal((approved, statement.ContentHash), (copy.Draft, copy.ContentHash));
            }
        );
        var may = honest.Addressees().Select(address => address.ToString()).ToHashSet(StringComparer.Ordinal);
        var ledger = world.Get<IReleaseLedger>();
        await using var context = await world.Get<PortalRecords>().ReadAsync(Token);
        var waiting = await (
            from entry in context.Outbox
            where entry.Work == OutboxWork.Submit
            join stored in context.StoredMessages on entry.StoredMessageId equals stored.Id
            select new { entry.Recipients, stored.Octets }
        ).ToListAsync(Token);
        foreach (var one in waiting)
        {
            var copy = new CopyInTransit(
                BodyDigest.OfMessage(one.Octets),
                statement.Filled.MessageId,
                [.. one.Recipients!.Split('\n')]
            );
            if (await ledger.ObjectionAsync(copy, Token) is not null)
                continue;
            Assert.True(copy.Recipients.All(may.Contains), tricks);
            var reading = MessageReader.Read(one.Octets, new(SignerTrust.Nobody, world.Get<PolicyCatalog>(), world.Now));
            Assert.True(reading.Text?.StartsWith("Approved", StringComparison.Ordinal), $"{tricks}: {reading.Text}");
        }
    }

    private static async Task SignAsync(WalkWorld world)
    {
        while (true)
        {
            await using var work = await world.Get<PortalRecords>().BeginAsync(Token);
            var entry = await work.Context.ClaimAsync(world.Now, TimeSpan.FromDays(365), Token);
            await work.CommitAsync(Token);
            if (entry is null)
                return;
            if (entry.Work != OutboxWork.Sign)
                continue;
            try
            {
                await world.Get<SignStep>().RunAsync(entry, Token);
            }
            catch (Exception bent)
                when (bent is InvalidDataException or FormatException or InvalidOperationException or DbUpdateException)
            {
                // what he bent beyond reading, or would have signed twice, is set aside by the worker with its reason
            }
        }
    }

    private static async Task<ImmutableArray<(Guid Draft, string ContentHash, string Approval)>> CopiesAsync(
        WalkWorld world,
        params Guid[] drafts
    )
    {
        var found = ImmutableArray.CreateBuilder<(Guid, string, string)>();
        await using var connection = new SqliteConnection(
            $"Data Source={world.Get<IOptions<SigningOptions>>().Value.LedgerFile};Mode=ReadOnly;Pooling=False"
        );
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT facts ->> 'draft', facts ->> 'contentHash', facts ->> 'approval' FROM (SELECT CAST(facts AS TEXT) AS facts FROM entry WHERE kind = 'copy')";
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
            if (Guid.Parse(reader.GetString(0)) is var draft && drafts.Contains(draft))
                found.Add((draft, reader.GetString(1), reader.GetString(2)));
        return found.ToImmutable();
    }

    private static DraftForm Form(bool staged, string text) => WalkWorld.Form(staged, Precedence.Priority, text);
}
