using System.Text;
using CsCheck;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Tests.Labels;

public sealed class SpifReaderTests
{
    private static readonly string Northland = File.ReadAllText(SamplePolicies.PathOf("northland.xml"));

    [Theory]
    [InlineData("northland.xml")]
    [InlineData("alliance.xml")]
    public void SEC_4_1_1_1_the_policies_of_this_repository_load_without_a_remark(string file)
    {
        var reading = SpifReader.Read(File.ReadAllBytes(SamplePolicies.PathOf(file)));
        Assert.Empty(reading.Problems);
        Assert.NotNull(reading.Policy);
    }

    // what is replaced, by what, and the code that must be reported
    [Theory]
    [InlineData("schemaVersion=\"2.1\"", "schemaVersion=\"3.0\"", SpifCodes.Version)]
    [InlineData("schemaVersion=\"2.1\"", "", SpifCodes.Version)]
    [InlineData("http://www.xmlspif.org/spif", "http://www.example.org/spif", SpifCodes.NotSpif)]
    [InlineData("<spif:SPIF ", "<!DOCTYPE spif [<!ENTITY x \"y\">]><spif:SPIF ", SpifCodes.NotXml)]
    [InlineData("</spif:SPIF>", "", SpifCodes.NotXml)]
    [InlineData("name=\"TOP SECRET\" lacv=\"5\"", "name=\"TOP SECRET\" lacv=\"04\"", SpifCodes.Duplicate)]
    [InlineData("name=\"SECRET\"", "name=\"Restricted\"", SpifCodes.Duplicate)]
    [InlineData("color=\"red\"", "color=\"aqua\"", SpifCodes.Duplicate)]
    [InlineData(
        "name=\"Projects\" id=\"1.3.6.1.4.1.32473.10.1.2\"",
        "name=\"Projects\" id=\"1.3.6.1.4.1.32473.10.1.1\"",
        SpifCodes.Duplicate
    )]
    [InlineData("name=\"AZURE\" lacv=\"2\"", "name=\"AZURE\" lacv=\"1\"", SpifCodes.Duplicate)]
    [InlineData("name=\"AZURE\" lacv=\"2\"", "name=\"AZURE\" lacv=\"65536\"", SpifCodes.Value)]
    [InlineData("name=\"AZURE\" lacv=\"2\"", "name=\"AZURE\" lacv=\"two\"", SpifCodes.Value)]
    [InlineData("name=\"AZURE\" lacv=\"2\"", "name=\"AZURE\"", SpifCodes.Missing)]
    [InlineData("requiredClass=\"TOP SECRET\"", "requiredClass=\"UTTERLY SECRET\"", SpifCodes.Reference)]
    [InlineData("<spif:excludedClass>RESTRICTED<", "<spif:excludedClass>LIMITED<", SpifCodes.Reference)]
    [InlineData("<spif:excludedClass>RESTRICTED<", "<spif:excludedClass>UNMARKED<", SpifCodes.Duplicate)]
    [InlineData("tagSetRef=\"Compartments\"", "tagSetRef=\"Departments\"", SpifCodes.Reference)]
    [InlineData("enumType=\"permissive\" lacv=\"1\"", "enumType=\"permissive\" lacv=\"2\"", SpifCodes.Reference)]
    [InlineData("policyRef=\"ALLIANCE\" lacv=\"5\"", "policyRef=\"LEAGUE\" lacv=\"5\"", SpifCodes.Reference)]
    [InlineData("applied=\"decrypt\"", "applied=\"never\"", SpifCodes.Value)]
    [InlineData(
        "tagType=\"enumerated\" enumType=\"restrictive\" maxSelection",
        "tagType=\"enumerated\" maxSelection",
        SpifCodes.Value
    )]
    [InlineData(
        "name=\"Compartment\" tagType=\"restrictive\"",
        "name=\"Compartment\" tagType=\"restrictive\" enumType=\"restrictive\"",
        SpifCodes.Value
    )]
    [InlineData("tag7Encoding=\"securityAttributes\" ", "", SpifCodes.Value)]
    [InlineData("name=\"NORTHLAND\" id=\"1.3.6.1.4.1.32473.10.1\"", "name=\"NORTHLAND\" id=\"north\"", SpifCodes.Value)]
    [InlineData("keyIdentifier=\"none\"", "keyIdentifier=\"none\" notBefore=\"yesterday\"", SpifCodes.Value)]
    [InlineData("qualifierCode=\"suffix\"", "qualifierCode=\"behind\"", SpifCodes.Value)]
    public void A_faulty_policy_is_refused_with_the_fault_and_its_line(string found, string replaced, string code)
    {
        var at = Northland.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0, found);
        var reading = Read(string.Concat(Northland.AsSpan(0, at), replaced, Northland.AsSpan(at + found.Length)));

