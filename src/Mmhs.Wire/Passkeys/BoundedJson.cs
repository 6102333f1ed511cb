using System.Buffers.Text;
using System.Text.Json;

namespace Mmhs.Wire.Passkeys;

/// <summary>JSON from outside: short, shallow, no member twice, and octets in exactly one spelling.</summary>
internal static class BoundedJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Null when it is too long or is not JSON; the caller disposes of it.</summary>
    public static JsonDocument? Read(ReadOnlySpan<byte> octets, int most)
    {
        if (octets.Length > most)
            return null;
        try
        {
            return JsonDocument.Parse(octets.ToArray(), Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when the member is absent, is no string, or is no Unicode text.</summary>
    public static string? Text(JsonElement within, string member)
    {
        if (!within.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException) // half a surrogate pair, or octets that are no UTF-8
        {
            return null;
        }
    }

    /// <summary>Null when the member is not canonical base64url without padding (RFC 4648 §5, §3.5).</summary>
    public static byte[]? Octets(JsonElement within, string member)
    {
        if (Text(within, member) is not { } text || !Base64Url.IsValid(text))
            return null;
        var octets = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(octets) == text ? octets : null;
    }
}
