using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static TheoryData<string> Names { get; } = ["open", "blind", "foreign"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_is_built_and_read_as_it_was_accepted(string name)
    {
        var built = Build(name);
        Golden.Matches($"profile/{name}.eml", built.Octets.Span);
        var reading = MessageReader.Read(built.Octets, SampleMessages.Context);
        Golden.Matches($"profile/{name}.expected.json", JsonSerializer.SerializeToUtf8Bytes(reading, Json));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_has_seven_bits_and_short_lines_each_ended_by_crlf(string name)
    {
        var octets = Build(name).Octets.Span;
        Assert.True(octets.EndsWith("\r\n"u8));
        Assert.Equal(-1, octets.IndexOfAnyExceptInRange((byte)0x09, (byte)0x7E));
        foreach (var line in octets.Split("\r\n"u8))
        {
            Assert.InRange(octets[line].Length, 0, 998);
            Assert.Equal(-1, octets[line].IndexOfAny((byte)'\r', (byte)'\n'));
        }
    }

    private static BuiltMessage Build(string name) =>
        name switch
        {
            "open" => SampleMessages.Build(SampleMessages.Plain),
            "blind" => SampleMessages.Build(SampleMessages.Plain, 1),
            "foreign" => SampleMessages.Build(SampleMessages.Foreign),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such message."),
        };
}
