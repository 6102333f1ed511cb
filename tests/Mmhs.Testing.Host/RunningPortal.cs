using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Testing.Host;

/// <summary>A whole portal of the demo world in this process, on ports and in a folder of its own.</summary>
public sealed class RunningPortal : IAsyncDisposable
{
    // By the machine's clock nobody waits five seconds for what he released; who tests the wait names one, or brings a clock.
    private static readonly string[] AtOnce = ["--Mmhs:Precedence:Immediate:Grace=00:00:00"];

    private readonly bool ownsFolder;

    private RunningPortal(WebApplication app, string folder, bool ownsFolder) =>
        (App, Folder, this.ownsFolder) = (app, folder, ownsFolder);

    public WebApplication App { get; }

    public string Folder { get; }

    public string Address => App.Urls.First();

    /// <param name="folder">Kept when it ends; null: one is made, and gone with it.</param>
    /// <param name="settings">As on the command line; the last one of a name counts.</param>
    public static async Task<RunningPortal> StartAsync(string? folder = null, params string[] settings)
    {
        var portal = await PrepareAsync(folder, null, settings);
        await portal.App.StartAsync();
        return portal;
    }

    /// <summary>Everything but the doors and the workers: what they would do the test does, at its own time.</summary>
    /// <param name="folder">Kept when it ends; null: one is made, and gone with it.</param>
    /// <param name="time">The test's clock; null: the machine's.</param>
    /// <param name="settings">As on the command line.</param>
    public static async Task<RunningPortal> PrepareAsync(string? folder, TimeProvider? time, params string[] settings)
    {
        var ownsFolder = folder is null;
        folder ??=
            time is null && DemoFolder.Fits(settings)
                ? await DemoFolder.CopyAsync()
                : Directory.CreateTempSubdirectory("mmhs-").FullName;
        return await OpenAsync(folder, ownsFolder, time, settings);
    }

    /// <summary>As it is before the first start, but for what the folder already holds.</summary>
    internal static async Task<RunningPortal> OpenAsync(string folder, bool ownsFolder, TimeProvider? time, string[] settings)
    {
        var app = PortalHost.Build(
            [
                "--urls",
                "http://127.0.0.1:0",
                $"--Mmhs:DataFolder={folder}",
                "--Mmhs:DeliveryEndpoint=127.0.0.1:0",
                "--Mmhs:DeliveryCallers:0=127.0.0.1", // tests hand over as a relay of another process would
                "--Mmhs:Relay:Submission=127.0.0.1:0",
                "--Mmhs:Relay:Transfer=127.0.0.1:0",
                "--Logging:LogLevel:Default=Warning",
                .. time is null ? AtOnce : [],
                .. settings,
            ],
            time
        );
        if (!await Startup.RunAsync(app, CancellationToken.None))
            throw new InvalidOperationException("The portal did not start; its log says why.");
        return new(app, folder, ownsFolder);
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>A person of the demo world in the first role held with this function.</summary>
    public async Task<Actor> ActorAsync(string name, Messages.Release.RoleFunction function, CancellationToken cancellationToken)
    {
        await using var context = await Get<PortalRecords>().ReadAsync(cancellationToken);
        var person = await context.Users.SingleAsync(user => user.UserName == name, cancellationToken);
        var membership = await context.Memberships.FirstAsync(
            m => m.PersonId == person.Id && m.Function == function,
            cancellationToken
        );
        return (await Get<ActorResolver>().FindAsync(person.Id, membership.Id, cancellationToken))!;
    }

    /// <summary>A person in the place of another, whose membership with this function he uses; null when he does not stand in for him now.</summary>
    public async Task<Actor?> DeputyAsync(
        string name,
        string principal,
        Messages.Release.RoleFunction function,
        CancellationToken cancellationToken
    )
    {
        await using var context = await Get<PortalRecords>().ReadAsync(cancellationToken);
        var person = await context.Users.SingleAsync(user => user.UserName == name, cancellationToken);
        var holder = await context.Users.SingleAsync(user => user.UserName == principal, cancellationToken);
        var membership = await context.Memberships.FirstAsync(
            m => m.PersonId == holder.Id && m.Function == function,
            cancellationToken
        );
        return await Get<ActorResolver>().FindAsync(person.Id, membership.Id, cancellationToken);
    }

    /// <summary>A person who from now on is cleared under NORTHLAND only, and no higher than this.</summary>
    public async Task<Actor> ClearedOnlyAsync(
        string name,
        Messages.Release.RoleFunction function,
        int highest,
        CancellationToken cancellationToken
    )
    {
        await using (var work = await Get<PortalRecords>().BeginAsync(cancellationToken))
        {
            var person = await work.Context.Users.SingleAsync(user => user.UserName == name, cancellationToken);
            var held = ClearanceKey
                .ParseAll(person.Clearances)
                .Single(clearance => clearance.PolicyId == "1.3.6.1.4.1.32473.10.1"); // NORTHLAND
            person.Clearances = (held with { Classifications = [.. held.Classifications.Where(one => one <= highest)] }).ToKey();
            await work.CommitAsync(cancellationToken);
        }
        return await ActorAsync(name, function, cancellationToken);
    }

    /// <summary>How often somebody was turned away so far, by the audit trail.</summary>
    public async Task<int> DenialsAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await Get<PortalRecords>().ReadAsync(cancellationToken);
        return await context.AuditEntries.CountAsync(
            entry => entry.Outcome == "denied" && entry.Actor == name,
            cancellationToken
        );
    }

    /// <summary>A message written and sent to release by a drafter.</summary>
    public async Task<Guid> SubmitAsync(Actor drafter, DraftForm form, CancellationToken cancellationToken)
    {
        var desk = Get<DraftDesk>();
        var draft =
            await desk.CreateAsync(drafter, cancellationToken)
            ?? throw new InvalidOperationException($"{drafter.Name} does not draft.");
        var saved = await desk.SaveAsync(drafter, draft, 0, form, cancellationToken);
        var sent = saved.Refusals.IsEmpty
            ? await desk.SubmitForReleaseAsync(drafter, draft, saved.Revision, form, cancellationToken)
            : Outcome.Refused([.. saved.Refusals]);
        return sent.IsDone ? draft : throw new InvalidOperationException(string.Join(' ', sent.Refusals));
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await TrailKinds.CheckAsync(App.Services);
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
