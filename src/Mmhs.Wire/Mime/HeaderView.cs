using System.Collections.Immutable;
using MimeKit;
using MimeKit.Utils;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Mime;

/// <summary>The fields of one header, as people are shown them; a field that may be there once counts by its first.</summary>
internal sealed class HeaderView(params Header[] fields)
{
    /// <summary>Of a whole message; the library keeps what begins with Content- with the body, and the language of a message is one of those (RFC 3282).</summary>
    public static HeaderView Of(MimeMessage message) =>
        new([.. message.Headers, .. message.Body?.Headers.Where(field => field.Id == HeaderId.ContentLanguage) ?? []]);

    public static HeaderView Empty { get; } = new([]);

    public IEnumerable<string> Names => fields.Select(header => header.Field).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The values, decoded and on one line each, for comparison.</summary>
    public ImmutableArray<string> Values(string name) =>
        [.. All(name).Select(field => string.Join(' ', field.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    /// <summary>For the readers of military fields, which do their own unfolding.</summary>
    public IEnumerable<HeaderField> Raw() => fields.Select(field => new HeaderField(field.Field, BodyOf(field)));

    /// <summary>Every field by name and value, decoded and on one line.</summary>
    public IEnumerable<(string Name, string Value)> Decoded() =>
        fields.Select(field =>
            (field.Field, string.Join(' ', field.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        );

    public IEnumerable<byte[]> RawValues(string name) => All(name).Select(field => field.RawValue);

    public string? RawBody(string name) => First(name) is { } field ? BodyOf(field) : null;

    public IReadOnlyList<string> Bodies(string name) => [.. All(name).Select(BodyOf)];

    public int Count(string name)
    {
        var count = 0;
        foreach (var field in fields)
            if (Is(field, name))
                count++;
        return count;
    }

    public string? Text(string name) => First(name) is { } field ? DisplayText.Reveal(field.Value) : null;

    public DateTimeOffset? Date(string name) => First(name) is { } field ? LenientDate.Read(field.RawValue) : null;

    public string? Id(string name) => Ids(name) is [var id, ..] ? id : null;

    /// <summary>Message identifiers without their brackets; an empty one is none (RFC 5322 §3.6.4).</summary>
    public ImmutableArray<string> Ids(string name) =>
        First(name) is { } field
            ? [.. MimeUtils.EnumerateReferences(field.RawValue, 0, field.RawValue.Length).Where(id => id.Length > 0)]
            : [];

    public ImmutableArray<HeaderAddress> Addresses(string name) =>
        First(name) is not { } field ? []
        : PlainAddresses.TryRead(field.RawValue, out var plain) ? plain
        : InternetAddressList.TryParse(field.RawValue, out var list)
            ?
            [
                .. list.Mailboxes.Select(mailbox => new HeaderAddress(
                    string.IsNullOrWhiteSpace(mailbox.Name) ? null : DisplayText.Reveal(mailbox.Name),
                    mailbox.Address
                )),
            ]
        : [];

    /// <summary>The times of the trace fields, newest first; null for one without a time (RFC 5321 §4.4).</summary>
    public ImmutableArray<DateTimeOffset?> Received() =>
        [
            .. All("Received")
                .Select(field =>
                    field.RawValue.AsSpan().LastIndexOf((byte)';') is >= 0 and var semicolon
                        ? LenientDate.Read(field.RawValue[(semicolon + 1)..])
                        : null
                ),
        ];

    public ImmutableArray<string> ReturnPaths() => [.. Values("Return-Path").Select(value => value.Trim('<', '>', ' '))];

    /// <summary>The first word of a field, in lower case.</summary>
    public string? Word(string name) =>
        Text(name)?.Split(' ', ';', '(')[0].ToLowerInvariant() is { Length: > 0 } word ? word : null;

    /// <summary>Signs of lists and news groups (RFC 2919; RFC 2369; RFC 5536), and of what lists said before those.</summary>
    public bool IsFromList =>
        Count("List-Id") + Count("List-Post") + Count("List-Unsubscribe") + Count("Mailing-List") + Count("Newsgroups") > 0
        || Word("Precedence") is "list" or "bulk";

    // A header is asked some fifty times for every message that comes in: over the array itself, without an enumerator each.
    private Header? First(string name)
    {
        foreach (var field in fields)
            if (Is(field, name))
                return field;
        return null;
    }

    private IEnumerable<Header> All(string name) => fields.Where(field => Is(field, name));

    private static bool Is(Header field, string name) => string.Equals(field.Field, name, StringComparison.OrdinalIgnoreCase);

    private static string BodyOf(Header field) => System.Text.Encoding.Latin1.GetString(field.RawValue);
}
