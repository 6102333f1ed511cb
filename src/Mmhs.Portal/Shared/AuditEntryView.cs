using System.Text.Encodings.Web;
using System.Text.Json;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Shared;

/// <summary>An audit entry with what its canonical form says; the columns beside it are for finding only.</summary>
internal sealed class AuditEntryView
{
    // For people's eyes: letters and signs as they are. It is shown as text, never as markup.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonElement canon;

    public AuditEntryView(AuditEntryRow row)
    {
        Row = row;
        using var document = JsonDocument.Parse(row.Canon);
        canon = document.RootElement.Clone();
    }

    public AuditEntryRow Row { get; }

    public string Key => $"{Row.Stream}#{Row.Seq}";

    public string? Role => canon.TryGetProperty("role", out var role) ? role.GetString() : null;

    /// <summary>The canonical form, indented; evidence are its octets as they are kept, not this.</summary>
    public string Json => JsonSerializer.Serialize(canon, Readable);

    /// <summary>First digits of the entry's own hash.</summary>
    public string ShortHash => Convert.ToHexStringLower(Row.EntryHash.AsSpan(0, 6));

    public AuditOutcome Outcome =>
        Row.Outcome switch
        {
            "denied" => AuditOutcome.Denied,
            "failed" => AuditOutcome.Failed,
            _ => AuditOutcome.Ok,
        };

    /// <summary>A member of the event's data as text; null where it is absent or null.</summary>
    public string? Said(string name) =>
        canon.TryGetProperty("data", out var data)
        && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>A member that is a list of texts; empty where it is none.</summary>
    public IReadOnlyList<string> Listed(string name) =>
        canon.TryGetProperty("data", out var data)
        && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}
