using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Tests.Policy;

/// <summary>What was received under one label is not answered under one that guards it less.</summary>
public sealed class LabelOrderTests
{
    private const string Policy = Sample.PolicyId;

    [Theory]
    [InlineData("3", "3", false)]
    [InlineData("3", "4", true)]
    [InlineData("4", "3", false)]
    [InlineData("3", "3 r1", true)] // a restriction is gone
    [InlineData("3 r1 r2", "3 r1", false)]
    [InlineData("4 r2", "3 r1", true)] // higher, and yet without it
    [InlineData("3 p1", "3 p1 p2", false)] // a narrower circle
    [InlineData("3 p1 p2", "3 p1", true)] // a wider one
    [InlineData("3", "3 p1", true)] // no circle at all
    [InlineData("3 p1", "3", false)]
    [InlineData("3", "3 i1", false)] // only said
    public void A_label_is_below_another_when_it_guards_less(string label, string other, bool below) =>
        Assert.Equal(below, Sample.Policies.IsBelow(Label(label), Label(other)));

    [Theory]
    [InlineData("4", "3 r1", true)] // higher, and another policy's restriction is held by nothing here
    [InlineData("4 p1", "3 p1", true)] // values of two policies are not the same though their numbers are
    [InlineData("3", "3", false)]
    [InlineData("3", "4", true)]
    [InlineData("3", "3 i1", false)] // only said
    public void Between_policies_what_is_enforced_cannot_be_compared_and_counts_as_guarded_less(
        string label,
        string other,
        bool below
    )
    {
        var elsewhere = new SecurityPolicy
        {
            Id = "2.999.9",
            Name = "ELSEWHERE",
            Classifications = Sample.Policies.Policies[0].Classifications,
        };
        var both = new PolicyCatalog([.. Sample.Policies.Policies, elsewhere]);
        Assert.Equal(below, both.IsBelow(Label(label), Label(other) with { PolicyId = elsewhere.Id }));
    }

    private static SecurityLabel Label(string text)
    {
        var parts = text.Split(' ');
        return new(
            Policy,
            int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
            null,
            [
                .. parts[1..]
                    .Select(part => new Category(
                        Policy + ".1",
                        part[0] switch
                        {
                            'r' => TagKind.Restrictive,
                            'p' => TagKind.Permissive,
                            _ => TagKind.InformativeBits,
                        },
                        part[1] - '0'
                    )),
            ]
        );
    }
}
