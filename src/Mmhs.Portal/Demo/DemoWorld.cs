using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Demo;

/// <summary>The fictional world of the demonstration: three organisations, their role mailboxes, and people named after what they do.</summary>
/// <remarks>Seeded only in Demo mode and only into empty records. Clearances follow what each organisation's systems may hold.</remarks>
internal static class DemoWorld
{
    /// <summary>Of every demo account; good on loopback only, where Demo mode keeps itself.</summary>
    public const string Password = "northland";

    private const string Northland = "1.3.6.1.4.1.32473.10.1";
    private const string Alliance = "1.3.6.1.4.1.32473.10.2";

    /// <summary>Organisation, domain, clearances.</summary>
    private static readonly (string Name, string Domain, ImmutableArray<Clearance> Clearances)[] Organisations =
    [
        ("Northland HQ", "hq.northland.example", [NorthlandUpTo(4), AllianceUpTo(4)]),
        ("3rd Brigade", "bde3.northland.example", [NorthlandUpTo(4), AllianceUpTo(3)]),
        ("Alliance Command", "alliance.example", [AllianceUpTo(4)]),
    ];

    private static readonly (string Local, string Name)[] Roles =
    [
        ("command", "Command"),
        ("j3", "J3 Operations"),
        ("j4", "J4 Logistics"),
        ("duty", "Duty Officer"),
        ("comcen", "Communications Centre"),
    ];

    /// <summary>Sign-in name, domain, role mailbox, function; several rows for a person who holds several roles.</summary>
    private static readonly (string Name, string Domain, string Role, RoleFunction Function)[] People =
    [
        ("drafter", "hq.northland.example", "j3", RoleFunction.Drafter),
        ("reviewer", "hq.northland.example", "j3", RoleFunction.Reviewer),
        ("releaser", "hq.northland.example", "j3", RoleFunction.Releaser),
        ("releaser", "hq.northland.example", "j3", RoleFunction.Drafter),
        ("second", "hq.northland.example", "j3", RoleFunction.Drafter),
        ("deputy", "hq.northland.example", "j3", RoleFunction.Reviewer),
        ("logistics", "hq.northland.example", "j4", RoleFunction.Reviewer),
        ("logistics", "hq.northland.example", "j4", RoleFunction.Drafter),
        ("chief", "hq.northland.example", "command", RoleFunction.Reviewer),
        ("chief", "hq.northland.example", "command", RoleFunction.Releaser),
        ("duty", "hq.northland.example", "duty", RoleFunction.DutyOfficer),
        ("auditor", "hq.northland.example", "comcen", RoleFunction.Auditor),
        ("operator", "hq.northland.example", "comcen", RoleFunction.Operator),
        ("admin", "hq.northland.example", "comcen", RoleFunction.Administrator),
        ("security", "hq.northland.example", "comcen", RoleFunction.SecurityOfficer),
        ("bde3.drafter", "bde3.northland.example", "j3", RoleFunction.Drafter),
        ("bde3.releaser", "bde3.northland.example", "j3", RoleFunction.Releaser),
        ("bde3.duty", "bde3.northland.example", "duty", RoleFunction.DutyOfficer),
        ("alliance.drafter", "alliance.example", "j3", RoleFunction.Drafter),
        ("alliance.releaser", "alliance.example", "j3", RoleFunction.Releaser),
        ("alliance.duty", "alliance.example", "duty", RoleFunction.DutyOfficer),
    ];

    /// <summary>Rights and release policies, for the signing service's own book.</summary>
    public static RightsBook Book() =>
        new(
            [
                .. People
                    .GroupBy(person => (person.Name, person.Domain))
                    .Select(held => Approver(held.Key.Name, held.Key.Domain, [.. held])),
            ],
            [
                new ReleasePolicy(
                    "hq.northland.example",
                    [
                        new ReleaseRule(
                            "Operation orders",
                            new RuleCondition { MessageTypes = [1], SubjectIndicatorCodes = ["OPO"] },
                            [
                                new StageRule(
                                    "Operations",
                                    EmailAddress.Parse("j3@hq.northland.example"),
                                    1,
                                    1,
                                    TimeBudget.Usual
                                ),
                                new StageRule("Logistics", EmailAddress.Parse("j4@hq.northland.example"), 1, 1, TimeBudget.Usual),
                                new StageRule(
                                    "Command",
                                    EmailAddress.Parse("command@hq.northland.example"),
                                    1,
                                    2,
                                    TimeBudget.Usual
                                ),
                            ]
                        ),
                        new ReleaseRule(
                            "Exercises with the Alliance",
                            new RuleCondition { MessageTypes = [0], Addressees = ["alliance.example"] },
                            [new StageRule("Operations", EmailAddress.Parse("j3@hq.northland.example"), 1, 1, TimeBudget.Usual)]
                        ),
                    ]
                ),
            ]
        );

