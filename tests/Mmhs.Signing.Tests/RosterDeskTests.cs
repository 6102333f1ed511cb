using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;
using Mmhs.Testing;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Tests;

/// <summary>Rights, deputies and passkeys: what the signing service believes, and from whom.</summary>
public sealed class RosterDeskTests : IDisposable
{
    private static readonly ReleaseRight Right = new(
        SigningWorld.J3.Address,
        Precedence.Flash,
        Precedence.Flash,
        SigningWorld.Ceiling("0-4")
    );

    private static readonly RightsBook Book = new(
        [
            Person("releaser", SigningWorld.Releaser) with
            {
                Rights = [Right],
            },
            Person("standin"),
            Person("other") with
            {
                Rights = [Right],
            },
            Person("admin") with
            {
                KeepsRights = true,
            },
            Person("security") with
            {
                KeepsRights = true,
            },
            Person("logistics") with
            {
                Reviews = [SigningWorld.J4.Address],
            },
            Person("ally", new Mailbox("Ally", EmailAddress.Parse("ally@ally.example"))),
            Person("uncleared") with
            {
                Clearances = [],
            },
        ],
        []
    );

    private readonly SigningWorld _world = new();

    public RosterDeskTests() => _world.Enrol(Book);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passkey_releases_exactly_the_version_it_was_asked_about()
    {
        var authenticator = await RegisterAsync();
        var version = SigningWorld.Version(SigningWorld.Content());
        var statement = SigningWorld.Statement(version);
        var proof = Answer(authenticator, statement);
        Assert.IsType<SigningResult.Signed>(await SignAsync(version, statement, proof));

        var next = version with { Number = 4 };
        Assert.Equal("REL-007", Code(await SignAsync(next, statement with { Version = 4 }, proof)));
        var altered = SigningWorld.Version(SigningWorld.Content() with { Text = "Do nothing.\n" });
        Assert.Equal("REL-007", Code(await SignAsync(altered, statement with { ContentHash = altered.ContentHash }, proof)));
        Assert.Equal("REL-007", Code(await SignAsync(version, statement with { At = statement.At.AddSeconds(1) }, proof)));
    }

    [Fact]
    public async Task A_passkey_somebody_else_registered_proves_nothing()
    {
        var authenticator = await RegisterAsync("standin");
        var version = SigningWorld.Version(SigningWorld.Content());
        var statement = SigningWorld.Statement(version);
        Assert.Equal("REL-007", Code(await SignAsync(version, statement, Answer(authenticator, statement))));
    }

    [Fact]
    public async Task A_passkey_taken_away_proves_nothing_any_more()
    {
        var authenticator = await RegisterAsync();
        var removal = new PasskeyRemovalStatement("releaser", authenticator.Key.CredentialId, SigningWorld.Start);
        Assert.Null(await _world.Service.RemovePasskeyAsync(removal, SigningWorld.Prove(removal), Token));
        var version = SigningWorld.Version(SigningWorld.Content());
        var statement = SigningWorld.Statement(version);
        Assert.Equal("REL-007", Code(await SignAsync(version, statement, Answer(authenticator, statement))));
    }

    [Fact]
    public async Task Without_a_proof_no_passkey_is_added()
    {
        var authenticator = SoftAuthenticator.Make("ES256");
        var statement = new PasskeyStatement(
            "releaser",
            authenticator.Key.CredentialId,
            authenticator.Key.PublicKey,
            SigningWorld.Start
        );
        Assert.Equal(
            "ROS-001",
            (await _world.Service.RegisterPasskeyAsync(statement, SigningWorld.Prove(statement, "wrong horse"), Token))?.Code
        );
        Assert.Equal(
            "ROS-001",
            (
                await _world.Service.RegisterPasskeyAsync(
                    statement with
                    {
                        CredentialId = "other",
                    },
                    SigningWorld.Prove(statement),
                    Token
                )
            )?.Code
        );
        Assert.Empty((await _world.Service.ProofParametersAsync("releaser", Token)).Passkeys);
    }

    [Fact]
    public async Task A_new_password_counts_from_then_on_and_the_old_one_no_more()
    {
        var statement = new VerifierStatement(
            "releaser",
            ScramVerifier.FromPassword("new horse", new byte[16], ScramVerifier.MinIterations).Serialize(),
            SigningWorld.Start
        );
        Assert.Null(await _world.Service.ReplaceVerifierAsync(statement, SigningWorld.Prove(statement), Token));
        Assert.Equal(
            "ROS-001",
            (await _world.Service.ReplaceVerifierAsync(statement, SigningWorld.Prove(statement), Token))?.Code
        );
    }

