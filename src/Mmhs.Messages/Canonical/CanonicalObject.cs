using System.Globalization;
using System.Text;

namespace Mmhs.Messages.Canonical;

/// <summary>A JSON object in its one canonical spelling, the octets that hashes and signatures are made over.</summary>
/// <remarks>
/// In the style of RFC 8785: members sorted by UTF-16 code unit, no white space, least escapes, numbers only as integers within
/// ±(2^53 - 1), no member twice. Instants are written <c>2026-01-31T12:00:00.000Z</c>, octets as Base64url without padding.
/// Text is brought to NFC when it is put in, and never after; half a surrogate pair becomes U+FFFD, as in every UTF-8. A null value keeps its key: it says the member was considered.
/// </remarks>
public sealed class CanonicalObject
{
    private readonly SortedDictionary<string, CanonicalValue> members = new(StringComparer.Ordinal);

    /// <summary>Puts a member in, as in an object initializer.</summary>
    /// <exception cref="ArgumentException">The member is there already.</exception>
    public CanonicalValue this[string name]
    {
        set => members.Add(name, value);
    }

    /// <summary>Another with the same members, to be added to by itself.</summary>
    public CanonicalObject Copy()
    {
        var copy = new CanonicalObject();
        foreach (var (name, value) in members)
            copy.members.Add(name, value);
        return copy;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var json = new StringBuilder();
        Write(json);
        return json.ToString();
    }

    internal void Write(StringBuilder json)
    {
        json.Append('{');
        var first = true;
        foreach (var (name, value) in members)
        {
            if (!first)
                json.Append(',');
            first = false;
            CanonicalValue.WriteText(json, name);
            json.Append(':');
            value.Write(json);
        }
        json.Append('}');
    }
}

/// <summary>What a canonical object may hold. <c>default</c> is JSON null.</summary>
public readonly struct CanonicalValue
{
    internal const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const long Safe = (1L << 53) - 1; // RFC 7493 §2.2: beyond it a number is not the same everywhere

    private readonly object? value;

    private CanonicalValue(object? value) => this.value = value;

    public static implicit operator CanonicalValue(string? text) =>
        new(text is null ? null : Characters.Normal(text, NormalizationForm.FormC));

    public static implicit operator CanonicalValue(long number) =>
        number is >= -Safe and <= Safe
            ? new(number)
            : throw new ArgumentOutOfRangeException(nameof(number), "Write numbers beyond 2^53 as text.");

    public static implicit operator CanonicalValue(int number) => new((long)number);

    public static implicit operator CanonicalValue(bool truth) => new(truth);

    public static implicit operator CanonicalValue(CanonicalObject? members) => new(members);

    public static implicit operator CanonicalValue(DateTimeOffset at) => new(Instant(at));

    public static implicit operator CanonicalValue(DateTimeOffset? at) => at is { } known ? new(Instant(known)) : default;

    public static implicit operator CanonicalValue(byte[]? octets) => new(octets is null ? null : Base64Url(octets));

    /// <summary>An array in the order given; sort first what is a set.</summary>
    public static CanonicalValue List(IEnumerable<CanonicalValue> items) => new(items.ToArray());

    public static CanonicalValue List(IEnumerable<string> items) => List(items.Select(item => (CanonicalValue)item));

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static string Base64Url(ReadOnlySpan<byte> octets) =>
        Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    internal void Write(StringBuilder json)
    {
        switch (value)
        {
            case null:
                json.Append("null");
                break;
            case string text:
                WriteText(json, text);
                break;
            case long number:
                json.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            case bool truth:
                json.Append(truth ? "true" : "false");
                break;
            case CanonicalObject members:
                members.Write(json);
                break;
            case CanonicalValue[] items:
                json.Append('[');
                for (var i = 0; i < items.Length; i++)
                {
                    if (i > 0)
                        json.Append(',');
                    items[i].Write(json);
                }
                json.Append(']');
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // RFC 8785 §3.2.2.2: two-letter escapes where JSON has them, \u00xx for the other controls, everything else as it is
    internal static void WriteText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    json.Append("\\\"");
                    break;
                case '\\':
                    json.Append("\\\\");
                    break;
                case '\b':
                    json.Append("\\b");
                    break;
                case '\t':
                    json.Append("\\t");
                    break;
                case '\n':
                    json.Append("\\n");
                    break;
                case '\f':
                    json.Append("\\f");
                    break;
                case '\r':
                    json.Append("\\r");
                    break;
                case < ' ':
                    json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    json.Append(c);
                    break;
            }
        }
        json.Append('"');
    }
}
