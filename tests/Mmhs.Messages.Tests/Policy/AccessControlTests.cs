using System.Collections.Immutable;
using CsCheck;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Tests.Policy;

public sealed class AccessControlTests
{
    private const string PolicyId = "1.2.3";
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TagKind[] Kinds =
    [
        TagKind.Restrictive,
        TagKind.EnumeratedPermissive,
        TagKind.Permissive,
        TagKind.InformativeBits,
        TagKind.EnumeratedRestrictive,
        TagKind.InformativeValues,
    ];

    // six classifications and a tag of every kind, without rules among them
    private static readonly SecurityPolicy Policy = new()
    {
        Id = PolicyId,
        Name = "EVERYTHING",
        Classifications =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(n => new Classification
                {
                    Name = $"CLASS {n}",
                    Value = n,
                    Hierarchy = n,
                }),
        ],
        TagSets =
        [
            .. Kinds.Select(
                (kind, n) =>
                    new TagSet
                    {
                        Name = kind.ToString(),
                        Id = $"{PolicyId}.{n + 1}",
                        Tags =
                        [
                            new Tag
                            {
                                Kind = kind,
                                Values =
                                [
                                    .. Enumerable
                                        .Range(0, 3)
                                        .Select(value => new TagCategory { Name = $"V{value}", Value = value }),
                                ],
                            },
                        ],
                    }
            ),
        ],
    };

    private static readonly PolicyCatalog Catalog = new([Policy]);

    [Fact]
    public void SEC_4_1_1_2_no_classification_that_is_not_held_is_ever_permitted() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5].Array[0, 6])
            .Sample((label, held) => IsPermitted(new(PolicyId, label), new(PolicyId, [.. held], [])) == held.Contains(label));

    [Fact]
    public void SEC_4_1_1_2_all_restrictive_and_one_permissive_value_of_each_tag_must_be_held() =>
        Gen.Select(GenCategories, GenCategories)
            .Sample(
                (wanted, held) =>
                {
                    var expected =
                        wanted.Where(category => category.Kind.IsRestrictive()).All(held.Contains)
                        && wanted
                            .Where(category => category.Kind.IsPermissive())
                            .GroupBy(category => category.TagSetId)
                            .All(tag => tag.Any(held.Contains));
                    return IsPermitted(new(PolicyId, 1, null, wanted), new(PolicyId, [1], held)) == expected;
                }
            );

    [Fact]
    public void Holding_more_never_takes_away() =>
        Gen.Select(GenCategories, GenCategories, GenCategories)
            .Sample(
                (wanted, held, more) =>
                    !IsPermitted(new(PolicyId, 1, null, wanted), new(PolicyId, [1], held))
                    || IsPermitted(new(PolicyId, 1, null, wanted), new(PolicyId, [1, 2], held.Union(more)))
            );

    [Fact]
    public void The_privacy_mark_plays_no_part() =>
        Assert.True(IsPermitted(new(PolicyId, 1, "CLEAR", []), new(PolicyId, [1], [])));

    [Fact]
    public void Clearances_under_other_policies_count_for_nothing()
    {
        var deny = Assert.IsType<AccessDecision.Deny>(
            AccessControl.Decide(new(PolicyId, 1), [new("1.2.4", [1], [])], Catalog, At)
        );
        Assert.Equal(LabelCodes.NoClearance, Assert.Single(deny.Findings).Code);
    }

    [Fact]
    public void All_reasons_are_given_at_once()
    {
        var label = new SecurityLabel(
            PolicyId,
            5,
            null,
            [new($"{PolicyId}.1", TagKind.Restrictive, 0), new($"{PolicyId}.3", TagKind.Permissive, 0)]
        );
        var deny = Assert.IsType<AccessDecision.Deny>(AccessControl.Decide(label, [new(PolicyId, [1], [])], Catalog, At));
        Assert.Equal(
            [LabelCodes.Classification, LabelCodes.Restrictive, LabelCodes.Permissive],
            deny.Findings.Select(finding => finding.Code)
        );
    }

    private static bool IsPermitted(SecurityLabel label, Clearance clearance) =>
        AccessControl.Decide(label, [clearance], Catalog, At) is AccessDecision.Permit;

    private static Gen<ImmutableSortedSet<Category>> GenCategories { get; } =
        Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Int[0, 2])
            .Select((n, value) => new Category($"{PolicyId}.{n + 1}", Kinds[n], value))
            .Array[0, 8]
            .Select(categories => categories.ToImmutableSortedSet());
}
