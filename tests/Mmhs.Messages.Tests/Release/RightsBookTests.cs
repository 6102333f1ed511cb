using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class RightsBookTests
{
    private static readonly RightsBook Book = new(
        [
            Sample.Releaser() with
            {
                KeepsRights = true,
                Reviews = [Sample.Role.Address],
            },
            new(
                "other",
                Sample.Mailbox("other"),
                [
                    Sample.Releaser().Rights[0] with
                    {
                        MessageTypes = [0, 128],
                        Addressees = ["alliance.example"],
                        From = Sample.Now,
                        Until = Sample.Now.AddDays(1),
                        BreakGlass = true,
                    },
                ]
            ),
        ],
        [
            new(
                "hq.example",
                [
                    new(
                        "Orders",
                        new RuleCondition
                        {
                            FromPrecedence = Precedence.Routine,
                            ToPrecedence = Precedence.Flash,
                            PolicyId = Sample.PolicyId,
                            FromHierarchy = 2,
                            MessageTypes = [1],
                            SubjectIndicatorCodes = ["OPO"],
                            Addressees = ["x.example"],
                        },
                        [new("Operations", Sample.Role.Address, 0, 1, TimeBudget.Usual)]
                    ),
                ]
            )
            {
                LastEditorMayRelease = true,
            },
        ]
    );

    [Fact]
    public void What_is_written_is_read_back_to_the_last_member()
    {
        var text = RightsBookJson.Write(Book);
        var read = RightsBookJson.Read(text);
        Assert.Equal(text, RightsBookJson.Write(read));
        Assert.Equal(Book.Digest(), read.Digest());
        Assert.True(read.People[1].Rights[0].BreakGlass);
        Assert.Equal(Sample.Now.AddDays(1), read.People[1].Rights[0].Until);
        Assert.Equal(["OPO"], read.Policies[0].Rules[0].When.SubjectIndicatorCodes);
        Assert.True(read.Policies[0].LastEditorMayRelease);
    }

    [Fact]
    public void Another_right_is_another_digest() =>
        Assert.NotEqual(
            Book.Digest(),
            (Book with { People = [Book.People[0] with { KeepsRights = false }, Book.People[1]] }).Digest()
        );

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"people":[{"name":"x"}],"policies":[]}""")]
    [InlineData(
        """{"people":[{"name":"x","displayName":null,"address":"no address","clearances":[],"reviews":[],"keepsRights":false,"rights":[]}],"policies":[]}"""
    )]
    [InlineData(
        """{"people":[{"name":"x","displayName":null,"address":"x@y.example","clearances":["?"],"reviews":[],"keepsRights":false,"rights":[]}],"policies":[]}"""
    )]
    public void Of_a_book_half_understood_no_half_is_used(string text) =>
        Assert.Throws<FormatException>(() => RightsBookJson.Read(text));

    [Fact]
    public void All_must_concur_counts_those_who_may()
    {
        var stage = new StageRule("Operations", Sample.Role.Address, 0, 1, TimeBudget.Usual);
        Assert.Equal(1, Book.Needed(stage, Sample.Version(editor: "drafter")));
        Assert.Equal(1, Book.Needed(stage, Sample.Version(editor: "releaser"))); // nobody is left, and one is needed all the same
        Assert.Equal(3, Book.Needed(stage with { Quorum = 3 }, Sample.Version(editor: "drafter")));
    }

    [Fact]
    public void A_right_is_said_in_words() =>
        Assert.Equal(
            "May release for j3@hq.example up to OVERRIDE; labels up to PLAIN CLASS 5; only exercise, type 128 messages; only to alliance.example; from 231600Z NOV 26; until 241600Z NOV 26; alone with a reason when nobody else can.",
            RightsText.Of(Book.People[1].Rights[0], Sample.Policies)
        );

    [Fact]
    public void A_rule_is_said_in_words() =>
        Assert.Equal(
            "precedence ROUTINE or more urgent and precedence FLASH or less urgent and a label of PLAIN and classification CLASS 2 or above and message type operation and a subject indicator code beginning OPO and an addressee at x.example",
            RightsText.Of(Book.Policies[0].Rules[0].When, Sample.Policies)
        );
}
