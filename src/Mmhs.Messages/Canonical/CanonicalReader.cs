using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Mmhs.Messages.Canonical;

/// <summary>Reads the members of a canonical object; what is missing or of another kind is a <see cref="FormatException"/>, never empty.</summary>
/// <remarks>
/// It does not ask whether the spelling is the canonical one. Who must know prints what he read and compares: with that a member
/// twice, one too many, and another spelling of the same value are found out too.
/// </remarks>
internal readonly struct CanonicalReader
{
    private readonly JsonElement json;

    private CanonicalReader(JsonElement json) =>
        this.json = json.ValueKind == JsonValueKind.Object ? json : throw new FormatException("What was written is no object.");

    /// <exception cref="FormatException">The octets are no JSON object in UTF-8, or something in it is not what the reader asks for.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> octets, Func<CanonicalReader, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(octets);
            return read(new(document.RootElement));
        }
        catch (Exception wrong)
            when (wrong is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException("What was written cannot be read.", wrong);
        }
    }

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public string Text(string name) => MaybeText(name) ?? throw new FormatException($"{name} is not said.");

    public string? MaybeText(string name) => Of(name).GetString();

    public int Number(string name) => Of(name).GetInt32();

    public int? MaybeNumber(string name) => IsNull(name) ? null : Number(name);

    public long LongNumber(string name) => Of(name).GetInt64();

    public bool Truth(string name) => Of(name).GetBoolean();

    public DateTimeOffset Instant(string name) => InstantOf(Text(name));

    /// <exception cref="FormatException">The text is no instant as <see cref="CanonicalValue.Instant"/> writes it.</exception>
    public static DateTimeOffset InstantOf(string text) =>
        DateTimeOffset.ParseExact(
            text,
            CanonicalValue.InstantFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    public DateTimeOffset? MaybeInstant(string name) => IsNull(name) ? null : Instant(name);

    public byte[] Octets(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(Text(name));

    public CanonicalReader Object(string name) => new(Of(name));

    public ImmutableArray<T> Objects<T>(string name, Func<CanonicalReader, T> read) =>
        [.. Of(name).EnumerateArray().Select(item => read(new(item)))];

    public ImmutableArray<string> Texts(string name) =>
        [.. Of(name).EnumerateArray().Select(item => item.GetString() ?? throw new FormatException($"{name} has a gap."))];

    private bool IsNull(string name) => Of(name).ValueKind == JsonValueKind.Null;

    private JsonElement Of(string name) =>
        json.TryGetProperty(name, out var value) ? value : throw new FormatException($"{name} is missing.");
}
