using CsCheck;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;
using static Mmhs.Wire.Tests.Labels.SamplePolicies;

namespace Mmhs.Wire.Tests.Labels;

public sealed class SioLabelTests
{
    [Fact]
    public void SEC_4_2_5_4_a_label_is_written_with_marking_colours_type_and_sections()
    {
        var sio = SioLabel.Of(Sample["N4"], Marking.Of(Northland, Sample["N4"]));

        Assert.Equal(
            """
             marking="NORTHLAND SECRET CRIMSON/AZURE REL TO XN, XA";
             fgcolor="black"; bgcolor="red"; type=":ess";
             label*0="MVcCAQQGCisGAQQBgf1ZCgExRjAhgApghkgBZQIBCAMAoRMwEQYLKwYBBAGB";
             label*1="/VkKAQEDAgVgMCGACmCGSAFlAgEIAwKhEzARBgsrBgEEAYH9WQoBAwMCBsA="

            """.ReplaceLineEndings("\r\n"),
            sio.ToRawBody()
        );
        Assert.All(sio.ToRawBody().Split("\r\n"), line => Assert.True(line.Length <= 78));
    }

    [Fact]
    public void SEC_4_2_5_5_what_is_written_is_read_back()
    {
        foreach (var label in Sample.Values)
        {
            var marking = Marking.Of(Catalog.Find(label.PolicyId)!, label);
            var read = Read(SioLabel.Of(label, marking).ToRawBody());
            Assert.Equal(marking.Text, read.Marking ?? "");
            Assert.Equal(label, Assert.IsType<SioLabelContent.Decoded>(read.Decode()).Label);
        }
    }

    [Fact]
    public void A_long_or_foreign_marking_is_written_percent_encoded()
    {
        var marking = new string('Ä', 40) + "; \"geheim\" 100% 'x'*";
        var body = new SioLabel { Marking = marking, Unknown = [new("note", "plain")] }.ToRawBody();

        Assert.StartsWith(" marking*0*=UTF-8''%C3%84", body, StringComparison.Ordinal);
        Assert.All(body.Split("\r\n"), line => Assert.True(line.Length <= 78));
        Assert.Equal(marking, Read(body).Marking);
        Assert.Equal(new SioParameter("note", "plain"), Assert.Single(Read(body).Unknown));
    }

    [Fact]
    public void Sections_are_ordered_by_number_and_names_have_no_case() =>
        Assert.Equal("ABC", Read("MARKING*2=C; marking*0=\"A\"; Marking*1=B").Marking);

    [Theory]
    [InlineData("marking=\"NORTHLAND SECRET\";", "NORTHLAND SECRET")]
    [InlineData(" marking=\"a \\\"b\\\" \\\\c\"", "a \"b\" \\c")]
    [InlineData("marking*=us-ascii'en'EXAMPLE%20CONFIDENTIAL", "EXAMPLE CONFIDENTIAL")]
    [InlineData("marking*0*=utf-8''GEHEIM%20; marking*1=\"100%20\"", "GEHEIM 100%20")]
    [InlineData("marking\r\n =\r\n \"folded\r\n text\"", "folded text")]
    [InlineData("marking*=iso-8859-1'de'%DCBUNG", "ÜBUNG")]
    [InlineData("marking*=utf-8''SECRET%0D%0ABcc:%20x@example.org", "SECRET  Bcc: x@example.org")]
    [InlineData("marking*=utf-8''%E2%80%AETERCES", "TERCES")]
    public void A_marking_is_read_in_every_form_and_rendered_harmless(string body, string marking) =>
        Assert.Equal(marking, Read(body).Marking);

    [Theory]
    [InlineData("marking=A; marking=B", SioCodes.DuplicateParameter)]
    [InlineData("marking=A; marking*0=B", SioCodes.DuplicateParameter)]
    [InlineData("marking*0=A; marking*0*=utf-8''B", SioCodes.DuplicateParameter)]
    [InlineData("marking=A; label*0=\"MQYG\"; label*2=\"ASkCAQM=\"; type=\":ess\"", SioCodes.SectionGap)]
    [InlineData("marking*1=A", SioCodes.SectionGap)]
    [InlineData("marking=A; type=\":ess\"", SioCodes.TypeWithoutLabel)]
    [InlineData("marking=A; label=\"MQYGASkCAQM=\"", SioCodes.LabelWithoutType)]
    [InlineData("type=\":ess\"; label=\"!!!!\"", SioCodes.LabelNotBase64)]
    [InlineData("type=\":ess\"; label=\"\"", SioCodes.LabelNotBase64)]
    [InlineData("type=\":ess\"; label=\"MQYGASkCAQM=\"; fgcolor=red", SioCodes.ColourWithoutMarking)]
    [InlineData("", SioCodes.Empty)]
    [InlineData("note=x", SioCodes.Empty)]
    [InlineData("marking=\"\"", SioCodes.Empty)]
    [InlineData("marking=NORTHLAND SECRET", SioCodes.Syntax)]
    [InlineData("marking=\"NORTHLAND", SioCodes.Syntax)]
    [InlineData("marking", SioCodes.Syntax)]
    [InlineData("marking=", SioCodes.Syntax)]
    [InlineData(";marking=A", SioCodes.Syntax)]
    [InlineData("marking*01=A", SioCodes.Syntax)]
    [InlineData("marking*0*1=A", SioCodes.Syntax)]
    [InlineData("marking*=utf-8''%ZZ", SioCodes.Encoding)]
    [InlineData("marking*=utf-8''%C3", SioCodes.Encoding)]
    [InlineData("marking*=klingon''A", SioCodes.Encoding)]
    [InlineData("marking*0=A; marking*1*=utf-8''B", SioCodes.Encoding)]
    public void MTA_7_1_org_5_a_field_that_is_not_right_is_refused(string body, string code)
    {
        Assert.False(SioLabel.TryParse(body, out _, out var problem));
        Assert.Equal(code, problem.Code);
    }

