using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Release;
using Mmhs.Records;

namespace Mmhs.Benchmarks;

/// <summary>A whole portal of the demo world in this process, and the people who write and release in it.</summary>
public sealed class DemoPortal : IAsyncDisposable
{
    private DemoPortal(WebApplication app, Viewer drafter, Viewer releaser) => (App, Drafter, Releaser) = (app, drafter, releaser);

    public WebApplication App { get; }

    public Viewer Drafter { get; }

    public Viewer Releaser { get; }

    public static async Task<DemoPortal> StartAsync(string folder, params string[] settings)
    {
        var app = PortalHost.Build(
        [
            "--urls", "http://127.0.0.1:0", $"--Mmhs:DataFolder={folder}", "--Mmhs:DeliveryEndpoint=127.0.0.1:0",
            "--Mmhs:Relay:Submission=127.0.0.1:0", "--Mmhs:Relay:Transfer=127.0.0.1:0", "--Logging:LogLevel:Default=Error", .. settings,
        ]);
        if (!await Preparation.RunAsync(app, CancellationToken.None)) throw new InvalidOperationException("The portal did not start; its log says why.");
        await app.StartAsync();
        return new(app, await ViewerAsync(app, "drafter", RoleFunction.Drafter), await ViewerAsync(app, "releaser", RoleFunction.Releaser));
    }

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

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
        var office = Get<ReleaseOffice>();
        var open = await office.OpenAsync(Releaser, draft, CancellationToken.None) ?? throw new InvalidOperationException("The draft is gone.");
        var outcome = await office.ReleaseAsync(Releaser, open, office.Prepare(open), DemoWorld.Password, CancellationToken.None);
        if (!outcome.IsDone) throw new InvalidOperationException(string.Join(' ', outcome.Refusals));
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
    }

    private static async Task<Viewer> ViewerAsync(WebApplication app, string name, RoleFunction function)
    {
        await using var context = await app.Services.GetRequiredService<PortalRecords>().ReadAsync(CancellationToken.None);
        var person = await context.Users.SingleAsync(user => user.UserName == name);
        var membership = await context.Memberships.FirstAsync(m => m.PersonId == person.Id && m.Function == function);
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.Id.ToString()), new(Viewers.MembershipClaim, membership.Id.ToString(CultureInfo.InvariantCulture))], "bench"));
        return (await app.Services.GetRequiredService<Viewers>().ResolveAsync(principal, CancellationToken.None))!;
    }
}
