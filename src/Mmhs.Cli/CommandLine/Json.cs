using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mmhs.Cli.CommandLine;

/// <summary>The JSON programs read: camel case, absent as null, instants in ISO 8601, text as it is.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