    private static Approver Approver(
        string name,
        string domain,
        IReadOnlyList<(string Name, string Domain, string Role, RoleFunction Function)> held
    )
    {
        var organisation = Organisations.Single(o => o.Domain == domain);
        return new Approver(
            name,
            MailboxOf(name, domain),
            [
                .. held.Where(one => one.Function == RoleFunction.Releaser)
                    .Select(one => new ReleaseRight(
                        EmailAddress.Parse($"{one.Role}@{domain}"),
                        Precedence.Flash,
                        Precedence.Flash,
                        organisation.Clearances
                    )
                    {
                        BreakGlass = true,
                    }),
            ]
        )
        {
            Clearances = organisation.Clearances,
            Reviews =
            [
                .. held.Where(one => one.Function == RoleFunction.Reviewer)
                    .Select(one => EmailAddress.Parse($"{one.Role}@{domain}"))
                    .Distinct(),
            ],
            KeepsRights = held.Any(one => one.Function is RoleFunction.Administrator or RoleFunction.SecurityOfficer),
        };
    }

    /// <summary>Domains with the addresses of their role mailboxes, for the certificates of the demo authority.</summary>
    public static IEnumerable<(string Name, string Domain, ImmutableArray<EmailAddress> Mailboxes)> SigningOrganisations() =>
        Organisations.Select(o =>
            (o.Name, o.Domain, Roles.Select(role => EmailAddress.Parse($"{role.Local}@{o.Domain}")).ToImmutableArray())
        );

    /// <summary>Puts the world into the records if they hold nobody yet.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PortalContext>();
        if (await context.Organisations.AnyAsync(cancellationToken))
            return;
        var hasher = scope.ServiceProvider.GetRequiredService<IPasswordHasher<PersonRow>>();
        var normalizer = scope.ServiceProvider.GetRequiredService<ILookupNormalizer>();

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (name, domain, clearances) in Organisations)
            context.Organisations.Add(
                new OrganisationRow
                {
                    Name = name,
                    Domain = domain,
                    Clearances = Lines(clearances),
                }
            );
        await context.SaveChangesAsync(cancellationToken);
        var organisations = await context.Organisations.ToDictionaryAsync(o => o.Domain, cancellationToken);
        foreach (var organisation in organisations.Values)
        foreach (var (local, name) in Roles)
            context.Roles.Add(
                new RoleRow
                {
                    OrganisationId = organisation.Id,
                    Name = name,
                    Address = $"{local}@{organisation.Domain}",
                }
            );
        await context.SaveChangesAsync(cancellationToken);
        var roles = await context.Roles.ToDictionaryAsync(r => r.Address, cancellationToken);

        // One hash for all: they share the password, and 15 slow hashes would be most of the first start.
        var hash = hasher.HashPassword(new PersonRow(), Password);
        foreach (var held in People.GroupBy(person => (person.Name, person.Domain)))
        {
            var mailbox = MailboxOf(held.Key.Name, held.Key.Domain);
            var person = new PersonRow
            {
                Id = Guid.CreateVersion7(),
                UserName = held.Key.Name,
                NormalizedUserName = normalizer.NormalizeName(held.Key.Name),
                DisplayName = mailbox.DisplayName!,
                Address = mailbox.Address.ToString(),
                OrganisationId = organisations[held.Key.Domain].Id,
                Clearances = organisations[held.Key.Domain].Clearances,
                PasswordHash = hash,
                SecurityStamp = Guid.NewGuid().ToString("N"),
                LockoutEnabled = true,
            };
            context.Users.Add(person);
            foreach (var (_, domain, role, function) in held)
                context.Memberships.Add(
                    new MembershipRow
                    {
                        PersonId = person.Id,
                        RoleId = roles[$"{role}@{domain}"].Id,
                        Function = function,
                    }
                );
        }
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Mailbox MailboxOf(string name, string domain)
    {
        var local = name.Contains('.', StringComparison.Ordinal)
            ? name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]
            : name;
        var organisation = Organisations.Single(o => o.Domain == domain).Name;
        return new Mailbox(
            $"{organisation} {char.ToUpperInvariant(local[0])}{local[1..]}",
            EmailAddress.Parse($"{local}@{domain}")
        );
    }

    private static string Lines(ImmutableArray<Clearance> clearances) =>
        string.Join('\n', clearances.Select(clearance => clearance.ToKey()));

    // Both compartments that a SECRET may have, and releasability to Northland and the Alliance.
    private static Clearance NorthlandUpTo(int highest) =>
        new(
            Northland,
            [.. Enumerable.Range(0, highest + 1)],
            [
                new(Northland + ".1", TagKind.Restrictive, 1),
                new(Northland + ".1", TagKind.Restrictive, 2),
                new(Northland + ".2", TagKind.EnumeratedRestrictive, 101),
                new(Northland + ".2", TagKind.EnumeratedRestrictive, 205),
                new(Northland + ".3", TagKind.Permissive, 0),
                new(Northland + ".3", TagKind.Permissive, 1),
                new(Northland + ".4", TagKind.EnumeratedPermissive, 1),
            ]
        );

    private static Clearance AllianceUpTo(int highest) =>
        new(
            Alliance,
            [.. Enumerable.Range(1, highest)],
            [
                new(Alliance + ".1", TagKind.Permissive, 0),
                new(Alliance + ".1", TagKind.Permissive, 1),
                new(Alliance + ".1", TagKind.Permissive, 1001),
                new(Alliance + ".2", TagKind.Permissive, 0),
                new(Alliance + ".3", TagKind.Permissive, 0),
            ]
        );
}
