using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mmhs.Records.Audit;

/// <summary>An entry's octets as the verifier reads them, with a canonical spelling of its own (access-and-audit §4.2).</summary>
/// <remarks>Shares nothing with what wrote the entry, so that a mistake there is found here and not repeated.</remarks>
internal sealed record AuditVerifierCanon(
    string Stream,
    long Seq,
    string At,
    string EventType,
    string Outcome,
    string? Actor,
    string? MessageId,
    string? EnvelopeId,
    string? Correlation,
    IReadOnlySet<string> Names,
    IReadOnlySet<string> Facts,
    bool IsCanonical
)
{
    private const long LargestExact = 9007199254740991; // RFC 7493 §2.2
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when the octets are no entry.</summary>
    public static AuditVerifierCanon? Read(byte[] octets)
    {
        try
        {
            using var document = JsonDocument.Parse(octets, Strict);
            var entry = document.RootElement;
            if (entry.ValueKind != JsonValueKind.Object || entry.GetProperty("v").GetInt64() != 1)
                return null;
            var spelling = new StringBuilder(octets.Length);
            Spell(entry, spelling);
            return new(
                Text(entry, "stream"),
                entry.GetProperty("seq").GetInt64(),
                Text(entry, "ts"),
                Text(entry, "eventType"),
                Text(entry, "outcome"),
                TextOrNull(entry, "actor"),
                TextOrNull(entry, "mmId"),
                TextOrNull(entry, "envId"),
                TextOrNull(entry, "correlation"),
                AuditVerifierNames.Of(entry),
                Members(entry, "data"),
                Utf8.GetBytes(spelling.ToString()).AsSpan().SequenceEqual(octets)
            );
        }
        // all that broken JSON, broken UTF-8 and members of another kind throw
        catch (Exception unreadable)
            when (unreadable
                    is JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException
                        or ArgumentException
            )
        {
            return null;
        }
    }

    private static HashSet<string> Members(JsonElement entry, string member) =>
        [.. entry.GetProperty(member).EnumerateObject().Select(inside => inside.Name)];

    private static string Text(JsonElement entry, string member) =>
        entry.GetProperty(member).GetString() ?? throw new FormatException($"{member} is null.");

    private static string? TextOrNull(JsonElement entry, string member) => entry.GetProperty(member).GetString();

    private static void Spell(JsonElement value, StringBuilder to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                to.Append('{');
                var members = value.EnumerateObject().ToList();
                members.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name)); // UTF-16 code units, RFC 8785 §3.2.3
                for (var i = 0; i < members.Count; i++)
                {
                    if (i > 0)
                        to.Append(',');
                    Quote(members[i].Name, to);
                    to.Append(':');
                    Spell(members[i].Value, to);
                }
                to.Append('}');
                break;
            case JsonValueKind.Array:
                to.Append('[');
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!first)
                        to.Append(',');
                    first = false;
                    Spell(item, to);
                }
                to.Append(']');
                break;
            case JsonValueKind.String:
                Quote(value.GetString()!, to);
                break;
            case JsonValueKind.Number:
                var number = value.GetInt64(); // a fraction or an exponent is none of ours and throws
                if (number is > LargestExact or < -LargestExact)
                    throw new FormatException("A number beyond 2^53 is written as text.");
                to.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.True:
                to.Append("true");
                break;
            case JsonValueKind.False:
                to.Append("false");
                break;
            case JsonValueKind.Null:
                to.Append("null");
                break;
            case JsonValueKind.Undefined:
                throw new FormatException("Not a value.");
        }
    }

    // RFC 8785 §3.2.2.2
    private static void Quote(string text, StringBuilder to)
    {
        const string Letters = "btn\0fr"; // what stands for U+0008 to U+000D; U+000B has no letter
        to.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                to.Append('\\').Append(c);
            else if (c >= ' ')
                to.Append(c);
            else if (c is >= '\b' and <= '\r' and not '\v')
                to.Append('\\').Append(Letters[c - '\b']);
            else
                to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        to.Append('"');
    }
}
