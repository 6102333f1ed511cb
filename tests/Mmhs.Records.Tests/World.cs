using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Release;
using Mmhs.Records.Compose;
using Mmhs.Records.Deliver;
using Mmhs.Records.Labels;
using Mmhs.Records.People;
using Mmhs.Records.Release;
using Mmhs.Records.Submit;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests;

/// <summary>A portal's database with one organisation, one role and a clock that stands still.</summary>
internal sealed class World
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private World(Database<PortalContext> database, int role) => (Database, Role) = (database, role);

    public Database<PortalContext> Database { get; }

    public int Role { get; }

    public FakeTimeProvider Time { get; } = new(Now);

    public PortalRecords Records(string stream = "portal-1") => new(Database, Time, stream);

    public static async Task<World> MakeAsync(Database<PortalContext> database)
    {
        await using var context = database.CreateDbContext();
        var role = new RoleRow
        {
            Name = "Operations",
            Address = "j3@hq.example",
            Organisation = new OrganisationRow { Name = "Headquarters", Domain = "hq.example" },
        };
        context.Roles.Add(role);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new(database, role.Id);
    }

    // all that an entry of its kind states, though nothing could be determined, and something of its own
    private static CanonicalObject Facts(string type)
    {
        var facts = new CanonicalObject { ["note"] = "Grüße \u0001", ["count"] = 3 };
        foreach (var fact in AuditCatalog.Find(type)?.Required ?? [])
            facts[fact] = default;
        return facts;
    }

    public static AuditEvent Event(
        string type = AuditTypes.Login,
        string? actor = "drafter",
        string? messageId = null,
        string? envelopeId = null
    ) => new(type, AuditOutcome.Ok, actor, "j3@hq.example", messageId, envelopeId, "item-1", Facts(type));

    public DraftRow Draft(DraftState state = DraftState.ReadyForRelease, short urgency = 2, int? label = null) =>
        new()
        {
            Id = Guid.NewGuid(),
            RoleId = Role,
            State = state,
            Version = 1,
            Form = "{}",
            Subject = "subject",
            LabelId = label,
            Urgency = urgency,
            LastEditor = "drafter",
            CreatedAt = Now,
            UpdatedAt = Now,
            SubmittedAt = Now,
        };

    public ReleaseRow Release(DraftRow draft, string drafter = "drafter", string releaser = "releaser", int label = 1) =>
        new()
        {
            Id = Guid.NewGuid(),
            DraftId = draft.Id,
            Version = 1,
            RoleId = Role,
            MessageId = $"{Guid.NewGuid():N}@hq.example",
            Drafter = drafter,
            Releaser = releaser,
            ReleasedAt = Now,
            Approval = "{}",
            LabelId = label,
            Urgency = 2,
            Dtg = Now,
        };

    public static OutboxRow Outbox(short urgency, DateTimeOffset due) =>
        new()
        {
            ReleaseId = Guid.NewGuid(),
            Work = OutboxWork.Submit,
            Urgency = urgency,
            DueAt = due,
            LeasedUntil = DateTimeOffset.UnixEpoch,
            EnvelopeId = Guid.NewGuid().ToString("N"),
        };

    public InboxRow Inbox(StoredMessageRow stored, int label) =>
        new()
        {
            RoleId = Role,
            MessageId = $"{Guid.NewGuid():N}@else.example",
            ContentSha256 = new string('0', 64),
            LabelId = label,
            From = "command@else.example",
            ReceivedAt = Now,
            StoredMessageId = stored.Id,
        };

    public async Task<int[]> LabelsAsync(int count)
    {
        var table = new LabelTable(Database);
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = await table.NumberAsync($"1.2.3;{i};-", TestContext.Current.CancellationToken);
        return numbers;
    }

    public async Task AddAsync(params object[] rows)
    {
        await using var context = Database.CreateDbContext();
        context.AddRange(rows);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
