using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Submit;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing.Client;
using Mmhs.Testing.Host;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Tests.Release.Walk;

/// <summary>The real desks, records and signing service of the demo world, with a clock the walk moves; doors and workers stay closed.</summary>
public sealed class WalkWorld(RunningPortal portal, FakeTimeProvider time) : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<(string, RoleFunction), Actor> actors = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public DraftDesk Drafts { get; } = portal.Get<DraftDesk>();
    public ReviewDesk Review { get; } = portal.Get<ReviewDesk>();
    public ConcurrenceDesk Concurring { get; } = portal.Get<ConcurrenceDesk>();
    public PrecedenceDesk Precedences { get; } = portal.Get<PrecedenceDesk>();
    public UndoDesk Undoing { get; } = portal.Get<UndoDesk>();
    public ReleaseDesk Office { get; } = portal.Get<ReleaseDesk>();
    internal DelegationDesk Delegations { get; } = portal.Get<DelegationDesk>();

    public T Get<T>()
        where T : notnull => portal.Get<T>();

    public static async Task<WalkWorld> OpenAsync(params string[] settings)
    {
        var time = new FakeTimeProvider(Start);
        return new(await RunningPortal.PrepareAsync(null, time, settings), time);
    }

    public async Task<Actor> ActorAsync(string name, RoleFunction function, CancellationToken cancellationToken) =>
        actors.TryGetValue((name, function), out var known)
            ? known
            : actors[(name, function)] = await portal.ActorAsync(name, function, cancellationToken);

    public Task<Actor?> DeputyAsync(string name, string principal, RoleFunction function, CancellationToken cancellationToken) =>
        portal.DeputyAsync(name, principal, function, cancellationToken);

    public async Task<Proof> ProveAsync(Statement statement, CancellationToken cancellationToken)
    {
        var parameters = await portal.Get<IApprovals>().ProofParametersAsync(statement.Person, cancellationToken);
        return new(
            ApprovalMethod.PasswordProof,
            ScramProof.Create(DemoWorld.Password, parameters.Salt, parameters.Iterations, statement.ToBytes())
        );
    }

    public static DraftForm Form(bool staged, Precedence precedence, string text) =>
        WholeWayTests.Form() with
        {
            ActionPrecedence = precedence,
            InformationPrecedence = null,
            Cc = [],
            Bcc = [],
            SubjectIndicatorCodes = [staged ? "OPO" : "LAB"],
            Text = text,
        };

    /// <summary>A new, empty draft of J3.</summary>
    public async Task<Guid> CreateAsync(CancellationToken cancellationToken) =>
        (
            await Drafts.CreateAsync(await ActorAsync("drafter", RoleFunction.Drafter, cancellationToken), cancellationToken)
        )!.Value;

    public async Task<Outcome> SubmitAsync(Actor drafter, Guid id, DraftForm form, CancellationToken cancellationToken)
    {
        await Drafts.TakeOverAsync(drafter, id, cancellationToken); // whoever else was writing; where he may not, the submission says so
        await using var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
        var revision = await context.Drafts.Where(d => d.Id == id).Select(d => d.Revision).SingleAsync(cancellationToken);
        return await Drafts.SubmitForReleaseAsync(drafter, id, revision, form, cancellationToken);
    }

    public void Tick() => time.Advance(TimeSpan.FromMilliseconds(1));

    /// <summary>Lets time pass and does what the clock does by itself.</summary>
    public async Task WaitAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        time.Advance(span);
        for (var looks = 0; looks < 4 && await portal.Get<ReviewClock>().LookAsync(cancellationToken); looks++) { }
    }

    /// <summary>Signs everything that is due, as the outbox would.</summary>
    public async Task SignAsync(CancellationToken cancellationToken)
    {
        while (await ClaimAsync(cancellationToken) is { } entry)
            if (entry.Work == OutboxWork.Sign)
                await portal.Get<SignStep>().RunAsync(entry, cancellationToken);
    }

    public async Task<Stored> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
        var draft = await context.Drafts.AsNoTracking().SingleAsync(d => d.Id == id, cancellationToken);
        var hashes = await context
            .Versions.Where(v => v.DraftId == id)
            .OrderBy(v => v.Number)
            .Select(v => v.ContentHash)
            .ToListAsync(cancellationToken);
        var stages = await context
            .Stages.AsNoTracking()
            .Where(s => s.DraftId == id && s.Version == draft.Version)
            .ToListAsync(cancellationToken);
        var release = await context
            .Releases.AsNoTracking()
            .SingleOrDefaultAsync(r => r.DraftId == id && r.Version == draft.Version, cancellationToken);
        var signed =
            release is not null
            && await context.Outbox.AnyAsync(o => o.ReleaseId == release.Id && o.Work == OutboxWork.Submit, cancellationToken);
        var yes = await context
            .Decisions.AsNoTracking()
            .Where(d => d.DraftId == id && d.Version == draft.Version && d.Kind == DecisionKind.Concurred)
            .ToListAsync(cancellationToken);
        var taken = stages
            .Where(s => s is { State: StageState.Open, TakenBy: not null })
            .ToDictionary(s => s.Name, s => s.TakenBy!);
        if (draft.TakenBy is { } by)
            taken[""] = by;
        return new(
            draft.State,
            draft.Version,
            hashes,
            release,
            signed,
            [.. yes.Select(d => StatementCodec.ReadConcurrence(d.Concurrence!))],
            taken
        );
    }

    /// <summary>Every copy ever signed is of a version that is on record with its hash.</summary>
    public async ValueTask DisposeAsync() => await portal.DisposeAsync();

    /// <summary>The next entry of the outbox that is due, as its worker would take it; null: none is.</summary>
    public async Task<OutboxRow?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        var entry = await work.Context.ClaimAsync(Now, TimeSpan.FromDays(365), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return entry;
    }

    /// <summary>What the records say of a draft.</summary>
    public sealed record Stored(
        DraftState State,
        int Version,
        List<string> Hashes,
        Mmhs.Records.Release.ReleaseRow? Release,
        bool Signed,
        List<Concurrence> Yes,
        Dictionary<string, string> Taken
    );
}
