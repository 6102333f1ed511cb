using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

/// <summary>Whose entries of the rights book are whose.</summary>
public sealed class RightsScopeTests
{
    private static readonly RightsBook Book = new(
        [
            Person("hq.keeper", "hq.example") with
            {
                KeepsRights = true,
            },
            Person("hq.releaser", "hq.example", "j3@hq.example"),
            Person("ally.keeper", "ally.example") with
            {
                KeepsRights = true,
            },
            Person("ally.releaser", "ally.example", "j3@ally.example"),
            Person("liaison", "ally.example", "j4@hq.example"),
            Person("bde.releaser", "bde.example", "j3@bde.example"),
        ],
        [new("hq.example", []), new("ally.example", []), new("bde.example", [])]
    );

    [Theory]
    [InlineData("hq.example", "hq.releaser", "hq.keeper,hq.releaser,liaison", "hq.example")]
    [InlineData("ally.example", "ally.releaser", "ally.keeper,ally.releaser,liaison", "ally.example")]
    [InlineData("hq.example", "hq.keeper", "hq.keeper,hq.releaser,liaison,bde.releaser", "hq.example,bde.example")]
    [InlineData("bde.example", "bde.releaser", "bde.releaser", "bde.example")]
    public void People_see_their_own_organisation_and_keepers_those_without_keepers_too(
        string domain,
        string name,
        string people,
        string policies
    )
    {
        var shown = RightsScope.Of(Book, Book, domain, name);
        Assert.Equal(people.Split(','), shown.People.Select(person => person.Name));
        Assert.Equal(policies.Split(','), shown.Policies.Select(policy => policy.Domain));
    }

    public static TheoryData<string, Func<RightsBook, RightsBook>, string?> Changes { get; } =
        new()
        {
            { "nothing", book => book, null },
            { "an own right taken", book => With(book, "hq.releaser", person => person with { Rights = [] }), null },
            {
                "one of an organisation without keepers",
                book => With(book, "bde.releaser", person => person with { Rights = [] }),
                null
            },
            {
                "an allied right taken",
                book => With(book, "ally.releaser", person => person with { Rights = [] }),
                "ally.example"
            },
            { "an ally removed", book => With(book, "ally.releaser", _ => null), "ally.example" },
            {
                "an allied keeper unmade",
                book => With(book, "ally.keeper", person => person with { KeepsRights = false }),
                "ally.example"
            },
            {
                "an allied clearance",
                book => With(book, "liaison", person => person with { Clearances = Sample.Cleared(5) }),
                "ally.example"
            },
            { "what an ally may do for us taken", book => With(book, "liaison", person => person with { Rights = [] }), null },
            {
                "an allied role for one of ours",
                book => With(book, "hq.releaser", person => person with { Reviews = [EmailAddress.Parse("j3@ally.example")] }),
                "ally.example"
            },
            {
                "an allied policy",
                book =>
                    book with
                    {
                        Policies =
                        [
                            .. book.Policies.Select(policy =>
                                policy.Domain == "ally.example" ? policy with { LastEditorMayRelease = true } : policy
                            ),
                        ],
                    },
                "ally.example"
            },
            {
                "the own policy",
                book =>
                    book with
                    {
                        Policies =
                        [
                            .. book.Policies.Select(policy =>
                                policy.Domain == "hq.example" ? policy with { LastEditorMayRelease = true } : policy
                            ),
                        ],
                    },
                null
            },
            {
                "somebody new over there",
                book => book with { People = book.People.Add(Person("spy", "ally.example")) },
                "ally.example"
            },
        };

    [Theory, MemberData(nameof(Changes))]
    public void Attack_a_keeper_changes_nothing_of_an_organisation_that_has_its_own(
        string what,
        Func<RightsBook, RightsBook> change,
        string? beyond
    ) => Assert.True(beyond == RightsScope.Beyond(Book, change(Book), "hq.example", "hq.keeper"), what);

    [Fact]
    public void What_was_not_shown_stays_as_it_was_and_where_it_was()
    {
        var shown = RightsScope.Of(Book, Book, "hq.example", "hq.releaser");
        Assert.Equal(Book.Digest(), RightsScope.Merge(Book, shown, shown).Digest());
        var after = RightsScope.Merge(Book, shown, With(shown, "hq.releaser", _ => null) with { Policies = [] });
        Assert.Equal(
            ["hq.keeper", "ally.keeper", "ally.releaser", "liaison", "bde.releaser"],
            after.People.Select(person => person.Name)
        );
        Assert.Equal(["ally.example", "bde.example"], after.Policies.Select(policy => policy.Domain));
        Assert.Equal(
            "new",
            RightsScope.Merge(Book, shown, shown with { People = shown.People.Add(Person("new", "hq.example")) }).People[^1].Name
        );
    }

    private static RightsBook With(RightsBook book, string name, Func<Approver, Approver?> change) =>
        book with
        {
            People = [.. book.People.Select(person => person.Name == name ? change(person) : person).OfType<Approver>()],
        };

    private static Approver Person(string name, string domain, string? role = null) =>
        new(
            name,
            new Mailbox(name, EmailAddress.Parse($"{name}@{domain}")),
            role is null
                ? []
                : [new ReleaseRight(EmailAddress.Parse(role), Precedence.Flash, Precedence.Flash, Sample.Cleared(4))]
        );
}
