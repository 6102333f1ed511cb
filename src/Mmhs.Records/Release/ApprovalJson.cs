using System.Collections.Immutable;
using System.Text.Json;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Records.Release;

/// <summary>An approval as the text of a column, and back, to the octet: its proof is over the statement's canonical form.</summary>
public static class ApprovalJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(Approval approval)
    {
        var statement = approval.Statement;
        return JsonSerializer.Serialize(
            new Stored(
                statement.DraftId,
                statement.Version,
                statement.ContentHash,
                statement.Filled.MessageId.Value,
                statement.Filled.Date.ToUnixTimeMilliseconds(),
                statement.Filled.Dtg.At.ToUnixTimeMilliseconds(),
                [.. statement.Filled.EnvelopeIds.Select(id => id.Value)],
                statement.Releaser,
                statement.ReleaserMailbox.DisplayName,
                statement.ReleaserMailbox.Address.ToString(),
                statement.Role.ToString(),
                statement.Drafter,
                statement.OnBehalfOf,
                statement.BreakGlass,
                statement.At.ToUnixTimeMilliseconds(),
                approval.Proof.Method,
                approval.Proof.Octets,
                statement.MinimizeConsidered
            ),
            Options
        );
    }

    /// <exception cref="JsonException">The text is not what <see cref="Write"/> writes.</exception>
    /// <exception cref="FormatException">A value in it is none of its kind.</exception>
    public static Approval Read(string json)
    {
        var stored =
            JsonSerializer.Deserialize<Stored>(json, Options) ?? throw new JsonException("An approval is a JSON object.");
        return new Approval(
            new ApprovalStatement(
                stored.DraftId,
                stored.Version,
                stored.ContentHash,
                new SystemFilled(
                    MessageId.Parse(stored.MessageId),
                    DateTimeOffset.FromUnixTimeMilliseconds(stored.Date),
                    new DateTimeGroup(DateTimeOffset.FromUnixTimeMilliseconds(stored.Dtg)),
                    [.. stored.EnvelopeIds.Select(EnvelopeId.Parse)]
                ),
                stored.Releaser,
                new Mailbox(stored.ReleaserName, EmailAddress.Parse(stored.ReleaserAddress)),
                EmailAddress.Parse(stored.Role),
                DateTimeOffset.FromUnixTimeMilliseconds(stored.At)
            )
            {
                // absent only in what was written before the drafter was part of a statement: such an approval no longer proves anything
                Drafter = stored.Drafter ?? "",
                OnBehalfOf = stored.OnBehalfOf,
                BreakGlass = stored.BreakGlass,
                MinimizeConsidered = stored.MinimizeConsidered,
            },
            new Proof(stored.Method, stored.Proof)
        );
    }

    private sealed record Stored(
        Guid DraftId,
        int Version,
        string ContentHash,
        string MessageId,
        long Date,
        long Dtg,
        ImmutableArray<string> EnvelopeIds,
        string Releaser,
        string? ReleaserName,
        string ReleaserAddress,
        string Role,
        string? Drafter,
        string? OnBehalfOf,
        string? BreakGlass,
        long At,
        ApprovalMethod Method,
        byte[] Proof,
        bool MinimizeConsidered = false
    );
}
