using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.AddressBook.Lists;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Round;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.People;
using Mmhs.Signing;
using Mmhs.Signing.Client;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>A page on the desks of a real portal of the demo world; only the browser is missing.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    private RunningPortal? portal;

    protected static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    protected RunningPortal Portal => portal!;

    public async ValueTask InitializeAsync()
    {
        portal = await RunningPortal.StartAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddShared();
        Services
            .AddSingleton(Portal.Get<DraftDesk>())
            .AddSingleton(Portal.Get<ReleaseDesk>())
            .AddSingleton(Portal.Get<ReviewDesk>())
            .AddSingleton(Portal.Get<ConcurrenceDesk>())
            .AddSingleton(Portal.Get<PrecedenceDesk>())
            .AddSingleton(Portal.Get<UndoDesk>())
            .AddSingleton(Portal.Get<ReleaseQueue>())
            .AddSingleton(Portal.Get<RolesAwaiting>())
            .AddSingleton(Portal.Get<AddresseeLookup>())
            .AddSingleton(Portal.Get<LabelAccess>())
            .AddSingleton(Portal.Get<ChangeFeed>())
            .AddSingleton(Portal.Get<ComposeLimits>())
            .AddSingleton(Portal.Get<PreFlightDesk>())
            .AddSingleton(Portal.Get<MinimizeDesk>())
            .AddSingleton(Portal.Get<DraftPresence>())
            .AddSingleton(Portal.Get<CommentDesk>())
            .AddSingleton(Portal.Get<TemplateDesk>())
            .AddSingleton(Portal.Get<VersionHistory>())
            .AddSingleton(Portal.Get<ReviewReader>())
            .AddSingleton(Portal.Get<WhoMayRelease>())
            .AddSingleton(Portal.Get<BulkRelease>())
            .AddSingleton(Portal.Get<OperatorDesk>())
            .AddSingleton(Portal.Get<BreakGlassDesk>())
            .AddSingleton(Portal.Get<AddressListDesk>())
            .AddSingleton(Portal.Get<UnmatchedReportDesk>())
            .AddSingleton(Portal.Get<StuckDesk>())
            .AddSingleton(Portal.Get<SetAsideDesk>())
            .AddSingleton(Portal.Get<HealthDesk>())
            .AddSingleton(Portal.Get<InboxDesk>())
            .AddSingleton(Portal.Get<ReceiptDesk>())
            .AddSingleton(Portal.Get<SearchDesk>())
            .AddSingleton(Portal.Get<TrackingDesk>())
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Portal.Get<IOptions<ComposeOptions>>())
            .AddSingleton(Portal.Get<IApprovals>())
            .AddSingleton(Portal.Get<PasskeySites>())
            .AddSingleton(Portal.Get<PasskeyAlarmDesk>())
            .AddSingleton(Portal.Get<IOptions<SigningOptions>>())
            .AddSingleton(Portal.Get<ActorResolver>())
            .AddScoped<CurrentActor>();
    }

    /// <summary>Signs the page's user in as a person of the demo world.</summary>
    protected async Task<Actor> ActAsync(string name, RoleFunction function)
    {
        var actor = await Portal.ActorAsync(name, function, Token);
        await using var work = await Portal.Get<PortalRecords>().BeginAsync(Token);
        var session = Portal.Get<SessionRegister>().Open(work, actor.PersonId, SignInMethod.Password, null, null);
        await work.CommitAsync(Token);
        AddAuthorization()
            .SetAuthorized(name)
            .SetClaims(
                new Claim(ClaimTypes.NameIdentifier, actor.PersonId.ToString()),
                new Claim(ActorResolver.MembershipClaim, actor.MembershipId.ToString(CultureInfo.InvariantCulture)),
                new Claim(AccessClaims.Session, session.Id.ToString())
            );
        SetRendererInfo(new("Server", true)); // pages load on the live circuit only; from here on no service can be added
        return actor;
    }

    /// <summary>A message written by somebody and sent to the releasers of his role.</summary>
    protected async Task<Guid> SubmitAsync(string drafter)
    {
        var actor = await Portal.ActorAsync(drafter, RoleFunction.Drafter, Token);
        var desk = Portal.Get<DraftDesk>();
        var id = (await desk.CreateAsync(actor, Token))!.Value;
        Assert.Empty((await desk.SubmitForReleaseAsync(actor, id, 0, WholeWayTests.Form(), Token)).Refusals);
        return id;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await Portal.DisposeAsync();
        await base.DisposeAsyncCore();
        GC.SuppressFinalize(this);
    }
}
