using System.Collections.Immutable;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Tests.Policy;

public sealed class MarkingTests
{
    [Theory]
    [InlineData(null, "SECRET")]
    [InlineData("fr", "SECRET FR")]
    [InlineData("fr-BE", "SECRET BE")]
    [InlineData("fr-CA", "SECRET FR")]
    [InlineData("de", "SECRET")]
    public void A_phrase_is_chosen_by_language_then_by_its_primary_subtag_then_without(string? language, string expected) =>
        Assert.Equal(
            $"P {expected}",
            Marking
                .Of(
                    Policy(
                        new("SECRET FR", "fr", [MarkingCode.PageTopBottom]),
                        new("SECRET BE", "fr-BE", [MarkingCode.PageTopBottom])
                    ),
                    Secret,
                    language: language
                )
                .Text
        );

    [Fact]
    public void A_phrase_serves_the_place_it_names_and_a_treatment_every_place()
    {
        var policy = Policy(
            new MarkingData("S", null, [MarkingCode.PortionMarking]),
            new MarkingData("DEEP", null, [MarkingCode.ReplacePolicy])
        );
        Assert.Equal("DEEP SECRET", Marking.Of(policy, Secret).Text);
        Assert.Equal("DEEP SECRET", Marking.Of(policy, Secret, MarkingCode.Subject).Text);
        Assert.Equal("(S)", Marking.Portion(policy, Secret));
    }

    [Fact]
    public void What_is_shown_when_composing_only_leaves_no_marking_at_all() =>
        Assert.Equal("", Marking.Of(Policy(new MarkingData(null, null, [MarkingCode.NoMarkingDisplay])), Secret).Text);

    [Fact]
    public void A_phrase_that_replaces_the_name_of_the_policy_and_hides_its_own_stands_once()
    {
        var policy = Policy(new MarkingData("DEEP", null, [MarkingCode.ReplacePolicy, MarkingCode.NoNameDisplay]));
        Assert.Equal("DEEP X", Marking.Of(policy, Secret with { Categories = [new("1.2.1", TagKind.Permissive, 1)] }).Text);
        Assert.Equal("", Marking.Of(policy, Secret).Text); // neither a classification nor a tag is shown: no marking
    }

    private static SecurityLabel Secret { get; } = new("1.2", 4);

    private static SecurityPolicy Policy(params ImmutableArray<MarkingData> ofSecret) =>
        new()
        {
            Id = "1.2",
            Name = "P",
            Classifications =
            [
                new()
                {
                    Name = "SECRET",
                    Value = 4,
                    Hierarchy = 4,
                    Marking = new(ofSecret, []),
                },
            ],
            TagSets =
            [
                new()
                {
                    Name = "T",
                    Id = "1.2.1",
                    Tags = [new() { Kind = TagKind.Permissive, Values = [new() { Name = "X", Value = 1 }] }],
                },
            ],
        };
}