    [Fact]
    public void Base64_is_read_without_padding_and_with_blanks_inside()
    {
        foreach (var text in new[] { "MQYGASkCAQM", "MQYG\r\n ASkCAQM=" })
            Assert.Equal(
                new SecurityLabel("1.1", 3),
                Assert.IsType<SioLabelContent.Decoded>(Read($"type=\":ESS\"; label=\"{text}\"").Decode()).Label
            );
    }

    [Fact]
    public void A_label_of_X411_is_read_as_one_of_ESS() =>
        Assert.IsType<SioLabelContent.Decoded>(Read("type=\":x411\"; label=\"MQYGASkCAQM=\"").Decode());

    [Fact]
    public void Labels_of_other_types_are_named_and_not_guessed()
    {
        Assert.Equal(":xml", Assert.IsType<SioLabelContent.UnknownType>(Read("type=\":xml\"; label=\"PGEvPg==\"").Decode()).Type);
        Assert.IsType<SioLabelContent.Malformed>(Read("type=\":ess\"; label=\"PGEvPg==\"").Decode());
        Assert.IsType<SioLabelContent.None>(Read("marking=A").Decode());
    }

    [Fact]
    public void Colours_are_read_in_any_case_and_unknown_ones_are_left_out()
    {
        Assert.Equal(
            ("#FF8800", "fuschia"),
            (
                Read("marking=A; fgcolor=#ff8800; bgcolor=\"Fuchsia\"").Foreground,
                Read("marking=A; bgcolor=\"Fuchsia\"").Background
            )
        );
        Assert.Null(Read("marking=A; bgcolor=\"url(x)\"").Background);
    }

    [Fact]
    public void SEC_4_2_5_6_labels_agree_by_meaning()
    {
        SioLabel Header(string name) => SioLabel.Of(Sample[name], new Marking("", null, null));

        Assert.IsType<LabelAgreement.Agree>(LabelAgreement.Compare(Sample["N4"], Header("N4"), Northland));
        Assert.IsType<LabelAgreement.Agree>(
            LabelAgreement.Compare(Sample["N5"] with { PrivacyMark = null }, Header("N5"), Northland)
        );
        Assert.IsType<LabelAgreement.Mismatch>(
            LabelAgreement.Compare(Sample["N5"] with { PrivacyMark = "PERSONAL" }, Header("N5"), Northland)
        );
        Assert.IsType<LabelAgreement.Mismatch>(LabelAgreement.Compare(Sample["N3"], Header("N4"), Northland));
        Assert.IsType<LabelAgreement.Mismatch>(LabelAgreement.Compare(Sample["N3"], Header("N2"), Northland));
        Assert.IsType<LabelAgreement.Mismatch>(LabelAgreement.Compare(Sample["N3"], Header("A1"), Northland));
        Assert.IsType<LabelAgreement.Mismatch>(
            LabelAgreement.Compare(Sample["N3"], Read("type=\":ess\"; label=\"PGEvPg==\""), Northland)
        );
        Assert.IsType<LabelAgreement.CannotCompare>(
            LabelAgreement.Compare(Sample["N3"], Read("type=\":xml\"; label=\"PGEvPg==\""), Northland)
        );
    }

    [Fact]
    public void SEC_4_2_5_6_a_marking_alone_is_compared_with_the_one_of_the_policy()
    {
        Assert.IsType<LabelAgreement.Agree>(
            LabelAgreement.Compare(Sample["N3"], Read("marking=\"Northland  Secret\""), Northland)
        );
        Assert.IsType<LabelAgreement.Mismatch>(
            LabelAgreement.Compare(Sample["N3"], Read("marking=\"NORTHLAND RESTRICTED\""), Northland)
        );
        Assert.IsType<LabelAgreement.CannotCompare>(
            LabelAgreement.Compare(Sample["N3"], Read("marking=\"NORTHLAND SECRET\""), null)
        );
    }

    [Fact]
    public void Whatever_can_be_written_is_read_back_the_same() =>
        Gen.Select(
                Gen.String[Gen.Char[' ', '\u02FF'], 1, 200].Where(text => !string.IsNullOrWhiteSpace(text)),
                EssLabelCodecTests.GenLabel
            )
            .Sample(
                (text, label) =>
                {
                    var sio = SioLabel.Of(label, new Marking(text, "#12AB34", "white"));
                    var body = sio.ToRawBody();
                    var read = Read(body);
                    var shown = DisplayText.Clean(text);
                    var isShown = shown.Length > 0; // a marking of control characters alone is none, and has no colours
                    return (read.Marking ?? "") == shown
                        && read.Background == (isShown ? "#12AB34" : null)
                        && read.Foreground == (isShown ? "white" : null)
                        && read.Label.SequenceEqual(sio.Label)
                        && Array.TrueForAll(body.Split("\r\n"), line => line.Length <= 78);
                }
            );

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var part = Gen.OneOf(
            "marking",
            "label",
            "type",
            "*",
            "0",
            "1",
            "=",
            ";",
            "\"",
            "\\",
            "%",
            "'",
            "utf-8",
            "\r\n ",
            " ",
            "A",
            "é",
            "\0"
        );
        part.Array[0, 40]
            .Sample(parts =>
            {
                if (SioLabel.TryParse(string.Concat(parts), out var label, out _))
                    label.Decode();
            });
    }

    private static SioLabel Read(string body)
    {
        Assert.True(SioLabel.TryParse(body, out var label, out var problem), problem?.Text);
        return label;
    }
}
