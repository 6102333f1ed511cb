using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Signing;
using Mmhs.Signing.Client;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Tests.Access;

/// <summary>A passkey whose counter goes back neither approves nor stays quiet.</summary>
public sealed class PasskeyGuardTests : IAsyncLifetime
{
    private readonly SoftAuthenticator authenticator = SoftAuthenticator.Make("ES256");
    private RunningPortal portal = null!;
    private Actor releaser = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await RunningPortal.StartAsync();
        releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        authenticator.Party = "localhost";
        var statement = new PasskeyStatement(
            "releaser",
            authenticator.Key.CredentialId,
            authenticator.Key.PublicKey,
            Statement.Moment(TimeProvider.System.GetUtcNow())
        );
        var parameters = await portal.Get<IApprovals>().ProofParametersAsync("releaser", Token);
        Assert.Null(
            await portal
                .Get<IRosterChanges>()
                .RegisterPasskeyAsync(
                    statement,
                    new(
                        ApprovalMethod.PasswordProof,
                        ScramProof.Create(DemoWorld.Password, parameters.Salt, parameters.Iterations, statement.ToBytes())
                    ),
                    Token
                )
        );
        await using var work = await portal.Get<PortalRecords>().BeginAsync(Token);
        work.Context.Passkeys.Add(
            new IdentityUserPasskey<Guid>
            {
                CredentialId = Base64Url.DecodeFromChars(authenticator.Key.CredentialId),
                UserId = releaser.PersonId,
                Data = new()
                {
                    PublicKey = authenticator.Key.PublicKey,
                    Name = "Key on the lanyard",
                    SignCount = 1,
                    AttestationObject = [1],
                    ClientDataJson = [1],
                },
            }
        );
        await work.CommitAsync(Token);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Attack_a_copied_passkey_never_releases_and_is_set_aside_until_an_administrator_decides()
    {
        Assert.Null(await ReleaseAsync(5));
        Assert.Equal("PSK-011", await ReleaseAsync(5)); // the copy
        Assert.Equal("PSK-012", await ReleaseAsync(9)); // nor the original any more

        var (security, admin) = (
            await portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token),
            await portal.ActorAsync("admin", RoleFunction.Administrator, Token)
        );
        var desk = portal.Get<PasskeyAlarmDesk>();
        var alarm = Assert.Single(await desk.ListAsync(security, Token));
        Assert.Equal(("releaser", "Key on the lanyard"), (alarm.Person, alarm.Name));
        Assert.Empty(await desk.ListAsync(releaser, Token));
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
        {
            var entry = new AuditEntryView(
                await context.AuditEntries.SingleAsync(one => one.EventType == "PASSKEY_CLONED", Token)
            );
            Assert.Equal(("denied", "releaser", "PSK-011"), (entry.Row.Outcome, entry.Said("person"), entry.Said("code")));
            Assert.Contains("counter 5 after 5", entry.Said("what"), StringComparison.Ordinal);
        }

        Assert.Equal("ACC-001", Assert.Single((await desk.DecideAsync(security, alarm.Id, true, Token)).Refusals).Code);
        Assert.Empty((await desk.DecideAsync(admin, alarm.Id, true, Token)).Refusals);
        Assert.Empty(await desk.ListAsync(security, Token));
        Assert.Null(await ReleaseAsync(2)); // its counter began anew
        Assert.Equal("PSK-011", await ReleaseAsync(1));
        Assert.Empty((await desk.DecideAsync(admin, alarm.Id, false, Token)).Refusals);
        Assert.Equal("PSK-013", await ReleaseAsync(9));
    }

    [Fact]
    public async Task One_that_does_not_count_is_not_judged_by_it_and_the_same_answer_twice_is_no_alarm()
    {
        await using (var work = await portal.Get<PortalRecords>().BeginAsync(Token))
        {
            (await work.Context.Passkeys.SingleAsync(Token)).Data.SignCount = 0;
            await work.CommitAsync(Token);
        }
        Assert.Null(await ReleaseAsync(0));
        Assert.Null(await ReleaseAsync(0));

        authenticator.Count = 4;
        var answer = authenticator.Answer(new byte[32]);
        var guard = portal.Get<PasskeyGuard>();
        Assert.Null(await guard.ObjectionAsync(answer, "test", Token));
        Assert.Null(await guard.ObjectionAsync(answer, "test", Token));
        Assert.Equal(
            "PSK-011",
            (
                await guard.ObjectionAsync(
                    authenticator.Answer(
                        new byte[32]
                            .Select(_ => (byte)1)
                            .ToArray()
                    ),
                    "test",
                    Token
                )
            )?.Code
        );
    }

    [Fact]
    public async Task Who_releases_by_role_and_stands_in_no_book_is_told_before_he_proves_anything()
    {
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var people = portal.Get<Portal.Organisations.PeopleDesk>();
        Assert.Empty((await people.AddPersonAsync(admin, "newcomer", "Newcomer", [], Token)).Outcome.Refusals);
        Guid id;
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
            id = await context.Users.Where(one => one.UserName == "newcomer").Select(one => one.Id).SingleAsync(Token);
        Assert.Empty((await people.GiveRoleAsync(admin, id, releaser.RoleId, RoleFunction.Releaser, null, null, Token)).Refusals);
        var newcomer = await portal.ActorAsync("newcomer", RoleFunction.Releaser, Token);
        var draft = await portal.SubmitAsync(
            await portal.ActorAsync("drafter", RoleFunction.Drafter, Token),
            WholeWayTests.Form(),
            Token
        );
        var shown = (await portal.Get<ReviewReader>().OpenAsync(releaser, draft, Token))!;

        var run = await portal.Get<WhoMayRelease>().AskAsync(newcomer, shown.Version, Token);
        Assert.Equal("REL-003", Assert.Single(run.People, one => one.IsActor).Objection?.Code);
        Assert.Null(
            Assert
                .Single((await portal.Get<WhoMayRelease>().AskAsync(releaser, shown.Version, Token)).People, one => one.IsActor)
                .Objection
        );
    }

    private async Task<string?> ReleaseAsync(uint count)
    {
        var draft = await portal.SubmitAsync(
            await portal.ActorAsync("drafter", RoleFunction.Drafter, Token),
            WholeWayTests.Form(),
            Token
        );
        var office = portal.Get<ReleaseDesk>();
        var shown = (await office.OpenAsync(releaser, draft, Token))!;
        var statement = office.Statement(releaser, shown, office.Prepare(shown));
        authenticator.Count = count;
        var origin = portal.Get<IOptions<SigningOptions>>().Value.RelyingPartyOrigins[0];
        var proof = new Proof(
            ApprovalMethod.Passkey,
            authenticator.Answer(statement.Challenge(), client => client["origin"] = JsonValue.Create(origin)).ToProof()
        );
        return (await office.ReleaseAsync(releaser, shown.Revision, statement, proof, Token))
            .Refusals.Select(refusal => refusal.Code)
            .FirstOrDefault();
    }
}
