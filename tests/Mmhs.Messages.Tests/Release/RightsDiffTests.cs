using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class RightsDiffTests
{
    private static readonly EmailAddress Other = EmailAddress.Parse("j4@hq.example");

    private static readonly ReleaseRule Orders = new(
        "Orders",
        RuleCondition.Always,
        [new("Operations", Other, 1, 1, TimeBudget.Usual)]
    );

    private static readonly ReleaseRule Rest = new("Rest", RuleCondition.Always, []);

    private static readonly RightsBook Before = new([Sample.Releaser()], [new("hq.example", [Orders, Rest])]);

    private static Approver Person => Before.People[0];

    private static ReleaseRight Right => Person.Rights[0];

    public static TheoryData<string, RightsBook> Changes =>
        new()
        {
            { "keeps rights", With(Person with { KeepsRights = !Person.KeepsRights }) },
            { "is called", With(Person with { Mailbox = Sample.Mailbox("another") }) },
            { "reviews for j4@hq.example", With(Person with { Reviews = [Other] }) },
            { "is cleared for nothing", With(Person with { Clearances = [] }) },
            { "loses a right", With(Person with { Rights = [] }) },
            { "gains a right", With(Person with { Rights = [Right, Right with { Role = Other }] }) },
            { "action up to DEFERRED", With(Right with { HighestAction = Precedence.Deferred }) },
            { "information up to DEFERRED", With(Right with { HighestInformation = Precedence.Deferred }) },
            { "labels of nothing", With(Right with { Ceiling = [] }) },
            { "drill", With(Right with { MessageTypes = [3] }) },
            { "only to alliance.example", With(Right with { Addressees = ["alliance.example"] }) },
            { "from 231600Z NOV 26", With(Right with { From = new DateTimeGroup(Sample.Now).At }) },
            { "until 231600Z NOV 26", With(Right with { Until = new DateTimeGroup(Sample.Now).At }) },
            { "alone", With(Right with { BreakGlass = !Right.BreakGlass }) },
            { "is removed", Before with { People = [] } },
            { "another is added", Before with { People = [Person, Person with { Name = "another", Rights = [] }] } },
            { "has no release policy any more", Before with { Policies = [] } },
            { "may release it himself", Before with { Policies = [Before.Policies[0] with { LastEditorMayRelease = true }] } },
            { "read in this order: Rest, Orders", With(Rest, Orders) },
            { "the rule “Rest” is removed", With(Orders) },
            { "the rule “New” is added", With(Orders, Rest, Rest with { Name = "New" }) },
            { "read in this order: New, Orders, Rest", With(Rest with { Name = "New" }, Orders, Rest) },
            {
                "for precedence FLASH or more urgent",
                With(Orders with { When = new() { FromPrecedence = Precedence.Flash } }, Rest)
            },
            {
                "subject indicator code beginning OPO",
                With(Orders with { When = new() { SubjectIndicatorCodes = ["OPO"] } }, Rest)
            },
            { "the stage “Operations” falls away", With(Orders with { Stages = [] }, Rest) },
            { "a new stage", With(Orders, Rest with { Stages = Orders.Stages }) },
            { "all reviewers", With(Orders with { Stages = [Orders.Stages[0] with { Quorum = 0 }] }, Rest) },
            { "at place 2", With(Orders with { Stages = [Orders.Stages[0] with { Order = 2 }] }, Rest) },
            {
                "within 5 min for FLASH",
                With(
                    Orders with
                    {
                        Stages = [Orders.Stages[0] with { Budget = TimeBudget.Usual with { Flash = TimeSpan.FromMinutes(5) } }],
                    },
                    Rest
                )
            },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Each_change_is_said(string words, RightsBook after) =>
        Assert.Contains(
            RightsDiff.Between(Before, after, Sample.Policies),
            sentence => sentence.Contains(words, StringComparison.Ordinal)
        );

    [Fact]
    public void Where_nothing_is_changed_nothing_is_said() =>
        Assert.Empty(RightsDiff.Between(Before, RightsBookJson.Read(RightsBookJson.Write(Before)), Sample.Policies));

    [Fact]
    public void Another_order_of_people_is_said_not_to_matter()
    {
        var two = Before with { People = [Person, Person with { Name = "another" }] };
        Assert.Contains(
            "nobody's rights change",
            Assert.Single(RightsDiff.Between(two, two with { People = [two.People[1], two.People[0]] }, Sample.Policies)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_clearance_with_a_gap_is_not_called_up_to()
    {
        var policy = Sample.Policies.Policies[0];
        var values = policy.Classifications.OrderBy(one => one.Hierarchy).Select(one => one.Value).ToList();
        Assert.Contains(
            "up to",
            ClearanceText.Of(new Clearance(policy.Id, [.. values], []), Sample.Policies),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "only",
            ClearanceText.Of(new Clearance(policy.Id, [values[^1]], []), Sample.Policies),
            StringComparison.Ordinal
        );
    }

    private static RightsBook With(Approver person) => Before with { People = [person] };

    private static RightsBook With(ReleaseRight right) => With(Person with { Rights = [right] });

    private static RightsBook With(params ReleaseRule[] rules) => Before with { Policies = [new("hq.example", [.. rules])] };
}