    [Fact]
    public async Task Two_keepers_change_rights_and_one_does_not()
    {
        var after = Book with { People = [.. Book.People.Where(person => person.Name != "other")] };
        var proposal = Guid.NewGuid();
        (BookStatement, Proof) Yes(string name, RightsBook? book = null)
        {
            var statement = new BookStatement(name, proposal, Book.Digest(), (book ?? after).Digest(), SigningWorld.Start);
            return (statement, SigningWorld.Prove(statement));
        }
        async Task<Messages.Refusal?> Change(
            (BookStatement Statement, Proof Proof) first,
            (BookStatement, Proof) second,
            RightsBook? book = null
        )
        {
            await _world.Service.ProvesAsync(first.Statement, first.Proof, Token);
            return await _world.Service.ChangeBookAsync(
                new(book ?? after, ImmutableDictionary<string, string>.Empty, first.Statement, second),
                Token
            );
        }

        Assert.Equal("ROS-021", (await Change(Yes("admin"), Yes("admin")))?.Code);
        Assert.Equal("ROS-021", (await Change(Yes("admin"), Yes("ADMIN")))?.Code);
        Assert.Equal("ROS-022", (await Change(Yes("admin"), Yes("releaser")))?.Code);
        Assert.Equal("ROS-020", (await Change(Yes("admin"), Yes("security", Book)))?.Code);
        Assert.Equal("ROS-020", (await Change(Yes("admin"), Yes("security"), Book))?.Code);
        Assert.Equal(
            "ROS-001",
            (await Change(Yes("admin"), (Yes("security").Item1, SigningWorld.Prove(Yes("admin").Item1))))?.Code
        );
        var alone = Book with { People = [.. Book.People.Where(person => person.Name != "security")] };
        Assert.Equal("ROS-024", (await Change(Yes("admin", alone), Yes("security", alone), alone))?.Code);
        Assert.NotNull((await _world.Service.AuthorityAsync(Token)).Book.Find("other"));

        Assert.Null(await Change(Yes("admin"), Yes("security")));
        Assert.Null((await _world.NewService().AuthorityAsync(Token)).Book.Find("other"));
        Assert.Equal("ROS-001", (await Change(Yes("admin"), Yes("security")))?.Code); // each yes counts once
    }

    [Fact]
    public async Task Attack_keepers_of_one_organisation_change_nothing_of_another_that_has_its_own()
    {
        var allied = new Mailbox("Ally", EmailAddress.Parse("ally@ally.example"));
        var book = Book with { People = Book.People.Add(Person("ally", allied) with { KeepsRights = true }) };
        _world.Enrol(book);
        var after = book with { People = [.. book.People.Where(person => person.Name != "ally")] };
        var proposal = Guid.NewGuid();
        (BookStatement, Proof) Yes(string name)
        {
            var statement = new BookStatement(name, proposal, book.Digest(), after.Digest(), SigningWorld.Start);
            return (statement, SigningWorld.Prove(statement));
        }
        Assert.Equal(
            "ROS-028",
            (
                await _world.Service.ChangeBookAsync(
                    new(after, ImmutableDictionary<string, string>.Empty, Yes("admin").Item1, Yes("security")),
                    Token
                )
            )?.Code
        );
        Assert.NotNull((await _world.Service.AuthorityAsync(Token)).Book.Find("ally"));
    }

    public static TheoryData<string, string, string, int, int, string?> Deputies { get; } =
        new()
        {
            // who says it, for whom, to whom, from and until in hours, refused with
            { "releaser", "releaser", "standin", 0, 24, null },
            { "admin", "releaser", "standin", 0, 24, null },
            { "standin", "releaser", "standin", 0, 24, "ROS-018" },
            { "other", "releaser", "standin", 0, 24, "ROS-010" },
            { "admin", "releaser", "admin", 0, 24, "ROS-018" },
            { "standin", "standin", "other", 0, 24, "ROS-011" },
            { "releaser", "releaser", "stranger", 0, 24, "ROS-012" },
            { "releaser", "releaser", "releaser", 0, 24, "ROS-018" },
            { "releaser", "releaser", "ally", 0, 24, "ROS-012" },
            { "releaser", "releaser", "uncleared", 0, 24, "ROS-012" },
            { "releaser", "releaser", "standin", 2, 1, "ROS-013" },
            { "releaser", "releaser", "standin", -3, -1, "ROS-013" },
            { "releaser", "releaser", "standin", 0, 24 * 93, "ROS-013" },
        };

    [Theory, MemberData(nameof(Deputies))]
    public async Task A_deputy_is_set_by_whom_it_concerns(
        string who,
        string principal,
        string deputy,
        int from,
        int until,
        string? code
    ) => Assert.Equal(code, (await DelegateAsync(who, principal, deputy, from, until))?.Code);

