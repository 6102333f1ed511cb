using System.Collections.Frozen;
using System.Text.Json;

namespace Mmhs.Records.Audit;

/// <summary>The addresses and domains an audit entry names: who it is about, and whose organisation's it is.</summary>
public static class AuditAddresses
{
    /// <summary>Characters of a name; longer ones are no address (RFC 5321 §4.5.3.1) and are not kept.</summary>
    public const int LongestName = 320;

    // what these members of an entry hold are addresses; all other members are identifiers, words and numbers, though they may hold an @
    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "actor",
        "authorizingUsers",
        "bccRecipients",
        "copyRecipients",
        "mailboxes",
        "originator",
        "primaryRecipients",
        "recipient",
        "recipients",
        "reversePath",
        "role"
    );

    /// <summary>Each name once: <c>local@domain</c>, and <c>@domain</c> for each domain.</summary>
    /// <param name="canon">An entry's canonical form.</param>
    public static IReadOnlyCollection<string> Of(ReadOnlyMemory<byte> canon)
    {
        using var entry = JsonDocument.Parse(canon);
        var names = new HashSet<string>(StringComparer.Ordinal);
        Read(entry.RootElement, names);
        if (entry.RootElement.TryGetProperty("organisation", out var organisation))
            Add("@" + organisation.GetString(), names);
        if (entry.RootElement.GetProperty("data") is { ValueKind: JsonValueKind.Object } data)
            Read(data, names);
        return names;
    }

    /// <summary>As it is kept: small letters, no angle brackets; null when it is no address and no <c>@domain</c>.</summary>
    public static string? Normal(string? address)
    {
        var text = address?.Trim().Trim('<', '>').ToLowerInvariant();
        return text is { Length: > 1 and <= LongestName } && text.LastIndexOf('@') is >= 0 and var at && at < text.Length - 1
            ? text
            : null;
    }

    private static void Read(JsonElement holder, HashSet<string> names)
    {
        foreach (var member in holder.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
                continue;
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in member.Value.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.Object)
                        Take(item, names);
                    else if (item.TryGetProperty("recipient", out var recipient))
                        Take(recipient, names);
                }
            }
            else
            {
                Take(member.Value, names);
            }
        }
    }

    private static void Take(JsonElement value, HashSet<string> names)
    {
        if (value.ValueKind == JsonValueKind.String)
            Add(value.GetString(), names);
    }

    private static void Add(string? address, HashSet<string> names)
    {
        if (Normal(address) is not { } name)
            return;
        names.Add(name);
        names.Add(name[name.LastIndexOf('@')..]);
    }
}