        Assert.Null(reading.Policy);
        Assert.Contains(
            reading.Problems,
            problem => problem.IsError && problem.Code == code && (problem.Line > 0 || code == SpifCodes.NotXml)
        );
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var faulty = Northland
            .Replace("lacv=\"205\"", "lacv=\"101\"", StringComparison.Ordinal)
            .Replace("requiredClass=\"TOP SECRET\"", "requiredClass=\"X\"", StringComparison.Ordinal)
            .Replace("applied=\"decrypt\"", "applied=\"x\"", StringComparison.Ordinal);
        Assert.Equal(
            [SpifCodes.Value, SpifCodes.Reference, SpifCodes.Duplicate],
            Read(faulty).Problems.Select(problem => problem.Code)
        );
    }

    [Fact]
    public void What_labels_have_no_form_for_is_left_out_with_a_warning()
    {
        var reading = Read(
            Northland.Replace(
                "<spif:tagCategory name=\"HERON\"",
                "<spif:tagCategory name=\"Free\" lacv=\"9\" userInput=\"string\"/><spif:tagCategory name=\"HERON\"",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(SpifCodes.Unsupported, Assert.Single(reading.Problems).Code);
        Assert.DoesNotContain(
            reading.Policy!.TagSets.SelectMany(set => set.Tags).SelectMany(tag => tag.Values),
            value => value.Name == "Free"
        );
    }

    [Fact]
    public void Numbers_with_leading_zeros_are_read()
    {
        var policy = Read(
            Northland.Replace("name=\"HERON\" lacv=\"101\"", "name=\"HERON\" lacv=\"008\"", StringComparison.Ordinal)
        ).Policy;
        Assert.Equal(8, policy!.TagSets[1].Tags[0].Values[0].Value);
    }

    [Fact]
    public void Markings_in_the_policys_own_language_are_its_markings()
    {
        // all phrases are tagged, the policy names the language, and nobody asks for one
        var policy = Read(Small("xml:lang=\"en-GB\"", Phrase("SECRET (EN)", "en-GB") + Phrase("SECRET (FR)", "fr"))).Policy!;
        Assert.Equal("en-GB", policy.Language);
        Assert.Equal("SMALL SECRET (EN)", Marking.Of(policy, new("1.2", 1)).Text);
        Assert.Equal("SMALL SECRET (FR)", Marking.Of(policy, new("1.2", 1), language: "fr").Text);
        Assert.Equal("(SECRET (EN))", Marking.Portion(policy, new("1.2", 1)));
    }

    [Fact]
    public void Where_all_markings_are_in_one_language_that_is_the_policys()
    {
        Assert.Equal("SMALL SECRET (EN)", Marking.Of(Read(Small("", Phrase("SECRET (EN)", "en"))).Policy!, new("1.2", 1)).Text);
        Assert.Null(Read(Small("", Phrase("SECRET (EN)", "en") + Phrase("SECRET (FR)", "fr"))).Policy!.Language);
        Assert.Null(Read(Small("", Phrase("SECRET (FR)", "fr") + Phrase("SECRET", null))).Policy!.Language);
    }

    [Theory]
    [InlineData("lacv=\"21745403334774610\"", 21745403334774610)]
    [InlineData("", null)]
    [InlineData("all=\"true\"", null)]
    [InlineData("all=\"false\"", null)]
    public void A_group_without_a_value_means_every_value_of_its_tag(string which, long? expected)
    {
        var reading = Read(
            Small(
                "",
                $"<requiredCategory operation=\"oneOrMore\"><categoryGroup tagSetRef=\"Words\" tagType=\"enumerated\" enumType=\"restrictive\" {which}/></requiredCategory>"
            )
        );
        Assert.Empty(reading.Problems);
        var group = Assert.Single(Assert.Single(reading.Policy!.Find(1)!.Required).Groups);
        Assert.Equal((TagKind.EnumeratedRestrictive, expected), (group.Kind, group.Value));
        var words = new SecurityLabel("1.2", 1) with
        {
            Categories = [new("1.2.1", TagKind.EnumeratedRestrictive, 21745403334774610)],
        };
        Assert.Empty(LabelRules.Validate(reading.Policy!, words, SamplePolicies.InForce, creating: true));
        Assert.Contains(
            LabelRules.Validate(reading.Policy!, new("1.2", 1), SamplePolicies.InForce, creating: true),
            finding => finding.IsError
        );
    }

    [Fact]
    public void A_group_that_does_not_say_which_enumeration_means_the_one_its_tag_set_has()
    {
        var group =
            "<requiredCategory><categoryGroup tagSetRef=\"words\" tagType=\"enumerated\" lacv=\"21745403334774610\"/></requiredCategory>";
        var reading = Read(Small("", group));
        Assert.Empty(reading.Problems);
        Assert.Equal(TagKind.EnumeratedRestrictive, Assert.Single(Assert.Single(reading.Policy!.Find(1)!.Required).Groups).Kind);
        var two = Small("", group)
            .Replace(
                "</securityCategoryTagSet>",
                "<securityCategoryTag name=\"B\" tagType=\"enumerated\" enumType=\"permissive\"/></securityCategoryTagSet>",
                StringComparison.Ordinal
            );
        Assert.Contains(Read(two).Problems, problem => problem.IsError && problem.Code == SpifCodes.Value);
    }

    [Fact]
    public void A_qualifier_without_its_text_writes_nothing_and_is_reported()
    {
        var reading = Read(
            Small(
                "",
                "<markingQualifier><qualifier qualifierCode=\"prefix\"/><qualifier markingQualifier=\"!\" qualifierCode=\"suffix\"/></markingQualifier>"
            )
        );
        Assert.False(Assert.Single(reading.Problems).IsError);
        Assert.Equal("SMALL SECRET!", Marking.Of(reading.Policy!, new("1.2", 1)).Text);
    }

    [Fact]
    public void A_wide_value_goes_through_label_key_and_ESS_label_unchanged()
    {
        SecurityLabel label = new("1.2", 1, null, [new("1.2.1", TagKind.EnumeratedRestrictive, 21745403334774610)]);
        Assert.True(SecurityLabel.TryParse(label.ToKey(), out var read));
        Assert.Equal(label, read);
        Assert.True(EssLabelCodec.TryDecode(EssLabelCodec.Encode(label), out var decoded, out _));
        Assert.Equal(label, decoded);
    }

    [Theory]
    [InlineData("2026-12-31T23:59:59", "2026-12-31T23:59:59+00:00")]
    [InlineData("2026-12-31T23:59:59+02:00", "2026-12-31T21:59:59+00:00")]
    [InlineData("0001-01-01T00:00:00+14:00", null)]
    [InlineData("9999-12-31T23:59:59-14:00", null)]
    public void A_time_without_a_zone_is_in_UTC(string text, string? expected)
    {
        var reading = Read(
            Northland.Replace("keyIdentifier=\"none\"", $"keyIdentifier=\"none\" notAfter=\"{text}\"", StringComparison.Ordinal)
        );
        if (expected is not null)
            Assert.Equal(
                expected,
                reading.Policy!.Validity.NotAfter!.Value.ToString(
                    "yyyy-MM-dd'T'HH:mm:sszzz",
                    System.Globalization.CultureInfo.InvariantCulture
                )
            );
    }

    [Fact]
    public void Nothing_longer_than_eight_mebibytes_is_read() =>
        Assert.Equal(SpifCodes.TooLarge, Assert.Single(SpifReader.Read(new byte[SpifReader.MaxLength + 1]).Problems).Code);

    [Fact]
    public void No_octets_make_the_reader_throw() =>
        Gen
            .Byte.Array[0, 100]
            .Sample(octets =>
            {
                SpifReader.Read(octets);
            });

    [Fact]
    public void No_changed_octet_makes_the_reader_throw()
    {
        var octets = Encoding.UTF8.GetBytes(Northland);
        Gen.Select(Gen.Int[0, octets.Length - 1], Gen.Byte)
            .Sample(
                (at, octet) =>
                {
                    var changed = octets.ToArray();
                    changed[at] = octet;
                    SpifReader.Read(changed);
                },
                iter: 500
            );
    }

    private static string Phrase(string phrase, string? language) =>
        $"<markingData phrase=\"{phrase}\"{(language is null ? "" : $" xml:lang=\"{language}\"")}><code>pageTopBottom</code><code>portionMarking</code></markingData>";

    /// <summary>A policy of one classification and one tag set.</summary>
    private static string Small(string attributes, string ofSecret) =>
        $"""
            <SPIF xmlns="http://www.xmlspif.org/spif" schemaVersion="2.1" {attributes}>
              <securityPolicyId name="SMALL" id="1.2"/>
              <securityClassifications><securityClassification name="SECRET" lacv="1" hierarchy="1">{ofSecret}</securityClassification></securityClassifications>
              <securityCategoryTagSets><securityCategoryTagSet name="Words" id="1.2.1">
                <securityCategoryTag name="Words" tagType="enumerated" enumType="restrictive"><tagCategory name="INT" lacv="21745403334774610"/></securityCategoryTag>
              </securityCategoryTagSet></securityCategoryTagSets>
            </SPIF>
            """;

    private static SpifReading Read(string xml) => SpifReader.Read(Encoding.UTF8.GetBytes(xml));
}