    [Fact]
    public async Task Attack_F9_a_keeper_alone_makes_nobody_a_deputy()
    {
        Assert.Null(await DelegateAsync("admin", "releaser", "standin", 0, 24));
        var waiting = (await _world.Service.AuthorityAsync(Token)).Delegations.Single();
        Assert.True(waiting.IsPending);
        Assert.False(waiting.IsInForce(SigningWorld.Start.AddHours(1)));
        Task<Messages.Refusal?> Confirm(string who, Delegation delegation)
        {
            var statement = new DelegationStatement(who, delegation, SigningWorld.Start);
            return _world.Service.DelegateAsync(statement, SigningWorld.Prove(statement), Token);
        }
        Assert.Equal("ROS-021", (await Confirm("admin", waiting))?.Code);
        Assert.Equal("ROS-018", (await Confirm("standin", waiting))?.Code);
        Assert.Equal("ROS-010", (await Confirm("other", waiting))?.Code);
        Assert.Equal("ROS-019", (await Confirm("security", waiting with { Deputy = "security" }))?.Code);
        Assert.Equal("ROS-019", (await Confirm("security", waiting with { ConfirmedBy = "security" }))?.Code);

        Assert.Null(await Confirm("security", waiting));
        var standing = (await _world.NewService().AuthorityAsync(Token)).Delegations.Single();
        Assert.Equal(("security", true), (standing.ConfirmedBy, standing.IsInForce(SigningWorld.Start.AddHours(1))));
        Assert.Equal("ROS-019", (await Confirm("releaser", standing))?.Code);
    }

    [Fact]
    public async Task A_principal_confirms_the_deputy_a_keeper_set()
    {
        Assert.Null(await DelegateAsync("security", "releaser", "standin", 0, 24));
        var statement = new DelegationStatement(
            "releaser",
            (await _world.Service.AuthorityAsync(Token)).Delegations.Single(),
            SigningWorld.Start
        );
        Assert.Null(await _world.Service.DelegateAsync(statement, SigningWorld.Prove(statement), Token));
        Assert.Equal("releaser", (await _world.Service.AuthorityAsync(Token)).Delegations.Single().ConfirmedBy);
    }

    [Fact]
    public async Task Attack_F5_newcomers_beside_what_the_keepers_proved_are_not_taken_over()
    {
        var verifier = ScramVerifier.FromPassword("mine", new byte[16], ScramVerifier.MinIterations).Serialize();
        var after = Book with { People = Book.People.Add(Person("newcomer")) };
        async Task<Messages.Refusal?> Change(string? proven, params (string Name, string Verifier)[] given)
        {
            var (proposal, said) = (Guid.NewGuid(), given.ToImmutableDictionary(one => one.Name, one => one.Verifier));
            BookStatement Yes(string name) =>
                new(name, proposal, Book.Digest(), after.Digest(), SigningWorld.Start) { Newcomers = proven };
            await _world.Service.ProvesAsync(Yes("admin"), SigningWorld.Prove(Yes("admin")), Token);
            return await _world.Service.ChangeBookAsync(
                new(after, said, Yes("admin"), (Yes("security"), SigningWorld.Prove(Yes("security")))),
                Token
            );
        }
        string? Digest(params (string Name, string Verifier)[] given) =>
            BookStatement.DigestOf(given.ToDictionary(one => one.Name, one => one.Verifier));

        Assert.Equal("ROS-020", (await Change(null, ("newcomer", verifier)))?.Code);
        Assert.Equal("ROS-020", (await Change(Digest(("newcomer", verifier)), ("newcomer", verifier + "x")))?.Code);
        // the two keepers' own yes, written otherwise: whoever edits the proposal would be both
        Assert.Equal("ROS-029", (await Change(Digest(("Admin", verifier)), ("Admin", verifier)))?.Code);
        Assert.Equal("ROS-029", (await Change(Digest(("nobody", verifier)), ("nobody", verifier)))?.Code);
        Assert.Null(await Change(Digest(("newcomer", verifier)), ("newcomer", verifier)));
    }

    [Fact]
    public async Task A_deputy_has_no_deputy()
    {
        Assert.Null(await DelegateAsync("releaser", "releaser", "other", 0, 24));
        Assert.Equal("ROS-016", (await DelegateAsync("other", "other", "standin", 1, 2))?.Code);
        Assert.Equal("ROS-016", (await DelegateAsync("other", "other", "releaser", 23, 48))?.Code);
        Assert.Equal("ROS-017", (await DelegateAsync("releaser", "releaser", "other", 5, 6))?.Code);
        Assert.Null(await DelegateAsync("other", "other", "standin", 24, 48));
    }

