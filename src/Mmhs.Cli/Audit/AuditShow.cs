using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mmhs.Cli.CommandLine;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Audit;

namespace Mmhs.Cli.Audit;

/// <summary><c>mmhs audit show</c>: everything one database has about a message, oldest first, or about an address, newest first.</summary>
internal static class AuditShow
{
    private const int Found = 0;
    private const int NothingThere = 2;
    private const int AtOnce = 500;
    private static readonly FrozenSet<string> WithValue = FrozenSet.Create("--address", "--db", "--provider", "--mmid");
    private static readonly FrozenSet<string> Flags = FrozenSet.Create("--json");

    public static async Task<int> RunAsync(
        IReadOnlyList<string> typed,
        Surroundings surroundings,
        CancellationToken cancellationToken
    )
    {
        var arguments = Arguments.Read(typed, WithValue, Flags);
        var address = arguments["--address"];
        if (address is not null && arguments["--mmid"] is not null)
            throw new UsageException("Ask by --mmid or by --address.");
        if (address is not null && AuditAddresses.Normal(address) is null)
            throw new UsageException("--address is no address of the form local@domain, and no @domain.");
        var story = await AuditDatabase.ReadAsync(
            arguments,
            (context, token) =>
                address is null ? StoryAsync(context, Message(arguments), token) : AboutAsync(context, address, token),
            cancellationToken
        );
        if (arguments.Has("--json"))
            await surroundings.Output.WriteLineAsync(
                Json.Write(story.Select(entry => JsonSerializer.Deserialize<JsonElement>(entry.Canon)))
            );
        else
            foreach (var entry in story)
                await surroundings.Output.WriteLineAsync(ToText(entry));
        if (story.Count == 0)
            await surroundings.Errors.WriteLineAsync($"mmhs: nothing is recorded about {address ?? arguments["--mmid"]}.");
        return story.Count == 0 ? NothingThere : Found;
    }

    private static string Message(Arguments arguments) =>
        MessageId.TryParse(arguments.Required("--mmid"), out var id)
            ? id.Value
            : throw new UsageException("--mmid is no message identifier of the form left@right.");

    // page after page, as the portal reads it; who has the file sees everybody's entries
    private static async Task<IReadOnlyList<AuditEntryRow>> AboutAsync(
        RelayContext context,
        string address,
        CancellationToken cancellationToken
    )
    {
        var found = new List<AuditEntryRow>();
        while (true)
        {
            var after = found.Count == 0 ? null : new AuditPageKey(found[^1].At, found[^1].Seq, found[^1].Stream);
            var page = await context
                .Page(AuditSearch.All with { Address = address, WithQueries = true }, null, after, AtOnce)
                .ToListAsync(cancellationToken);
            found.AddRange(page);
            if (page.Count < AtOnce)
                return found;
        }
    }

    // the draft had no identifier yet, and a submission is known by its envelope: both are found through the entries that name the message
    private static async Task<IReadOnlyList<AuditEntryRow>> StoryAsync(
        RelayContext context,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        var named = await context
            .AuditEntries.AsNoTracking()
            .Where(entry => entry.MessageId == messageId)
            .Select(entry => new { entry.Correlation, entry.EnvelopeId })
            .Distinct()
            .ToListAsync(cancellationToken);
        return await context
            .Story(
                null,
                messageId,
                [.. named.Select(entry => entry.Correlation).OfType<string>().Distinct()],
                [.. named.Select(entry => entry.EnvelopeId).OfType<string>().Distinct()]
            )
            .ToListAsync(cancellationToken);
    }

    private static string ToText(AuditEntryRow entry) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}  {entry.Stream}/{entry.Seq}  {entry.EventType}  {entry.Outcome}  {entry.Actor ?? "-"}{(entry.EnvelopeId is null ? "" : $"  ENVID {entry.EnvelopeId}")}"
        );
}
