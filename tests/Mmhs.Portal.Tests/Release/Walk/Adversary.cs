using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Tests.Release.Walk;

/// <summary>Somebody who may write into every table of the portal, and has read every file: what he changes, and never what he is allowed.</summary>
/// <param name="world">Whose records he has.</param>
/// <param name="approved">A draft that was honestly released.</param>
/// <param name="wanted">One that nobody approved, and that he wants out.</param>
/// <param name="said">The honest approval.</param>
/// <param name="captured">Its proof, as he read it off a line.</param>
/// <param name="cancellationToken">Ends it.</param>
public sealed class Adversary(
    WalkWorld world,
    Guid approved,
    Guid wanted,
    ApprovalStatement said,
    Proof captured,
    CancellationToken cancellationToken
)
{
    private static readonly Proof Nothing = new(ApprovalMethod.PasswordProof, []);

    private static readonly (string Stage, string Role, string Reviewer)[] Stages =
    [
        ("Operations", "j3", "reviewer"),
        ("Logistics", "j4", "logistics"),
        ("Command", "command", "chief"),
    ];

    public const int Tricks = 16;

    public Task TryAsync(int trick) =>
        trick switch
        {
            0 => ChangeAsync(context => StateAsync(context, DraftState.Releasing)),
            1 => ChangeAsync(context => StateAsync(context, DraftState.ReadyForRelease)),
            2 => ChangeAsync(PassStagesAsync),
            3 => ChangeAsync(WritersAsync),
            4 => ChangeAsync(ApprovedContentAsync),
            5 => ChangeAsync(context => ForgeReleaseAsync(context, Nothing)),
            6 => ChangeAsync(context => ForgeReleaseAsync(context, captured)),
            7 => ChangeAsync(BorrowApprovalAsync),
            8 => ChangeAsync(PointReleaseAsync),
            9 => ChangeAsync(ForgeConcurrencesAsync),
            10 => ChangeAsync(SignEverythingAsync),
            11 => ChangeAsync(OtherRecipientsAsync),
            12 => ChangeAsync(SecondSubmissionAsync),
            13 => ChangeAsync(OtherOctetsAsync),
            14 => ChangeAsync(BackdateAsync),
            _ => DrafterSaysYesAsync(),
        };

    private async Task ChangeAsync(Func<PortalContext, Task> change)
    {
        await using var context = await world.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync(cancellationToken);
        try
        {
            await change(context);
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (Exception met) when (met is DbUpdateException or DbException)
        {
            // the same trick twice may meet a unique index; he goes on
        }
    }

    private Task StateAsync(PortalContext context, DraftState state) =>
        context.Database.ExecuteSqlAsync($"UPDATE draft SET state = {(int)state} WHERE id = {wanted}", cancellationToken);

    private async Task PassStagesAsync(PortalContext context)
    {
        await StateAsync(context, DraftState.ReadyForRelease);
        await context
            .Stages.Where(stage => stage.DraftId == wanted)
            .ExecuteUpdateAsync(set => set.SetProperty(stage => stage.State, StageState.Passed), cancellationToken);
    }

    private async Task WritersAsync(PortalContext context)
    {
        await context
            .Versions.Where(version => version.DraftId == wanted)
            .ExecuteUpdateAsync(
                set => set.SetProperty(version => version.LastEditor, "second").SetProperty(version => version.Writers, "second"),
                cancellationToken
            );
        await context
            .Drafts.Where(draft => draft.Id == wanted)
            .ExecuteUpdateAsync(
                set => set.SetProperty(draft => draft.LastEditor, "second").SetProperty(draft => draft.Writers, "second"),
                cancellationToken
            );
    }

    // his words under the number of what was approved
    private async Task ApprovedContentAsync(PortalContext context)
    {
        var his = await context.Versions.AsNoTracking().FirstAsync(version => version.DraftId == wanted, cancellationToken);
        await context
            .Versions.Where(version => version.DraftId == approved)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(version => version.Content, his.Content)
                        .SetProperty(version => version.ContentHash, his.ContentHash),
                cancellationToken
            );
    }

    private async Task ForgeReleaseAsync(PortalContext context, Proof proof)
    {
        var version = (
            await context
                .Versions.AsNoTracking()
                .OrderByDescending(one => one.Number)
                .FirstAsync(one => one.DraftId == wanted, cancellationToken)
        ).Read();
        var statement = said with
        {
            DraftId = version.DraftId,
            Version = version.Number,
            ContentHash = version.ContentHash,
            Drafter = version.LastEditor,
            Filled = SystemFilled.For(version.Content, world.Now, Guid.NewGuid().ToString("N")[..16].ToUpperInvariant()),
            At = world.Now,
        };
        await InsertAsync(context, version.Number, StatementWithProof(statement, proof), statement.Filled.MessageId.Value);
    }

    private async Task BorrowApprovalAsync(PortalContext context) =>
        await InsertAsync(context, 1, (await HonestAsync(context)).Approval, $"{Guid.NewGuid():N}@hq.northland.example");

    private async Task InsertAsync(PortalContext context, int version, string approval, string messageId)
    {
        var honest = await HonestAsync(context);
        var id = Guid.NewGuid();
        context.Releases.Add(
            new ReleaseRow
            {
                Id = id,
                DraftId = wanted,
                Version = version,
                RoleId = honest.RoleId,
                MessageId = messageId,
                Drafter = "second",
                Releaser = honest.Releaser,
                ReleasedAt = world.Now,
                LeavesAt = world.Now,
                Approval = approval,
                LabelId = honest.LabelId,
                Dtg = honest.Dtg,
            }
        );
        context.Outbox.Add(Entry(id, OutboxWork.Sign));
    }

    // the honest release is now one of his draft
    private Task PointReleaseAsync(PortalContext context) =>
        context
            .Releases.Where(release => release.DraftId == approved)
            .ExecuteUpdateAsync(set => set.SetProperty(release => release.DraftId, wanted), cancellationToken);

    private async Task ForgeConcurrencesAsync(PortalContext context)
    {
        var version = (await context.Versions.AsNoTracking().FirstAsync(one => one.DraftId == wanted, cancellationToken)).Read();
        foreach (var (stage, role, reviewer) in Stages)
            context.Decisions.Add(
                new DecisionRow
                {
                    DraftId = wanted,
                    Version = version.Number,
                    Kind = DecisionKind.Concurred,
                    Stage = stage,
                    By = reviewer,
                    At = world.Now,
                    Concurrence = StatementCodec.Write(
                        new Concurrence(
                            new(
                                wanted,
                                version.Number,
                                version.ContentHash,
                                stage,
                                EmailAddress.Parse($"{role}@hq.northland.example"),
                                reviewer,
                                null,
                                world.Now
                            ),
                            captured
                        )
                    ),
                }
            );
    }

    private async Task SignEverythingAsync(PortalContext context)
    {
        foreach (var release in await context.Releases.Select(release => release.Id).ToListAsync(cancellationToken))
            context.Outbox.Add(Entry(release, OutboxWork.Sign));
    }

    private Task OtherRecipientsAsync(PortalContext context) =>
        context
            .Outbox.Where(entry => entry.Work == OutboxWork.Submit)
            .ExecuteUpdateAsync(
                set => set.SetProperty(entry => entry.Recipients, "duty@bde3.northland.example"),
                cancellationToken
            );

    private async Task SecondSubmissionAsync(PortalContext context)
    {
        if (await SignedAsync(context) is not { } known)
            return;
        var again = Entry(known.ReleaseId, OutboxWork.Submit);
        (again.StoredMessageId, again.EnvelopeId) = (known.StoredMessageId, "FORGED-0");
        again.Recipients = "command@bde3.northland.example\nduty@bde3.northland.example";
        context.Outbox.Add(again);
    }

    private async Task OtherOctetsAsync(PortalContext context)
    {
        if (await SignedAsync(context) is not { } known)
            return;
        var stored = await context
            .StoredMessages.AsNoTracking()
            .SingleAsync(one => one.Id == known.StoredMessageId, cancellationToken);
        var bent = stored.Octets.ToArray();
        bent[bent.Length / 2] = bent[bent.Length / 2] == (byte)'A' ? (byte)'B' : (byte)'A';
        var forged = new StoredMessageRow
        {
            Id = Guid.NewGuid(),
            Octets = bent,
            StoredAt = world.Now,
        };
        context.StoredMessages.Add(forged);
        await context.SaveChangesAsync(cancellationToken);
        await context
            .Outbox.Where(entry => entry.Id == known.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.StoredMessageId, forged.Id), cancellationToken);
    }

    private async Task BackdateAsync(PortalContext context)
    {
        var honest = await HonestAsync(context);
        var statement = said with { At = said.At.AddMinutes(-1), Releaser = "chief" };
        await context
            .Releases.Where(release => release.Id == honest.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(release => release.Approval, StatementWithProof(statement, captured)),
                cancellationToken
            );
    }

    // He is a drafter of the house beside: his own yes, well proven, under a release he wrote into the table.
    private async Task DrafterSaysYesAsync() =>
        await ChangeAsync(async context =>
        {
            var version = (
                await context.Versions.AsNoTracking().FirstAsync(one => one.DraftId == wanted, cancellationToken)
            ).Read();
            var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, cancellationToken);
            var statement = said with
            {
                DraftId = wanted,
                Version = version.Number,
                ContentHash = version.ContentHash,
                Drafter = version.LastEditor,
                Releaser = drafter.Name,
                ReleaserMailbox = drafter.Mailbox,
                Filled = SystemFilled.For(version.Content, world.Now, Guid.NewGuid().ToString("N")[..16].ToUpperInvariant()),
                At = Statement.Moment(world.Now),
            };
            var proof = await world.ProveAsync(statement, cancellationToken);
            Assert.True(await world.Get<IApprovals>().ProvesAsync(statement, proof, cancellationToken));
            await InsertAsync(context, version.Number, StatementWithProof(statement, proof), statement.Filled.MessageId.Value);
        });

    private static string StatementWithProof(ApprovalStatement statement, Proof proof) =>
        StatementCodec.Write(new Approval(statement, proof));

    private OutboxRow Entry(Guid release, OutboxWork work) =>
        new()
        {
            ReleaseId = release,
            Work = work,
            DueAt = world.Now,
            LeasedUntil = DateTimeOffset.UnixEpoch,
        };

    private Task<ReleaseRow> HonestAsync(PortalContext context) =>
        context
            .Releases.AsNoTracking()
            .SingleAsync(release => release.MessageId == said.Filled.MessageId.Value, cancellationToken);

    private Task<OutboxRow?> SignedAsync(PortalContext context) =>
        context
            .Outbox.AsNoTracking()
            .FirstOrDefaultAsync(entry => entry.Work == OutboxWork.Submit && entry.StoredMessageId != null, cancellationToken);
}
