using Mmhs.Messages.Policy;
using static Mmhs.Wire.Tests.Labels.SamplePolicies;

namespace Mmhs.Wire.Tests.Labels;

/// <summary>The rules of Mmhs.Messages.Policy under the two policies of this repository.</summary>
public sealed class PolicyRulesTests
{
    // label; policy and classes held; tag sets held; the first reason against, empty for a permit; what the reason names
    public static TheoryData<string, string, string[], string, string> Decisions =>
        new()
        {
            { "N3", "NORTHLAND 0-4", [], "", "" },
            { "N3", "NORTHLAND 0-3", [], LabelCodes.Classification, "SECRET" },
            { "N4", "NORTHLAND 0-4", ["Compartments: CRIMSON", "Releasable To: XN"], LabelCodes.Restrictive, "AZURE" },
            { "N4", "NORTHLAND 0-4", ["Compartments: CRIMSON, AZURE", "Releasable To: XA"], "", "" },
            {
                "N4",
                "NORTHLAND 0-4",
                ["Compartments: CRIMSON, AZURE", "Releasable To: XS"],
                LabelCodes.Permissive,
                "Releasable To"
            },
            { "N5", "NORTHLAND 0-4", ["Projects: HERON"], "", "" },
            { "N5", "NORTHLAND 0-4", [], LabelCodes.Restrictive, "HERON" },
            { "N6", "NORTHLAND 0-5", ["Compartments: UMBER", "Eyes Only: XE"], "", "" },
            { "N6", "NORTHLAND 5", ["Compartments: CRIMSON", "Eyes Only: XN"], LabelCodes.Restrictive, "UMBER" },
            { "A1", "ALLIANCE 1-4", ["Context: ALLIANCE"], "", "" },
            { "A1", "NORTHLAND 0-4", [], LabelCodes.NoClearance, "ALLIANCE" },
            { "A3", "ALLIANCE 1-4", ["Context: ALLIANCE", "Releasable To: NORTHLAND"], LabelCodes.Permissive, "Context" },
            { "A5", "ALLIANCE 1-2", ["Context: EXERCISE 2026"], "", "" },
        };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void SEC_4_1_1_2_access_is_decided_by_label_against_clearance(
        string label,
        string clearance,
        string[] tagSets,
        string code,
        string named
    )
    {
        var held = clearance.Split(' ');
        var decision = AccessControl.Decide(
            Sample[label],
            [Cleared(Catalog.FindByName(held[0])!, held[1], tagSets)],
            Catalog,
            InForce
        );

        if (code.Length == 0)
        {
            Assert.Empty(Assert.IsType<AccessDecision.Permit>(decision).Warnings);
            return;
        }
        var reason = Assert.Single(Assert.IsType<AccessDecision.Deny>(decision).Findings);
        Assert.Equal(code, reason.Code);
        Assert.Contains(named, reason.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_past_its_end_can_be_read_with_a_warning_and_no_longer_be_given()
    {
        var after = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var permit = Assert.IsType<AccessDecision.Permit>(
            AccessControl.Decide(Sample["A5"], [Cleared(Alliance, "1-2", "Context: EXERCISE 2026")], Catalog, after)
        );

        Assert.Equal(LabelCodes.NotValidNow, Assert.Single(permit.Warnings).Code);
        Assert.True(Assert.Single(LabelRules.Validate(Alliance, Sample["A5"], after, creating: true)).IsError);
        Assert.Empty(LabelRules.Validate(Alliance, Sample["A5"], InForce, creating: true));
    }

    [Fact]
    public void SEC_4_1_1_1_a_label_of_a_policy_not_known_here_is_denied()
    {
        var deny = Assert.IsType<AccessDecision.Deny>(
            AccessControl.Decide(new("1.2.3", 1), [Cleared(Northland, "0-5")], Catalog, InForce)
        );
        Assert.Equal(LabelCodes.UnknownPolicy, Assert.Single(deny.Findings).Code);
    }

    [Fact]
    public void A_category_of_unknown_type_is_denied_whatever_is_held()
    {
        var unknown = new Category("1.2.3", TagKind.Unknown, 0, "AgEF");
        var label = Sample["N3"] with { Categories = [unknown] };
        var everything = Cleared(Northland, "0-5") with { Categories = [unknown] };
        Assert.IsType<AccessDecision.Deny>(AccessControl.Decide(label, [everything], Catalog, InForce));
    }

    [Fact]
    public void SEC_4_1_6_1_a_label_without_a_classification_is_denied() =>
        Assert.IsType<AccessDecision.Deny>(
            AccessControl.Decide(new(NorthlandId, null), [Cleared(Northland, "0-5")], Catalog, InForce)
        );

    [Fact]
    public void Two_clearances_under_one_policy_are_not_added_up()
    {
        AccessDecision Decide(params Clearance[] held) => AccessControl.Decide(Sample["N5"], held, Catalog, InForce);
        Assert.IsType<AccessDecision.Deny>(Decide(Cleared(Northland, "4"), Cleared(Northland, "0-3", "Projects: HERON")));
        Assert.IsType<AccessDecision.Permit>(Decide(Cleared(Northland, "0-3"), Cleared(Northland, "4", "Projects: HERON")));
    }

    public static TheoryData<string, string, string[], string[]> Validations =>
        new()
        {
            { "NORTHLAND", "RESTRICTED", ["Compartments: CRIMSON, AZURE", "Releasable To: XN, XA"], [LabelCodes.ExcludedClass] },
            { "NORTHLAND", "TOP SECRET", [], [LabelCodes.MissingRequired] },
            { "NORTHLAND", "SECRET", ["Compartments: UMBER"], [LabelCodes.RequiredClass] },
            { "NORTHLAND", "SECRET", ["Eyes Only: XE"], [LabelCodes.MissingRequired] },
            { "NORTHLAND", "SECRET", ["Eyes Only: XN", "Releasable To: XA"], [LabelCodes.ExcludedCategory] },
            { "NORTHLAND", "SECRET", ["Projects: HERON, OTTER, BADGER"], [LabelCodes.Obsolete, LabelCodes.TooMany] },
            { "NORTHLAND", "SECRET", ["Projects: BADGER"], [LabelCodes.Obsolete] },
            { "NORTHLAND", "SECRET", ["Administrative: STAFF, MEDICAL"], [LabelCodes.TooMany] },
            { "ALLIANCE", "SECRET", [], [LabelCodes.MissingRequired, LabelCodes.TooFew] },
            {
                "ALLIANCE",
                "RESTRICTED",
                ["Context: ALLIANCE", "Releasable To: NORTHLAND", "Only: SOUTHLAND"],
                [LabelCodes.ExcludedCategory]
            },
            {
                "ALLIANCE",
                "UNCLASSIFIED",
                ["Context: ALLIANCE", "Additional Sensitivity: NUCLEUS, CRYPTO"],
                [LabelCodes.ExcludedClass, LabelCodes.ExcludedClass]
            },
        };

    [Theory]
    [MemberData(nameof(Validations))]
    public void All_that_a_policy_says_against_a_label_is_found_at_once(
        string policyName,
        string classification,
        string[] tagSets,
        string[] codes
    )
    {
        var policy = Catalog.FindByName(policyName)!;
        var findings = LabelRules.Validate(policy, Label(policy, classification, tagSets), InForce, creating: true);
        Assert.Equal(codes, findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.True(finding.IsError));
    }

    [Fact]
    public void Only_the_excluded_value_is_named()
    {
        var restricted = Sample["N4"] with { Classification = 2 };
        Assert.Contains(
            "CRIMSON",
            Assert.Single(LabelRules.Validate(Northland, restricted, InForce, creating: true)).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_obsolete_or_unknown_by_name_only_is_a_warning_on_reception()
    {
        var badger = Label(Northland, "SECRET", "Projects: BADGER") with { PrivacyMark = "UNHEARD OF" };
        var findings = LabelRules.Validate(Northland, badger, InForce, creating: false);
        Assert.Equal([LabelCodes.Obsolete, LabelCodes.UnknownPrivacyMark], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.False(finding.IsError));
    }

    [Fact]
    public void Numbers_the_policy_does_not_have_are_found()
    {
        var label = new SecurityLabel(
            NorthlandId,
            77,
            null,
            [new("1.2.3", TagKind.Restrictive, 1), new(NorthlandId + ".1", TagKind.Restrictive, 99)]
        );
        Assert.Equal(
            [LabelCodes.UnknownClass, LabelCodes.UnknownTag, LabelCodes.UnknownCategory],
            LabelRules.Validate(Northland, label, InForce, creating: false).Select(finding => finding.Code)
        );
    }

    [Fact]
    public void The_published_labels_are_valid_under_their_policies() =>
        Assert.All(
            Sample.Values,
            label => Assert.Empty(LabelRules.Validate(Catalog.Find(label.PolicyId)!, label, InForce, creating: true))
        );

    [Theory]
    [InlineData("N1", "", "white", "black")]
    [InlineData("N2", "(U)", "lime", "black")]
    [InlineData("N3", "(S)", "red", "black")]
    [InlineData("N6", "(TS)", "#FF8800", "black")]
    [InlineData("A4", "(CONFIDENTIAL)", "#4169E1", "white")]
    public void A_marking_has_the_colours_of_the_classification_and_an_abbreviation_for_portions(
        string name,
        string portion,
        string background,
        string foreground
    )
    {
        var policy = Catalog.Find(Sample[name].PolicyId)!;
        var marking = Marking.Of(policy, Sample[name]);
        Assert.Equal((background, foreground), (marking.Background, marking.Foreground));
        Assert.Equal(portion, Marking.Portion(policy, Sample[name]));
    }

    [Fact]
    public void The_higher_of_two_labels_is_found_by_hierarchy_and_what_is_unknown_is_highest()
    {
        Assert.Equal(Sample["N6"], Catalog.Highest(Sample["N3"], Sample["N6"]));
        Assert.Equal(Sample["A2"], Catalog.Highest(Sample["A2"], Sample["N3"]));
        Assert.Equal(Sample["N3"], Catalog.Highest(Sample["A3"], Sample["N3"]));
        var unknown = new SecurityLabel("1.2.3", 0);
        Assert.Equal(unknown, Catalog.Highest(Sample["N6"], unknown));
        Assert.Equal(unknown, Catalog.Highest(unknown, Sample["N6"]));
    }

    [Fact]
    public void The_picker_offers_what_author_and_recipients_hold()
    {
        var author = Cleared(Northland, "0-5", "Compartments: CRIMSON, AZURE, UMBER", "Projects: HERON, OTTER");
        var recipient = Cleared(Northland, "0-4", "Compartments: CRIMSON, AZURE");
        var offer = LabelChoices.Offer(
            Northland,
            Label(Northland, "CONFIDENTIAL"),
            [author],
            [
                [recipient],
            ],
            InForce
        );

        Assert.Equal(
            ["UNMARKED", "UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET"],
            offer.Classifications.Select(offered => offered.Name)
        );
        Assert.Equal(
            [
                "Compartment: CRIMSON, AZURE",
                "Releasability: XN, XA, XE, XS",
                "Eyes: XN, XE",
                "Handling: STAFF, MEDICAL, COMMERCIAL",
            ],
            offer.Tags.Select(tag => $"{tag.Title}: {string.Join(", ", tag.Offered.Select(value => value.Name))}")
        );
        Assert.Equal(["CLEAR", "PERSONAL"], offer.PrivacyMarks.Select(mark => mark.Name));
    }

    [Fact]
    public void The_picker_withdraws_what_the_choices_so_far_exclude()
    {
        var author = Cleared(Northland, "0-5", "Compartments: CRIMSON, AZURE, UMBER", "Projects: HERON, OTTER, BADGER");
        string[] Offered(SecurityLabel chosen) =>
            [
                .. LabelChoices
                    .Offer(Northland, chosen, [author], [], InForce)
                    .Tags.SelectMany(tag => tag.Offered.Select(value => $"{tag.TagSet.Name} {value.Name}")),
            ];

        Assert.DoesNotContain("Compartments CRIMSON", Offered(Label(Northland, "RESTRICTED")));
        Assert.DoesNotContain("Compartments UMBER", Offered(Label(Northland, "SECRET")));
        Assert.Contains("Compartments UMBER", Offered(Label(Northland, "TOP SECRET")));
        Assert.DoesNotContain("Projects BADGER", Offered(Label(Northland, "SECRET")));
        Assert.DoesNotContain("Eyes Only XN", Offered(Label(Northland, "SECRET", "Releasable To: XA")));
    }

    [Fact]
    public void Only_policies_the_author_is_cleared_for_are_offered() =>
        Assert.Equal([Alliance], LabelChoices.Policies(Catalog, [Cleared(Alliance, "1-4")], InForce));
}
