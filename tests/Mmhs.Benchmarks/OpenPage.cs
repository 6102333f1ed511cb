using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Shared.Layout;
using Mmhs.Portal.Shell;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Benchmarks;

/// <summary>An inbox as somebody has it open: frame, counts and list, live as in a circuit; only the browser and its socket are missing.</summary>
internal sealed class OpenPage : BunitContext
{
    private OpenPage() { }

    public static async Task<OpenPage> OpenAsync(DemoPortal portal, string name, RoleFunction function)
    {
        var page = new OpenPage();
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        var circuit = portal.Services.CreateScope().ServiceProvider;
        page.Services.AddFallbackServiceProvider(circuit);
        var actor = await portal.ActorAsync(name, function, CancellationToken.None);
        Guid session;
        await using (var work = await portal.Get<PortalRecords>().BeginAsync(CancellationToken.None))
        {
            session = portal.Get<SessionRegister>().Open(work, actor.PersonId, SignInMethod.Password, null, null).Id;
            await work.CommitAsync(CancellationToken.None);
        }
        page.AddAuthorization()
            .SetAuthorized(name)
            .SetClaims(
                new Claim(ClaimTypes.NameIdentifier, actor.PersonId.ToString()),
                new Claim(ActorResolver.MembershipClaim, actor.MembershipId.ToString(CultureInfo.InvariantCulture)),
                new Claim(AccessClaims.Session, session.ToString())
            );
        // who is signed in is this page's, all else the portal's
        page.Services.AddScoped(own => Of<CurrentActor>(circuit, own));
        page.Services.AddScoped(own => Of<SessionWatch>(circuit, own));
        page.SetRendererInfo(new("Server", true));
        page.Render<ShellProvider>(shell =>
            shell.AddChildContent<MainLayout>(layout =>
                layout.Add(
                    frame => frame.Body,
                    body =>
                    {
                        body.OpenComponent<InboxPage>(0);
                        body.CloseComponent();
                    }
                )
            )
        );
        return page;
    }

    private static T Of<T>(IServiceProvider circuit, IServiceProvider own) =>
        ActivatorUtilities.CreateInstance<T>(circuit, own.GetRequiredService<AuthenticationStateProvider>());
}
