using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Testing.Host;

namespace Mmhs.Benchmarks;

/// <summary>A whole portal of the demo world in this process, and the people who write and release in it.</summary>
public sealed class DemoPortal : IAsyncDisposable
{
    private readonly RunningPortal portal;

    private DemoPortal(RunningPortal portal, Actor drafter, Actor releaser) =>
        (this.portal, Drafter, Releaser) = (portal, drafter, releaser);

    public Actor Drafter { get; }

    public Actor Releaser { get; }

    public static async Task<DemoPortal> StartAsync(string folder)
    {
        var portal = await RunningPortal.StartAsync(folder, "--Logging:LogLevel:Default=Error");
        return new(
            portal,
            await portal.ActorAsync("drafter", RoleFunction.Drafter, CancellationToken.None),
            await portal.ActorAsync("releaser", RoleFunction.Releaser, CancellationToken.None)
        );
    }

    public IServiceProvider Services => portal.App.Services;

    public Task<Actor> ActorAsync(string name, RoleFunction function, CancellationToken cancellationToken) =>
        portal.ActorAsync(name, function, cancellationToken);

    public T Get<T>()
        where T : notnull => portal.Get<T>();

    /// <summary>Writes a message and puts it into the releaser's queue.</summary>
    public async Task<Guid> DraftAsync(string subject, Precedence precedence)
    {
        var form = new DraftForm
        {
            Label = new SecurityLabel("1.3.6.1.4.1.32473.10.1", 4),
            ActionPrecedence = precedence,
            To = [new Mailbox("3rd Brigade J3 Operations", EmailAddress.Parse("j3@bde3.northland.example"))],
            Subject = subject,
            Text = subject + "\n",
        };
        var desk = Get<DraftDesk>();
        var id = (await desk.CreateAsync(Drafter, CancellationToken.None))!.Value;
        var outcome = await desk.SubmitForReleaseAsync(Drafter, id, 0, form, CancellationToken.None);
        return outcome.IsDone ? id : throw new InvalidOperationException(string.Join(' ', outcome.Refusals));
    }

    public async Task ReleaseAsync(Guid draft)
    {
        var office = Get<ReleaseDesk>();
        var open =
            await office.OpenAsync(Releaser, draft, CancellationToken.None)
            ?? throw new InvalidOperationException("The draft is gone.");
        var outcome = await office.ReleaseAsync(Releaser, open, office.Prepare(open), DemoWorld.Password, CancellationToken.None);
        if (!outcome.IsDone)
            throw new InvalidOperationException(string.Join(' ', outcome.Refusals));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();
}
