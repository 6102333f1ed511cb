using System.Globalization;
using System.Text.Json;
using Mmhs.Testing;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

/// <summary>The examples of RFC 6477 and the values of another client's tests, read where they lie.</summary>
public sealed class HeaderCorpusTests
{
    [Fact]
    public void The_examples_of_RFC_6477_are_read()
    {
        var cases = Cases("mmhs-headers/rfc6477-examples.json");
        Assert.Equal(20, cases.Count);
        foreach (var example in cases)
        {
            var header = example.GetProperty("header").GetString()!;
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            var reading = MmhsHeaderReader.Read([new(header[..colon], header[(colon + 1)..])]);
            Assert.Empty(reading.Problems);
            Assert.Equal(Expected(example.GetProperty("parsed")), Found(reading, header[..colon]));
        }
    }

    [Fact]
    public void The_values_of_another_client_are_judged_by_RFC_6477()
    {
        var cases = Cases("mmhs-headers/xsmtp-values.json");
        Assert.NotEmpty(cases);
        foreach (var example in cases)
        {
            string name = example.GetProperty("header").GetString()!,
                value = example.GetProperty("value").GetString()!;
            var reading = MmhsHeaderReader.Read([new(name, " " + value)]);
            Assert.True(reading.Problems.IsEmpty == (example.GetProperty("rfc6477").GetString() == "valid"), $"{name}: {value}");
            if (example.TryGetProperty("parsed", out var parsed))
                Assert.Equal(Expected(parsed), Found(reading, name));
        }
    }

    private static List<JsonElement> Cases(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.File(file)));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
    }

    private static string Expected(JsonElement parsed) =>
        parsed.ValueKind == JsonValueKind.Array
            ? string.Join('|', parsed.EnumerateArray().Select(element => element.ToString()))
            : parsed.ToString();

    private static string Found(HeaderReading reading, string name)
    {
        var fields = reading.Mmhs;
        return name switch
        {
            FieldNames.ExemptedAddress => string.Join('|', fields.ExemptedAddresses.Select(address => address.Address)),
            FieldNames.ExtendedAuthorisationInfo => fields.ExtendedAuthorisationInfo!.Value.ToString(
                "yyyy-MM-dd'T'HH:mm:sszzz",
                CultureInfo.InvariantCulture
            ),
            FieldNames.SubjectIndicatorCodes => string.Join('|', fields.SubjectIndicatorCodes),
            FieldNames.HandlingInstructions => string.Join('|', fields.HandlingInstructions),
            FieldNames.MessageInstructions => string.Join('|', fields.MessageInstructions),
            FieldNames.CodressMessageIndicator => $"{fields.CodressMessageIndicator}",
            FieldNames.OriginatorReference => $"{fields.OriginatorReference}",
            FieldNames.PrimaryPrecedence => $"{fields.PrimaryPrecedence}",
            FieldNames.CopyPrecedence => $"{fields.CopyPrecedence}",
            FieldNames.MessageType => fields.MessageType!.Identifier is { } identifier
                ? $"{fields.MessageType.Value}|{identifier}"
                : $"{fields.MessageType.Value}",
            FieldNames.OtherRecipientsTo => string.Join('|', fields.OtherRecipientsTo),
            FieldNames.OtherRecipientsCc => string.Join('|', fields.OtherRecipientsCc),
            FieldNames.Acp127MessageIdentifier => $"{fields.Acp127MessageIdentifier}",
            FieldNames.OriginatorPlad => $"{fields.OriginatorPlad}",
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The test does not know this field."),
        };
    }
}
