using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Certificates;
using Mmhs.Portal.Access.Federation;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Api;
using Mmhs.Portal.Inbox;

namespace Mmhs.Portal.Hosting;

/// <summary>What every request passes, in this order, and what is behind it.</summary>
internal static class PortalPipeline
{
    public static void UsePortal(this WebApplication app)
    {
        app.UseNamedProxies();
        app.UseHeadAsGet();
        app.UseSecurityHeaders();
        app.UseSameOriginSocket();
        app.UseExceptionHandler("/error");
        app.UseNotFoundPage();
        app.UseApiProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseApi();
        app.UseAntiforgery();
    }

    public static void MapPortal(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapReadiness();
        app.MapSession();
        app.MapFederation();
        app.MapClientCertificates();
        app.MapPasskeySignIn();
        app.MapInbox();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(blazor => blazor.ContentSecurityFrameAncestorsPolicy = null);
    }
}
