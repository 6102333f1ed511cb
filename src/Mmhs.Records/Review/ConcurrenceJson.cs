using System.Text.Json;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Records.Review;

/// <summary>A concurrence as the text of a column, and back, to the octet: its proof is over the statement's canonical form.</summary>
public static class ConcurrenceJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(Concurrence concurrence)
    {
        var statement = concurrence.Statement;
        return JsonSerializer.Serialize(
            new Stored(
                statement.DraftId,
                statement.Version,
                statement.ContentHash,
                statement.Stage,
                statement.Role.ToString(),
                statement.Reviewer,
                statement.OnBehalfOf,
                statement.At.ToUnixTimeMilliseconds(),
                concurrence.Proof.Method,
                concurrence.Proof.Octets
            ),
            Options
        );
    }

    /// <exception cref="JsonException">The text is not what <see cref="Write"/> writes.</exception>
    /// <exception cref="FormatException">A value in it is none of its kind.</exception>
    public static Concurrence Read(string json)
    {
        var stored =
            JsonSerializer.Deserialize<Stored>(json, Options) ?? throw new JsonException("A concurrence is a JSON object.");
        return new(
            new(
                stored.DraftId,
                stored.Version,
                stored.ContentHash,
                stored.Stage,
                EmailAddress.Parse(stored.Role),
                stored.Reviewer,
                stored.OnBehalfOf,
                DateTimeOffset.FromUnixTimeMilliseconds(stored.At)
            ),
            new(stored.Method, stored.Proof)
        );
    }

    private sealed record Stored(
        Guid DraftId,
        int Version,
        string ContentHash,
        string Stage,
        string Role,
        string Reviewer,
        string? OnBehalfOf,
        long At,
        ApprovalMethod Method,
        byte[] Proof
    );
}
