using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mmhs.Cli.CommandLine;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Audit;

namespace Mmhs.Cli.Audit;

/// <summary><c>mmhs audit show</c>: everything one database has about a message, oldest first.</summary>
internal static class AuditShow
{
    private const int Found = 0;
    private const int NothingThere = 2;
    private static readonly FrozenSet<string> WithValue = FrozenSet.Create("--db", "--provider", "--mmid");
    private static readonly FrozenSet<string> Flags = FrozenSet.Create("--json");

    public static async Task<int> RunAsync(IReadOnlyList<string> typed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Read(typed, WithValue, Flags);
        if (!MessageId.TryParse(arguments.Required("--mmid"), out var id)) throw new UsageException("--mmid is no message identifier of the form left@right.");
        var story = await AuditDatabase.ReadAsync(arguments, (context, token) => StoryAsync(context, id.Value, token), cancellationToken);
        if (arguments.Has("--json")) await surroundings.Output.WriteLineAsync(Json.Write(story.Select(entry => JsonSerializer.Deserialize<JsonElement>(entry.Canon))));
        else
            foreach (var entry in story) await surroundings.Output.WriteLineAsync(ToText(entry));
        if (story.Count == 0) await surroundings.Errors.WriteLineAsync($"mmhs: nothing is recorded about {id}.");
        return story.Count == 0 ? NothingThere : Found;
    }

    // the draft had no identifier yet, and a submission is known by its envelope: both are found through the entries that name the message
    private static async Task<IReadOnlyList<AuditEntryRow>> StoryAsync(RelayContext context, string messageId, CancellationToken cancellationToken)
    {
        var named = await context.AuditEntries.AsNoTracking().Where(entry => entry.MessageId == messageId)
            .Select(entry => new { entry.Correlation, entry.EnvelopeId }).Distinct().ToListAsync(cancellationToken);
        return await context.AuditEntries.Story(
            messageId,
            [.. named.Select(entry => entry.Correlation).OfType<string>().Distinct()],
            [.. named.Select(entry => entry.EnvelopeId).OfType<string>().Distinct()]).ToListAsync(cancellationToken);
    }

    private static string ToText(AuditEntryRow entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}  {entry.Stream}/{entry.Seq}  {entry.EventType}  {entry.Outcome}  {entry.Actor ?? "-"}{(entry.EnvelopeId is null ? "" : $"  ENVID {entry.EnvelopeId}")}");
}
