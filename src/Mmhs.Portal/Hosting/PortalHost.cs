using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Certificates;
using Mmhs.Portal.Access.Federation;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Api;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Deliver;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shell;
using Mmhs.Portal.Submit;
using Mmhs.Portal.Track;

namespace Mmhs.Portal.Hosting;

/// <summary>The composition root: the rooms are put together here, and each registers what is its own.</summary>
internal static class PortalHost
{
    /// <param name="args">As on the command line.</param>
    /// <param name="time">The clock everything goes by; null: the machine's.</param>
    public static WebApplication Build(string[] args, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(PortalHost).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (builder.Configuration["urls"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        AddRooms(builder.Services, builder.Configuration);

        var app = builder.Build();
        app.UsePortal();
        app.MapPortal();
        return app;
    }

    // What works on its own begins in this order and ends in the reverse.
    private static void AddRooms(IServiceCollection services, IConfiguration configuration)
    {
        services.AddInstallation();
        services.AddShared();
        services.AddRecords();
        services.AddAccess();
        services.AddNamedProxies();
        services.AddFederation(configuration);
        services.AddClientCertificates();
        services.AddAddressBook();
        services.AddOrganisations();
        services.AddCompose();
        services.AddRelease();
        services.AddAdmin();
        services.AddTracking();
        services.AddDelivery();
        services.AddInbox();
        services.AddApi();
        services.AddSigningInProcess();
        services.AddMailTransport();
        // After the mail transport, so that they begin when its doors are open and end before they close.
        services.AddSubmission();
        services.AddAudit();
        services.AddShell();
        services.AddReadiness();
    }
}
