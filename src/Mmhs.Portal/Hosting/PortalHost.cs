using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Certificates;
using Mmhs.Portal.Access.Federation;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.AddressBook.Cards;
using Mmhs.Portal.AddressBook.Ldap;
using Mmhs.Portal.AddressBook.Lists;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Api;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Deliver;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.AllRoles;
using Mmhs.Portal.Inbox.Answers;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Submit;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Labels;
using Mmhs.Records.People;
using Mmhs.Records.Storage;
using Mmhs.Signing;

namespace Mmhs.Portal.Hosting;

/// <summary>The composition root: every room is put together here and nowhere else.</summary>
public static class PortalHost
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

        var services = builder.Services;
        services.AddSingleton(time ?? TimeProvider.System);
        services
            .AddOptions<MmhsOptions>()
            .BindConfiguration(MmhsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart()
            .PostConfigure(mmhs => mmhs.DeliveryEndpoint = FreePort.InPlaceOfZero(mmhs.DeliveryEndpoint));
        services.AddSingleton(provider => new DataFolder(provider.GetRequiredService<IOptions<MmhsOptions>>().Value.DataFolder));
        services.AddSingleton<TrustAnchors>();
        services.AddSingleton(provider =>
            PolicyFolder.Load(
                Path.Combine(AppContext.BaseDirectory, provider.GetRequiredService<IOptions<MmhsOptions>>().Value.PolicyFolder)
            )
        );
        services.AddShared();
        services.AddSingleton<ChangeFeed>();
        AddRecords(services);
        AddAccess(services);
        services.AddNamedProxies();
        services.AddFederation(builder.Configuration);
        services.AddClientCertificates();
        AddDesks(services);
        services.AddApi();
        services.AddSigning();
        services
            .AddOptions<SigningOptions>()
            .PostConfigure<DataFolder, IOptions<PasskeyOptions>>(
                (signing, data, passkeys) =>
                {
                    signing.Folder = Path.Combine(data.Path, "signing");
                    signing.RelyingPartyId = passkeys.Value.ServerDomain ?? signing.RelyingPartyId;
                    foreach (var origin in passkeys.Value.Origins)
                        signing.RelyingPartyOrigins.Add(origin);
                }
            );
        services.AddMailTransport();
        // After the post room, so that they begin when its doors are open and end before they close.
        services.AddHostedService<OutboxWorker>();
        services.AddSingleton<CheckpointWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointWorker>());

        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 256 * 1024);
        services
            .AddHealthChecks()
            .AddCheck<RecordsHealth<PortalContext>>("portal records", tags: ["ready"])
            .AddCheck<RecordsHealth<RelayContext>>("relay records", tags: ["ready"])
            .AddCheck<TrailHealth>("audit trail", tags: ["ready"])
            .AddCheck<OutboxHealth>("outbox", tags: ["ready"]);

        var app = builder.Build();
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
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(
                "/health/ready",
                new() { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = HealthText.WriteAsync }
            )
            .AllowAnonymous();
        app.MapSession();
        app.MapFederation();
        app.MapClientCertificates();
        app.MapPasskeySignIn();
        app.MapInbox();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(blazor => blazor.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    private static void AddRecords(IServiceCollection services)
    {
        services.AddDbContextFactory<PortalContext>(
            (provider, options) => Use(provider, options, "portal.db", mmhs => mmhs.PortalConnection)
        );
        services.AddDbContextFactory<RelayContext>(
            (provider, options) => Use(provider, options, "relay.db", mmhs => mmhs.RelayConnection)
        );
        services.AddSingleton(provider => new PortalRecords(
            provider.GetRequiredService<IDbContextFactory<PortalContext>>(),
            provider.GetRequiredService<TimeProvider>(),
            changes: provider.GetRequiredService<ChangeFeed>()
        ));
        services.AddSingleton<LabelTable>();
    }

    private static void Use(
        IServiceProvider provider,
        DbContextOptionsBuilder options,
        string file,
        Func<MmhsOptions, string?> connection
    )
    {
        var mmhs = provider.GetRequiredService<IOptions<MmhsOptions>>().Value;
        options.UseMmhs(
            mmhs.DatabaseProvider,
            connection(mmhs) ?? "Data Source=" + provider.GetRequiredService<DataFolder>().File(file)
        );
    }

    private static void AddAccess(IServiceCollection services)
    {
        services
            .AddIdentityCore<PersonRow>(identity =>
            {
                // Length is what makes a password strong; the rest makes it written on paper (NIST SP 800-63B §5.1.1.2).
                identity.Password = new PasswordOptions
                {
                    RequiredLength = 9,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddEntityFrameworkStores<PortalContext>();
        services.AddWaysIn();
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()
            );
        services.AddCascadingAuthenticationState();
        services.AddDataProtection().SetApplicationName("mmhs-portal");
        services
            .AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<DataFolder, ILoggerFactory>(
                (keys, data, logs) =>
                    keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                        new DirectoryInfo(data.Folder("cookie-keys")),
                        logs
                    )
            );
        services.AddSingleton<ActorResolver>();
        services.AddSingleton<LabelAccess>();
        services.AddSingleton<PasswordGate>();
        services.AddScoped<SignIn>();
        services.AddScoped<CurrentActor>();
    }

    private static void AddDesks(IServiceCollection services)
    {
        services.AddSingleton(new ComposeLimits());
        services.AddSingleton<AddresseeLookup>();
        services.AddLdapDirectory();
        services.AddSingleton<PeopleDesk>();
        services.AddSingleton<OrganisationDesk>();
        services.AddSingleton<AddressListDesk>();
        services.AddSingleton<CertificateBook>();
        services.AddSingleton<CardDesk>();
        services.AddSingleton<AllRolesDesk>();
        services.AddSingleton<AnswerDesk>();
        services.AddSingleton<ReceiptDesk>();
        services.AddCompose();
        services.AddSingleton<ProofDesk>();
        services.AddSingleton<ReviewStart>();
        services.AddSingleton<ReviewReader>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<ReleaseDesk>();
        services.AddSingleton<ReleaseQueue>();
        services.AddSingleton<RolesAwaiting>();
        services.AddSingleton<OperatorDesk>();
        services.AddSingleton<BreakGlassDesk>();
        services.AddSingleton<WhoMayRelease>();
        services.AddSingleton<BulkRelease>();
        services.AddSingleton<RightsDesk>();
        services.AddSingleton<DelegationDesk>();
        services.AddScoped<RightsEditor>();
        services.AddSingleton<PolicySimulator>();
        services.AddSingleton<Deputies>();
        services.AddSingleton<ReviewClock>();
        services.AddHostedService(provider => provider.GetRequiredService<ReviewClock>());
        services.AddSingleton<TrackingDesk>();
        services.AddSingleton<UnmatchedReportDesk>();
        services.AddSingleton<SetAsideDesk>();
        services.AddSingleton<HealthDesk>();
        services.AddSingleton<StuckDesk>();
        services.AddSingleton<MessageFiles>();
        services.AddSingleton<ReportProcessor>();
        services.AddSingleton<InboxPlacing>();
        services.AddSingleton<DeliveryReception>();
        services.AddSingleton<RelatedMessages>();
        services.AddSingleton<InboxDesk>();
        services.AddSingleton<AnswerLabelRule>();
        services.AddSingleton<SearchDesk>();
        services.AddSingleton<SearchIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<SearchIndexer>());
        services.AddSingleton<AuditDesk>();
        services
            .AddOptions<SubmissionOptions>()
            .BindConfiguration(SubmissionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<SignStep>();
        services.AddSingleton<SubmitStep>();
        services.AddSingleton<ReceiptStep>();
        services.AddSingleton<HopelessStep>();
    }
}
