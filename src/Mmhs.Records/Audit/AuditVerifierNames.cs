using System.Text.Json;

namespace Mmhs.Records.Audit;

/// <summary>What an entry is found by beside its columns, as the verifier reads it; apart from what wrote it.</summary>
internal static class AuditVerifierNames
{
    private const int Longest = 320;

    public static IReadOnlySet<string> Of(JsonElement entry)
    {
        var data = entry.GetProperty("data");
        List<string?> said = [.. Texts(entry, "actor"), .. Texts(entry, "role")];
        if (data.ValueKind == JsonValueKind.Object)
        {
            foreach (
                var member in new[]
                {
                    "actor",
                    "role",
                    "originator",
                    "reversePath",
                    "recipient",
                    "recipients",
                    "primaryRecipients",
                    "copyRecipients",
                    "bccRecipients",
                    "authorizingUsers",
                    "mailboxes",
                }
            )
                said.AddRange(Texts(data, member));
        }
        if (entry.TryGetProperty("organisation", out var of))
            said.Add('@' + of.GetString());
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in said)
        {
            var name = text!.Trim().Trim('<', '>').ToLowerInvariant();
            var domain = name[(name.LastIndexOf('@') + 1)..];
            if (name.Length > Longest || domain.Length == name.Length || domain.Length == 0)
                continue;
            names.Add(name);
            names.Add('@' + domain);
        }
        return names;
    }

    private static IEnumerable<string?> Texts(JsonElement holder, string member)
    {
        if (!holder.TryGetProperty(member, out var value))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()],
            JsonValueKind.Array => value
                .EnumerateArray()
                .SelectMany(item =>
                    item.ValueKind switch
                    {
                        JsonValueKind.String => [item.GetString()],
                        JsonValueKind.Object => Texts(item, "recipient"),
                        _ => Enumerable.Empty<string?>(),
                    }
                ),
            _ => [],
        };
    }
}