    [Fact]
    public async Task A_delegation_ends_when_somebody_concerned_says_so()
    {
        Assert.Null(await DelegateAsync("releaser", "releaser", "standin", 0, 24));
        var delegation = (await _world.Service.AuthorityAsync(Token)).Delegations.Single();
        Task<Messages.Refusal?> End(string who)
        {
            var statement = new DelegationEndStatement(who, delegation.Id, SigningWorld.Start);
            return _world.Service.EndDelegationAsync(statement, SigningWorld.Prove(statement), Token);
        }
        Assert.Equal("ROS-015", (await End("other"))?.Code);
        Assert.Null(await End("standin"));
        Assert.Equal("ROS-014", (await End("releaser"))?.Code);
    }

    [Fact]
    public async Task Nothing_is_signed_without_the_concurrences_the_policy_demands()
    {
        _world.Enrol(
            Book with
            {
                Policies =
                [
                    new ReleasePolicy(
                        SigningWorld.Domain,
                        [new("All", RuleCondition.Always, [new("Logistics", SigningWorld.J4.Address, 1, 1, TimeBudget.Usual)])]
                    ),
                ],
            }
        );
        var version = SigningWorld.Version(SigningWorld.Content());
        var statement = SigningWorld.Statement(version);
        var yes = new ConcurrenceStatement(
            version.DraftId,
            version.Number,
            version.ContentHash,
            "Logistics",
            SigningWorld.J4.Address,
            "logistics",
            null,
            SigningWorld.Start
        );
        Assert.Equal("REL-010", Code(await SignAsync(version, statement, SigningWorld.Prove(statement))));
        Assert.Equal(
            "REL-010",
            Code(
                await SignAsync(
                    version,
                    statement,
                    SigningWorld.Prove(statement),
                    new Concurrence(yes, SigningWorld.Prove(yes, "wrong horse"))
                )
            )
        );
        Assert.Equal(
            "REL-010",
            Code(
                await SignAsync(
                    version,
                    statement,
                    SigningWorld.Prove(statement),
                    new Concurrence(yes with { ContentHash = new string('0', 64) }, SigningWorld.Prove(yes))
                )
            )
        );
        Assert.IsType<SigningResult.Signed>(
            await SignAsync(version, statement, SigningWorld.Prove(statement), new Concurrence(yes, SigningWorld.Prove(yes)))
        );
    }

    public void Dispose() => _world.Dispose();

    private async Task<SoftAuthenticator> RegisterAsync(string name = "releaser")
    {
        var authenticator = SoftAuthenticator.Make("ES256");
        authenticator.Party = "localhost";
        _world.Options.RelyingPartyOrigins.Add("http://localhost:5080");
        var statement = new PasskeyStatement(
            name,
            authenticator.Key.CredentialId,
            authenticator.Key.PublicKey,
            SigningWorld.Start
        );
        Assert.Null(await _world.Service.RegisterPasskeyAsync(statement, SigningWorld.Prove(statement), Token));
        return authenticator;
    }

    private static Proof Answer(SoftAuthenticator authenticator, Statement statement) =>
        new(
            ApprovalMethod.Passkey,
            authenticator
                .Answer(
                    statement.Challenge(),
                    client =>
                    {
                        client["challenge"] = JsonValue.Create(Base64Url.EncodeToString(statement.Challenge()));
                        client["origin"] = "http://localhost:5080";
                    }
                )
                .ToProof()
        );

    private Task<Messages.Refusal?> DelegateAsync(string who, string principal, string deputy, int from, int until)
    {
        var statement = new DelegationStatement(
            who,
            new(
                Guid.NewGuid(),
                principal,
                deputy,
                SigningWorld.J3.Address,
                SigningWorld.Start.AddHours(from),
                SigningWorld.Start.AddHours(until),
                who
            ),
            SigningWorld.Start
        );
        return _world.Service.DelegateAsync(statement, SigningWorld.Prove(statement), Token);
    }

    private Task<SigningResult> SignAsync(
        MessageVersion version,
        ApprovalStatement statement,
        Proof proof,
        params ImmutableArray<Concurrence> concurrences
    ) => _world.SignAsync(new SigningRequest(version, new(statement, proof), concurrences, new Dictionary<string, byte[]>()));

    private static string Code(SigningResult result) => Assert.IsType<SigningResult.Refused>(result).Reason.Code;

    private static Approver Person(string name, Mailbox? mailbox = null) =>
        new(name, mailbox ?? new Mailbox(null, EmailAddress.Parse($"{name}@{SigningWorld.Domain}")), [])
        {
            Clearances = SigningWorld.Ceiling("0-5"),
        };
}
