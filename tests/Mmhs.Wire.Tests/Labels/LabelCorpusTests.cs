using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mmhs.Messages.Policy;
using Mmhs.Testing;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Tests.Labels;

/// <summary>Labels, clearances and policies other people made (surevine/spiffing, RFC 7444), read where they lie.</summary>
public sealed partial class LabelCorpusTests
{
    private static readonly XNamespace Spiffy = "http://surevine.com/xmlns/spiffy";

    // entries that ask for what is not built: STANAG 4774 labels in XML
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["nato-4774-17-2.nato"] = "a label in STANAG 4774 XML, which is not read yet",
    };

    [Fact]
    public void MUA_5_1_12_labels_of_others_are_valid_marked_and_decided_as_they_expect()
    {
        var checkedEntries = 0;
        foreach (var entry in Entries().Where(entry => entry.GetProperty("kind").GetString() == "label"))
        {
            var file = entry.GetProperty("label").GetString()!;
            if (LeftOut.ContainsKey(file))
                continue;
            Check(file, entry);
            checkedEntries++;
        }
        Assert.Equal(9, checkedEntries);
    }

    [Fact]
    public void What_is_left_out_of_the_corpus_is_there_and_has_a_reason() =>
        Assert.All(LeftOut, entry => Assert.True(File.Exists(Corpora.File("labels/spiffing/" + entry.Key)), entry.Value));

    [Fact]
    public void A_policy_that_is_not_well_formed_is_refused_as_it_stands()
    {
        // an end tag is misspelled, there is no namespace and no schemaVersion; the tests above repair a copy in memory
        var reading = SpifReader.Read(File.ReadAllBytes(Corpora.File("labels/spiffing/food-policy.xml")));
        Assert.Equal(SpifCodes.NotXml, Assert.Single(reading.Problems).Code);
    }

    [Fact]
    public void A_classification_excluded_twice_is_refused()
    {
        var reading = SpifReader.Read(Repaired("food-policy-borked.xml"));
        Assert.Null(reading.Policy);
        Assert.Contains(
            reading.Problems,
            problem => problem.Code == SpifCodes.Duplicate && problem.Text.Contains("Ambrosia", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void SEC_4_2_5_5_the_examples_of_RFC_7444_are_read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("labels/rfc7444-sio-label.json")));
        var fields = document
            .RootElement.GetProperty("cases")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("header").GetString()!["SIO-Label:".Length..])
            .ToList();

        foreach (var body in fields.Take(2))
        {
            Assert.True(SioLabel.TryParse(body, out var sio, out var problem), problem?.Text);
            Assert.Equal(
                ("EXAMPLE CONFIDENTIAL", "black", "red", ":ess"),
                (sio.Marking, sio.Foreground, sio.Background, sio.Type)
            );
            Assert.Equal("MQYGASkCAQM=", Convert.ToBase64String(sio.Label.AsSpan()));
            Assert.Equal(new SecurityLabel("1.1", 3), Assert.IsType<SioLabelContent.Decoded>(sio.Decode()).Label);
        }
        Assert.True(SioLabel.TryParse(fields[2], out var xml, out _));
        Assert.IsType<SioLabelContent.UnknownType>(xml.Decode());
        Assert.Equal(
            document.RootElement.GetProperty("cases")[2].GetProperty("expect").GetProperty("xml").GetString(),
            Encoding.UTF8.GetString(xml.Label.AsSpan())
        );
    }

    private static void Check(string file, JsonElement entry)
    {
        var policy = Policy(entry.GetProperty("spifs")[0].GetString()!);
        if (entry.TryGetProperty("load_error", out _))
        {
            Assert.True(EssLabelCodec.TryDecode(File.ReadAllBytes(Corpora.File("labels/spiffing/" + file)), out var ess, out _));
            Assert.Equal(
                LabelCodes.UnknownPolicy,
                Assert.Single(LabelRules.Validate(policy, ess, SamplePolicies.InForce, creating: false)).Code
            );
            return;
        }
        var label = Label(policy, file);
        var findings = LabelRules.Validate(policy, label, SamplePolicies.InForce, creating: false);
        Assert.Equal(entry.GetProperty("label_valid_under_policy").GetBoolean(), !findings.Any(finding => finding.IsError));
        if (entry.TryGetProperty("marking", out var marking))
            Assert.Equal(marking.GetString(), Marking.Of(policy, label).Text);
        if (!entry.TryGetProperty("clearance", out var clearance))
            return;
        var decision = AccessControl.Decide(
            label,
            [Clearance(policy, clearance.GetString()!)],
            new PolicyCatalog([policy]),
            SamplePolicies.InForce
        );
        Assert.Equal(entry.GetProperty("access_granted").GetBoolean(), decision is AccessDecision.Permit);
    }

    private static List<JsonElement> Entries()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("labels/expected.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static SecurityPolicy Policy(string file)
    {
        var reading = SpifReader.Read(Repaired(file));
        return reading.Policy ?? throw new InvalidDataException(string.Join('\n', reading.Problems));
    }

    /// <summary>The policy with what keeps it from being a SPIF put right: the end tag, the namespace, the version.</summary>
    private static byte[] Repaired(string file)
    {
        var text = File.ReadAllText(Corpora.File("labels/spiffing/" + file))
            .Replace("securityCategiryTagSet", "securityCategoryTagSet", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(
            text.Contains("http://www.xmlspif.org/spif", StringComparison.Ordinal)
                ? text
                : BareRoot().Replace(text, "<SPIF xmlns=\"http://www.xmlspif.org/spif\" schemaVersion=\"2.1\">")
        );
    }

    private static SecurityLabel Label(SecurityPolicy policy, string file)
    {
        var root = XDocument.Load(Corpora.File("labels/spiffing/" + file)).Root!;
        Assert.Equal(policy.Id, (string?)root.Element(Spiffy + "policy")!.Attribute("id"));
        return new(policy.Id, (int)root.Element(Spiffy + "classification")!.Attribute("lacv")!, null, Tags(policy, root));
    }

    private static Clearance Clearance(SecurityPolicy policy, string file)
    {
        var root = XDocument.Load(Corpora.File("labels/spiffing/" + file)).Root!;
        return new(
            policy.Id,
            [.. root.Elements(Spiffy + "classification").Select(element => (int)element.Attribute("lacv")!)],
            Tags(policy, root)
        );
    }

    private static ImmutableSortedSet<Category> Tags(SecurityPolicy policy, XElement root) =>
        [
            .. root.Elements(Spiffy + "tag")
                .Select(element =>
                {
                    var id = (string)element.Attribute("id")!;
                    var kind = (string?)element.Attribute("type") switch
                    {
                        "restrictive" => TagKind.Restrictive,
                        "permissive" => TagKind.Permissive,
                        "enumeratedRestrictive" => TagKind.EnumeratedRestrictive,
                        "enumeratedPermissive" => TagKind.EnumeratedPermissive,
                        _ => policy.FindTagSet(id)!.Tags.Select(tag => tag.Kind).First(kind => kind.IsInformative()),
                    };
                    return new Category(id, kind, (int)element.Attribute("lacv")!);
                }),
        ];

    [GeneratedRegex("<SPIF>")]
    private static partial Regex BareRoot();
}
