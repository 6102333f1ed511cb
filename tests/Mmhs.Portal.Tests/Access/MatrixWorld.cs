using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Operate;
using Mmhs.Records.People;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing;
using Mmhs.Signing.Client;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Tests.Access;

/// <summary>One portal, everybody who may knock at it, and something lawful for each to act on.</summary>
public sealed class MatrixWorld(RunningPortal portal) : IAsyncDisposable
{
    /// <summary>
    /// The columns of the table, in its order. The first three are nobody: not signed in, session and token ended, token past its time.
    /// Those with <c>low</c> hold the same roles as the others and are cleared for less than everything they act on is labelled.
    /// </summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "nobody",
        "revoked",
        "expired",
        "drafter",
        "reviewer",
        "releaser",
        "duty",
        "auditor",
        "operator",
        "administrator",
        "security",
        "deputy",
        "other-drafter",
        "other-reviewer",
        "other-releaser",
        "other-duty",
        "other-auditor",
        "other-operator",
        "other-administrator",
        "other-security",
        "low-drafter",
        "low-reviewer",
        "low-releaser",
        "low-duty",
        "low-security",
    ];

    /// <summary>The columns of those who are nobody.</summary>
    public static IReadOnlySet<string> Nobody { get; } = new HashSet<string> { "nobody", "revoked", "expired" };

    /// <summary>The subject of a card tied to the reviewer.</summary>
    public const string Tied = "tied";

    /// <summary>A passkey of somebody in no column that is set aside.</summary>
    public const string SetAside = "AAAA";

    private readonly Dictionary<string, string> tokens = [];
    private readonly Dictionary<string, string> cookies = [];
    private readonly Dictionary<string, byte[]> roster = [];

    // the portal's records, and what the signing service knows to have been said: a yes counts once
    private readonly Dictionary<string, SqliteConnection> kept = [];
    private SqliteConnection? watch;
    private int books;
    private int days;

    public RunningPortal Portal => portal;
    public Dictionary<string, Actor> Actors { get; } = [];

    public Guid Open { get; private set; }
    public int OpenRevision { get; private set; }
    public Guid Comment { get; private set; }
    public Guid Settled { get; private set; }
    public int Unit { get; private set; }

    /// <summary>A role nobody counts on.</summary>
    public int Spare { get; private set; }

    public int List { get; private set; }

    public Guid Template { get; private set; }
    public OpenVersion Ready { get; private set; } = null!;
    public OpenVersion Staged { get; private set; } = null!;
    public OpenVersion Held { get; private set; } = null!;
    public Guid Releasing { get; private set; }

    /// <summary>The release of that draft, which waits to leave.</summary>
    public Guid Waiting { get; private set; }
    public Guid Failed { get; private set; }
    public Guid Broken { get; private set; }
    public Guid Released { get; private set; }
    public Guid Delegation { get; private set; }
    internal Proposal Proposal { get; private set; } = null!;
    public Guid DraftersToken { get; private set; }
    public Guid DraftersSession { get; private set; }
    public int Logistics { get; private set; }
    public int Membership { get; private set; }
    public int Rule { get; private set; }
    public int Order { get; private set; }
    public long Entry { get; private set; }

    /// <summary>A message with HTML in the same inbox.</summary>
    public long Formatted { get; private set; }

    /// <summary>Where a message is inside that one.</summary>
    public string Inside { get; private set; } = "";

    /// <summary>A report nobody asked for.</summary>
    public long Stray { get; private set; }

    /// <summary>An item set aside.</summary>
    public long Aside { get; private set; }

    /// <summary>A report on what was released.</summary>
    public long Report { get; private set; }
    public string MessageId { get; private set; } = "";

    public static async Task<MatrixWorld> OpenAsync(CancellationToken cancellationToken)
    {
        var world = new MatrixWorld(
            await RunningPortal.StartAsync(null, "--Mmhs:Precedence:Routine:Grace=00:05:00", "--Mmhs:SignIn:MostWrong=100")
        );
        await world.PeopleAsync(cancellationToken);
        await world.ArrivalAsync(cancellationToken);
        world.Portal.Get<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior =
            BackgroundServiceExceptionBehavior.Ignore;
        // From here on nothing happens by itself: what changes in the records was changed by the call.
        foreach (var worker in world.Portal.App.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            await worker.StopAsync(cancellationToken);
        await world.IdentitiesAsync(cancellationToken);
        await world.ArrangeAsync(cancellationToken);
        await world.KeepAsync(cancellationToken);
        foreach (var actor in world.Actors.Values)
            world.Portal.Get<DraftPresence>().Enter(actor, world.Open); // for as long as the world is
        return world;
    }

    /// <summary>A kind's token; null for nobody.</summary>
    public string? TokenOf(string kind) => tokens.GetValueOrDefault(kind);

    /// <summary>A kind's session cookie; null for nobody.</summary>
    public string? CookieOf(string kind) => cookies.GetValueOrDefault(kind);

    /// <summary>Another number once anything was committed by anybody.</summary>
    public async Task<string> CommitsAsync(CancellationToken cancellationToken)
    {
        if (watch is null)
        {
            watch = new SqliteConnection($"Data Source={Path.Combine(portal.Folder, "portal.db")};Pooling=False");
            await watch.OpenAsync(cancellationToken);
        }
        return (await TextsAsync(watch, "SELECT CAST(data_version AS TEXT) FROM pragma_data_version", cancellationToken))[0];
    }

    /// <summary>Everything the records hold but the audit trail, and when sessions and tokens were seen last.</summary>
    public async Task<string> RowsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(portal.Folder, "portal.db")}");
        await connection.OpenAsync(cancellationToken);
        var all = new StringBuilder();
        foreach (
            var table in await TextsAsync(
                connection,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%EF%' ORDER BY name",
                cancellationToken
            )
        )
        {
            var columns = await TextsAsync(
                connection,
                $"SELECT name FROM pragma_table_info('{table}') WHERE name NOT LIKE '%seen%' AND name NOT LIKE '%used%'",
                cancellationToken
            );
            var rows = await TextsAsync(
                connection,
                $"SELECT {string.Join(" || '|' || ", columns.Select(column => $"ifnull(quote(\"{column}\"), '')"))} FROM \"{table}\" ORDER BY 1",
                cancellationToken
            );
            all.Append(table).Append('\n').AppendJoin('\n', rows).Append('\n');
        }
        return all.ToString();
    }

    public async Task<int> DenialsAsync(CancellationToken cancellationToken)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
        return await context.AuditEntries.CountAsync(entry => entry.Outcome == "denied", cancellationToken);
    }

    public async Task<Proof> ProveAsync(Statement statement, CancellationToken cancellationToken)
    {
        var parameters = await portal.Get<IApprovals>().ProofParametersAsync(statement.Person, cancellationToken);
        return new(
            ApprovalMethod.PasswordProof,
            ScramProof.Create(DemoWorld.Password, parameters.Salt, parameters.Iterations, statement.ToBytes())
        );
    }

    /// <summary>A day nobody was given as a deputy's before.</summary>
    public DateTimeOffset NewDay() => portal.Get<TimeProvider>().GetUtcNow().AddDays(2 + 2 * days++);

    /// <summary>A book that differs from the one in force, and from every one before.</summary>
    public async Task<RightsBook> OtherBookAsync(CancellationToken cancellationToken)
    {
        var book = (await portal.Get<IApprovals>().AuthorityAsync(cancellationToken)).Book;
        return book with
        {
            Policies =
            [
                .. book.Policies.Where(policy => !policy.Domain.StartsWith("matrix", StringComparison.Ordinal)),
                new ReleasePolicy($"matrix{++books}.example", []),
            ],
        };
    }

    /// <summary>The records, and what the signing service keeps beside them, are again as they were arranged.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        foreach (var (file, copy) in kept)
        {
            await using var live = new SqliteConnection($"Data Source={file}");
            await live.OpenAsync(cancellationToken);
            copy.BackupDatabase(live);
        }
        foreach (var (file, octets) in roster)
            if (!(await File.ReadAllBytesAsync(file, cancellationToken)).AsSpan().SequenceEqual(octets))
                await File.WriteAllBytesAsync(file, octets, cancellationToken);
    }

    /// <summary>Headquarters is cleared for RESTRICTED from now on; its people are cleared as they were.</summary>
    public async Task LowerOrganisationAsync(CancellationToken cancellationToken)
    {
        await using (var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken))
        {
            var organisation = await work.Context.Organisations.SingleAsync(
                one => one.Domain == "hq.northland.example",
                cancellationToken
            );
            organisation.Clearances = string.Join(
                '\n',
                ClearanceKey.ParseAll(organisation.Clearances).Select(held => (held with { Classifications = [0, 1, 2] }).ToKey())
            );
            await work.CommitAsync(cancellationToken);
        }
        foreach (var (kind, actor) in Actors.Where(one => one.Value.OnBehalfOf is null).ToList())
            Actors[kind] = (
                await portal
                    .Get<Mmhs.Portal.Access.ActorResolver>()
                    .FindAsync(actor.PersonId, actor.MembershipId, cancellationToken)
            )!;
        await KeepAsync(cancellationToken);
    }

    public async Task<DateTimeOffset> TemplateChangedAsync(CancellationToken cancellationToken)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
        return await context
            .Templates.Where(template => template.Id == Template)
            .Select(template => template.ChangedAt)
            .SingleAsync(cancellationToken);
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var signing = portal.Get<IOptions<SigningOptions>>().Value;
        foreach (var file in new[] { Path.Combine(portal.Folder, "portal.db"), signing.LedgerFile })
        {
            if (kept.Remove(file, out var old))
                await old.DisposeAsync();
            var copy = kept[file] = new SqliteConnection("Data Source=:memory:");
            await copy.OpenAsync(cancellationToken);
            await using var live = new SqliteConnection($"Data Source={file}");
            await live.OpenAsync(cancellationToken);
            live.BackupDatabase(copy);
        }
        foreach (var file in new[] { signing.RightsFile, signing.CredentialsFile, signing.DelegationsFile })
            roster[file] = await File.ReadAllBytesAsync(file, cancellationToken);
    }

    private async Task LettersAsync(PortalContext records, CancellationToken cancellationToken)
    {
        const string ours = "j3@hq.northland.example";
        var html = Lmtp.Octets(
            "From: a@far.example\nTo: <j3@hq.northland.example>\nMessage-ID: <html@far.example>\nSubject: Formatted\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Words</p>\n--b\nContent-Type: message/rfc822\n\nFrom: b@far.example\nSubject: Inside\n\nText.\n--b--\n"
        );
        var stray = Lmtp.Octets(
            "From: a@far.example\nTo: <j3@hq.northland.example>\nMessage-ID: <stray@far.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; far.example\n\nFinal-Recipient: rfc822; x@far.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
        );
        Assert.Equal(250, (await portal.DeliverAsync(html, ours, "a@far.example", cancellationToken)).Code);
        Assert.Equal(250, (await portal.DeliverAsync(stray, ours, null, cancellationToken)).Code);
        Formatted = await records
            .Inbox.Where(entry => entry.Subject == "Formatted")
            .Select(entry => entry.Id)
            .SingleAsync(cancellationToken);
        Inside = (await portal.Get<InboxDesk>().OpenAsync(Actors["drafter"], Formatted, cancellationToken))!
            .Reading.Parts.Single(part => part.ContentType == "message/rfc822")
            .Path;
        Stray = await records.UnmatchedReports.Select(row => row.Id).SingleAsync(cancellationToken);
        await StuckAsync(records, cancellationToken);
        var soon = portal.Get<TimeProvider>().GetUtcNow().AddDays(1);
        await records.Inbox.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ExpiresAt, soon), cancellationToken);
        while (await portal.Get<SearchIndexer>().RunAsync(cancellationToken) > 0) { }
    }

    // One item set aside, and one copy that could not leave yet.
    private async Task StuckAsync(PortalContext records, CancellationToken cancellationToken)
    {
        var now = portal.Get<TimeProvider>().GetUtcNow();
        var aside = new SetAsideRow
        {
            Work = SetAsideWork.Index,
            Item = $"{Formatted}",
            RoleId = Actors["drafter"].RoleId,
            Reason = "FormatException",
            Times = 1,
            FirstAt = now,
            LastAt = now,
        };
        records.AddRange(
            aside,
            new OutboxRow
            {
                ReleaseId = Released,
                Work = OutboxWork.Submit,
                DueAt = now.AddDays(1),
                EnvelopeId = "STUCK-1",
                Recipients = "j3@bde3.northland.example",
                LastReply = "Connection refused",
                Attempts = 1,
            }
        );
        await records.SaveChangesAsync(cancellationToken);
        Aside = aside.Id;
    }

    private async Task ArrangeAsync(CancellationToken cancellationToken)
    {
        var drafter = Actors["drafter"];
        var releaser = Actors["releaser"];
        var desk = portal.Get<DraftDesk>();
        Open = (await desk.CreateAsync(drafter, cancellationToken))!.Value;
        OpenRevision = (await desk.SaveAsync(drafter, Open, 0, WholeWayTests.Form(), cancellationToken)).Revision;
        await desk.UnlockAsync(drafter, Open, cancellationToken);
        var comments = portal.Get<CommentDesk>();
        foreach (var text in new[] { "One.", "Two." })
            Assert.Empty(
                (
                    await comments.AddAsync(drafter, Open, "text", CommentKind.Note, $"{text} @reviewer", cancellationToken)
                ).Refusals
            );
        var said = (await comments.ListAsync(drafter, Open, cancellationToken))!;
        (Comment, Settled) = (said[0].Id, said[1].Id);
        await comments.ResolveAsync(drafter, Settled, cancellationToken);

        var templates = portal.Get<TemplateDesk>();
        foreach (var old in await templates.ListAsync(drafter, cancellationToken))
            await templates.RemoveAsync(drafter, old.Id, cancellationToken);
        Assert.Empty((await templates.SaveAsync(drafter, Open, new("Matrix", false, [], []), cancellationToken)).Refusals);
        Template = (await templates.ListAsync(drafter, cancellationToken))[0].Id;

        Ready = await ShownAsync(await SubmittedAsync("LAB", cancellationToken), releaser, cancellationToken);
        Staged = await ShownAsync(await SubmittedAsync("OPO", cancellationToken), Actors["reviewer"], cancellationToken);
        var held = await ShownAsync(await SubmittedAsync("LAB", cancellationToken), releaser, cancellationToken);
        Assert.Empty(
            (
                await portal
                    .Get<ReviewDesk>()
                    .HoldAsync(releaser, held, portal.Get<TimeProvider>().GetUtcNow().AddHours(1), "Wait.", cancellationToken)
            ).Refusals
        );
        Held = await ShownAsync(held.Version.DraftId, releaser, cancellationToken);
        (Releasing, Waiting) = await LeavingAsync(cancellationToken);
        Failed = await FailedAsync(cancellationToken);
        Broken = await BrokenAsync(cancellationToken);
        await ProposalAsync(cancellationToken);
        await DelegationAsync(cancellationToken);
        await MinimizeAsync(cancellationToken);
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken))
        {
            DraftersToken = (await context.ApiTokens.SingleAsync(token => token.Name == "drafter", cancellationToken)).Id;
            DraftersSession = (await context.Sessions.SingleAsync(session => session.Browser == "drafter", cancellationToken)).Id;
            Logistics = (
                await context.Roles.SingleAsync(role => role.Address == "j4@hq.northland.example", cancellationToken)
            ).Id;
            Membership = Actors["reviewer"].MembershipId;
        }
        var people = portal.Get<Mmhs.Portal.Organisations.PeopleDesk>();
        Assert.Empty(
            (
                await people.AddRuleAsync(
                    Actors["administrator"],
                    "matrix",
                    "group",
                    "reviewers",
                    Logistics,
                    RoleFunction.Reviewer,
                    cancellationToken
                )
            ).Refusals
        );
        Rule = (await people.ReadAsync(Actors["administrator"], cancellationToken))!.Rules[0].Id;
        var organisation = portal.Get<Mmhs.Portal.Organisations.OrganisationDesk>();
        Assert.Empty((await organisation.AddUnitAsync(Actors["administrator"], "Matrix unit", null, cancellationToken)).Refusals);
        Assert.Empty(
            (await organisation.AddRoleAsync(Actors["administrator"], "Matrix role", "matrix", null, cancellationToken)).Refusals
        );
        var view = (await organisation.ReadAsync(Actors["administrator"], cancellationToken))!;
        (Unit, Spare) = (view.Units[0].Id, view.Roles.Single(role => role.Name == "Matrix role").Id);
        var lists = portal.Get<Mmhs.Portal.AddressBook.Lists.AddressListDesk>();
        Assert.Empty(
            (
                await lists.SaveAsync(
                    Actors["administrator"],
                    new(null, 0, "Matrix list", "", [new(EmailAddress.Parse("j4@hq.northland.example"), null, false)]),
                    cancellationToken
                )
            ).Refusals
        );
        List = (await lists.ReadAsync(Actors["administrator"], cancellationToken))[0].Id;
    }

    // For nobody anyone here writes to.
    private async Task MinimizeAsync(CancellationToken cancellationToken)
    {
        var desk = portal.Get<MinimizeDesk>();
        var until = portal.Get<TimeProvider>().GetUtcNow().AddHours(6);
        Assert.Empty(
            (
                await desk.DeclareAsync(
                    Actors["duty"],
                    new("far.example", "For the table.", Precedence.Priority, null, null, new DateTimeGroup(until)),
                    cancellationToken
                )
            ).Refusals
        );
        Order = (await desk.ListAsync(Actors["duty"], 1, cancellationToken))[0].Order.Id;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var copy in kept.Values)
            copy.Dispose();
        watch?.Dispose();
        return portal.DisposeAsync();
    }

    private async Task PeopleAsync(CancellationToken cancellationToken)
    {
        await using (var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken))
        {
            // 3rd Brigade gets people of every function.
            var person = await work.Context.Users.SingleAsync(user => user.UserName == "bde3.drafter", cancellationToken);
            var roles = await work
                .Context.Roles.Where(role =>
                    role.Address == "j3@bde3.northland.example" || role.Address == "comcen@bde3.northland.example"
                )
                .ToDictionaryAsync(role => role.Address, cancellationToken);
            foreach (
                var function in new[]
                {
                    RoleFunction.Auditor,
                    RoleFunction.Operator,
                    RoleFunction.Administrator,
                    RoleFunction.SecurityOfficer,
                }
            )
                work.Context.Memberships.Add(
                    new MembershipRow
                    {
                        PersonId = person.Id,
                        RoleId = roles["comcen@bde3.northland.example"].Id,
                        Function = function,
                    }
                );
            work.Context.Memberships.Add(
                new MembershipRow
                {
                    PersonId = person.Id,
                    RoleId = roles["j3@bde3.northland.example"].Id,
                    Function = RoleFunction.Reviewer,
                }
            );
            await LowAsync(work, cancellationToken);
            await work.CommitAsync(cancellationToken);
        }
        foreach (
            var (kind, name, function) in new[]
            {
                ("drafter", "drafter", RoleFunction.Drafter),
                ("reviewer", "reviewer", RoleFunction.Reviewer),
                ("releaser", "releaser", RoleFunction.Releaser),
                ("duty", "duty", RoleFunction.DutyOfficer),
                ("auditor", "auditor", RoleFunction.Auditor),
                ("operator", "operator", RoleFunction.Operator),
                ("administrator", "admin", RoleFunction.Administrator),
                ("security", "security", RoleFunction.SecurityOfficer),
                ("other-drafter", "bde3.drafter", RoleFunction.Drafter),
                ("other-reviewer", "bde3.drafter", RoleFunction.Reviewer),
                ("other-releaser", "bde3.releaser", RoleFunction.Releaser),
                ("other-duty", "bde3.duty", RoleFunction.DutyOfficer),
                ("other-auditor", "bde3.drafter", RoleFunction.Auditor),
                ("other-operator", "bde3.drafter", RoleFunction.Operator),
                ("other-administrator", "bde3.drafter", RoleFunction.Administrator),
                ("other-security", "bde3.drafter", RoleFunction.SecurityOfficer),
                ("low-drafter", "low", RoleFunction.Drafter),
                ("low-reviewer", "low", RoleFunction.Reviewer),
                ("low-releaser", "low", RoleFunction.Releaser),
                ("low-duty", "low", RoleFunction.DutyOfficer),
                ("low-security", "low", RoleFunction.SecurityOfficer),
            }
        )
            Actors[kind] = await portal.ActorAsync(name, function, cancellationToken);
        await DelegationAsync(cancellationToken);
        Actors["deputy"] = (await portal.DeputyAsync("deputy", "releaser", RoleFunction.Releaser, cancellationToken))!;
        foreach (var (kind, actor) in Actors.ToList())
            await EnterAsync(kind, actor, cancellationToken);
        await EnterAsync("revoked", Actors["releaser"], cancellationToken);
        await EnterAsync("expired", Actors["releaser"], cancellationToken);
        await using var end = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        var past = portal.Get<TimeProvider>().GetUtcNow().AddMinutes(-1);
        await end
            .Context.ApiTokens.Where(token => token.Name == "revoked")
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, past), cancellationToken);
        await end
            .Context.ApiTokens.Where(token => token.Name == "expired")
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, past), cancellationToken);
        await end
            .Context.Sessions.Where(session => session.Browser == "revoked")
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, past), cancellationToken);
        await end
            .Context.Sessions.Where(session => session.Browser == "expired")
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, past.AddDays(-2)), cancellationToken);
        await end.CommitAsync(cancellationToken);
    }

    // In the roles of headquarters' people, and cleared for RESTRICTED where all there is is SECRET.
    private static async Task LowAsync(PortalWork work, CancellationToken cancellationToken)
    {
        var like = await work.Context.Users.AsNoTracking().SingleAsync(user => user.UserName == "drafter", cancellationToken);
        var held = ClearanceKey
            .ParseAll(like.Clearances)
            .Single(clearance => clearance.PolicyId == WholeWayTests.NorthlandSecret.PolicyId);
        var person = new PersonRow
        {
            Id = Guid.NewGuid(),
            UserName = "low",
            NormalizedUserName = "LOW",
            DisplayName = "Northland HQ Low",
            Address = "low@hq.northland.example",
            OrganisationId = like.OrganisationId,
            Clearances = (held with { Classifications = [0, 1, 2] }).ToKey(),
            PasswordHash = like.PasswordHash,
            SecurityStamp = "low",
            LockoutEnabled = true,
        };
        work.Context.Users.Add(person);
        foreach (
            var (role, function) in new[]
            {
                ("j3", RoleFunction.Drafter),
                ("j3", RoleFunction.Reviewer),
                ("j3", RoleFunction.Releaser),
                ("duty", RoleFunction.DutyOfficer),
                ("comcen", RoleFunction.SecurityOfficer),
            }
        )
            work.Context.Memberships.Add(
                new MembershipRow
                {
                    PersonId = person.Id,
                    RoleId = await work
                        .Context.Roles.Where(r => r.Address == role + "@hq.northland.example")
                        .Select(r => r.Id)
                        .SingleAsync(cancellationToken),
                    Function = function,
                }
            );
    }

    private async Task EnterAsync(string kind, Actor actor, CancellationToken cancellationToken)
    {
        tokens[kind] = (await portal.Get<TokenDesk>().MakeAsync(actor, kind, 1, cancellationToken)).Secret!;
        await using var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        var session = portal.Get<SessionRegister>().Open(work, actor.PersonId, SignInMethod.Password, null, kind);
        await work.CommitAsync(cancellationToken);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, actor.PersonId.ToString()),
                new(ClaimTypes.Name, actor.Name),
                new(
                    Mmhs.Portal.Access.ActorResolver.MembershipClaim,
                    actor.MembershipId.ToString(System.Globalization.CultureInfo.InvariantCulture)
                ),
                new(AccessClaims.Session, session.Id.ToString()),
                new(AccessClaims.Method, "password"),
            ],
            IdentityConstants.ApplicationScheme
        );
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties
            {
                IssuedUtc = DateTimeOffset.UnixEpoch.AddYears(50),
                ExpiresUtc = DateTimeOffset.UnixEpoch.AddYears(80),
            },
            IdentityConstants.ApplicationScheme
        );
        cookies[kind] =
            "mmhs="
            + portal
                .Get<IOptionsMonitor<CookieAuthenticationOptions>>()
                .Get(IdentityConstants.ApplicationScheme)
                .TicketDataFormat.Protect(ticket);
    }

    // A message from the other organisation in the inbox, and one of ours delivered to it.
    private async Task ArrivalAsync(CancellationToken cancellationToken)
    {
        var form = WholeWayTests.Form("To headquarters") with
        {
            To = [new("Northland HQ J3 Operations", EmailAddress.Parse("j3@hq.northland.example"))],
            Cc = [],
            Bcc = [],
            InformationPrecedence = null,
        };
        var draft = await WholeWayTests.DraftAsync(portal, Actors["other-drafter"], form);
        var office = portal.Get<ReleaseDesk>();
        var open = (await office.OpenAsync(Actors["other-releaser"], draft, cancellationToken))!;
        Assert.Empty(
            (
                await office.ReleaseAsync(
                    Actors["other-releaser"],
                    open,
                    office.Prepare(open),
                    DemoWorld.Password,
                    cancellationToken
                )
            ).Refusals
        );
        Released = await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        Entry = (
            await Eventually.GetAsync(
                "Arrival",
                async () =>
                    await portal.Get<InboxDesk>().PageAsync(Actors["drafter"], null, 1, cancellationToken) is [var line]
                        ? line
                        : null,
                cancellationToken
            )
        )
            .Entry
            .Id;
        await Eventually.GetAsync(
            "The end of both ways",
            async () =>
            {
                await using var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
                return
                    await context.Tracking.AllAsync(row => row.State == Messages.Track.TrackingState.Delivered, cancellationToken)
                    && await context.Drafts.AllAsync(row => row.State == DraftState.Released, cancellationToken)
                    ? ""
                    : null;
            },
            cancellationToken
        );
        await using var records = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
        MessageId = (await records.Releases.SingleAsync(release => release.Id == Released, cancellationToken)).MessageId;
        Report = await records
            .TrackingEvents.Where(e => records.Tracking.Any(t => t.Id == e.TrackingId && t.ReleaseId == Released))
            .Select(e => e.Id)
            .FirstAsync(cancellationToken);
        await LettersAsync(records, cancellationToken);
    }

    private async Task IdentitiesAsync(CancellationToken cancellationToken)
    {
        await using var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        var now = portal.Get<TimeProvider>().GetUtcNow();
        work.Context.UserLogins.Add(
            new IdentityUserLogin<Guid>
            {
                LoginProvider = "certificate",
                ProviderKey = Tied,
                UserId = Actors["reviewer"].PersonId,
            }
        );
        var second = await work.Context.Users.SingleAsync(person => person.UserName == "second", cancellationToken);
        work.Context.Passkeys.Add(
            new IdentityUserPasskey<Guid>
            {
                CredentialId = [0, 0, 0],
                UserId = second.Id,
                Data = new()
                {
                    PublicKey = [1],
                    Name = "Copied",
                    AttestationObject = [1],
                    ClientDataJson = [1],
                },
            }
        );
        work.Context.PasskeyUses.Add(
            new PasskeyUseRow
            {
                CredentialId = [0, 0, 0],
                LastUsedAt = now,
                SetAsideAt = now,
            }
        );
        work.Audit(
            new(
                Messages.Audit.AuditTypes.Login,
                Messages.Audit.AuditOutcome.Denied,
                null,
                null,
                null,
                null,
                null,
                new()
                {
                    ["reason"] = "FED-002",
                    ["provider"] = "https://idp.example/",
                    ["subject"] = "nobody's",
                }
            )
        );
        await work.CommitAsync(cancellationToken);
    }

    private async Task<Guid> SubmittedAsync(string code, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var draft = await WholeWayTests.DraftAsync(
            portal,
            Actors["drafter"],
            WholeWayTests.Form() with
            {
                ActionPrecedence = Precedence.Routine,
                SubjectIndicatorCodes = [code],
            }
        );
        await portal.Get<DraftDesk>().UnlockAsync(Actors["drafter"], draft, cancellationToken);
        return draft;
    }

    private async Task<OpenVersion> ShownAsync(Guid draft, Actor actor, CancellationToken cancellationToken) =>
        (await portal.Get<ReviewReader>().OpenAsync(actor, draft, cancellationToken))!;

    private async Task<(Guid DraftId, Guid ReleaseId)> ReleaseAsync(CancellationToken cancellationToken)
    {
        var shown = await ShownAsync(await SubmittedAsync("LAB", cancellationToken), Actors["releaser"], cancellationToken);
        var office = portal.Get<ReleaseDesk>();
        Assert.Empty(
            (
                await office.ReleaseAsync(Actors["releaser"], shown, office.Prepare(shown), DemoWorld.Password, cancellationToken)
            ).Refusals
        );
        await using var context = await portal.Get<PortalRecords>().ReadAsync(cancellationToken);
        return (
            shown.Version.DraftId,
            (await context.Releases.SingleAsync(release => release.DraftId == shown.Version.DraftId, cancellationToken)).Id
        );
    }

    // It can be taken back for as long as the table is tried, on however slow a machine.
    private async Task<(Guid DraftId, Guid ReleaseId)> LeavingAsync(CancellationToken cancellationToken)
    {
        var (draft, release) = await ReleaseAsync(cancellationToken);
        var late = portal.Get<TimeProvider>().GetUtcNow().AddDays(1);
        await using var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        await work
            .Context.Outbox.Where(entry => entry.ReleaseId == release)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.DueAt, late), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return (draft, release);
    }

    private async Task<Guid> FailedAsync(CancellationToken cancellationToken)
    {
        var (draft, release) = await ReleaseAsync(cancellationToken);
        await using var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        await work
            .Context.Drafts.Where(d => d.Id == draft)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DraftState.ReleaseFailed), cancellationToken);
        await work
            .Context.Outbox.Where(o => o.ReleaseId == release)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.Failed), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return release;
    }

    private async Task<Guid> BrokenAsync(CancellationToken cancellationToken)
    {
        var (_, release) = await ReleaseAsync(cancellationToken);
        await using var work = await portal.Get<PortalRecords>().BeginAsync(cancellationToken);
        var releaser = Actors["releaser"];
        work.Context.BreakGlass.Add(
            new BreakGlassRow
            {
                ReleaseId = release,
                OrganisationId = releaser.OrganisationId,
                By = releaser.Name,
                ByName = releaser.DisplayName,
                Reason = "Nobody there.",
                At = portal.Get<TimeProvider>().GetUtcNow(),
            }
        );
        await work.CommitAsync(cancellationToken);
        return release;
    }

    private async Task ProposalAsync(CancellationToken cancellationToken)
    {
        var desk = portal.Get<RightsDesk>();
        // proposed by a keeper who is none of the columns' people who approve it
        var keeper = Actors["security"];
        var after = await OtherBookAsync(cancellationToken);
        Assert.Empty(
            (
                await desk.ProposeAsync(
                    keeper,
                    await desk.StatementAsync(keeper, after, cancellationToken),
                    after,
                    "For the table.",
                    new Dictionary<string, string>(),
                    DemoWorld.Password,
                    cancellationToken
                )
            ).Refusals
        );
        Proposal = (await desk.ProposalsAsync(keeper, 100, cancellationToken)).First(row =>
            row.State == ProposalState.Open && row.After == after.Digest()
        );
    }

    // One that is in force at once, by which the column "deputy" acts.
    private async Task DelegationAsync(CancellationToken cancellationToken)
    {
        var desk = portal.Get<DelegationDesk>();
        var releaser = Actors["releaser"];
        var now = portal.Get<TimeProvider>().GetUtcNow();
        var current = (await desk.ListAsync(releaser, cancellationToken)).FirstOrDefault(one =>
            one.Deputy == "deputy" && one.IsInForce(now)
        );
        if (current is null)
        {
            var statement = desk.Statement(
                releaser,
                "releaser",
                "deputy",
                releaser.Role.Address,
                now.AddMinutes(-1),
                now.AddHours(2)
            );
            Assert.Empty((await desk.SetAsync(releaser, statement, DemoWorld.Password, cancellationToken)).Refusals);
            Delegation = statement.Delegation.Id;
        }
        else
            Delegation = current.Id;
    }

    private static async Task<List<string>> TextsAsync(
        SqliteConnection connection,
        string query,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names come from the schema
        command.CommandText = query;
#pragma warning restore CA2100
        var texts = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            texts.Add(reader.GetString(0));
        return texts;
    }
}
