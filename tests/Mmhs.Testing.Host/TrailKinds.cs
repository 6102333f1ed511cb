using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.Audit;

namespace Mmhs.Testing.Host;

/// <summary>What a test left in the trails, held against the catalogue: each entry is of a known kind and states what its kind does, and nothing else.</summary>
internal static class TrailKinds
{
    /// <exception cref="InvalidOperationException">An entry does not fit; the text says how.</exception>
    public static async Task CheckAsync(IServiceProvider services)
    {
        await using var portal = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        await using var relay = await services.GetRequiredService<IDbContextFactory<RelayContext>>().CreateDbContextAsync();
        foreach (var entries in new[] { portal.Set<AuditEntryRow>(), relay.Set<AuditEntryRow>() })
        foreach (var entry in await entries.AsNoTracking().ToListAsync())
            if (Objection(entry) is { } objection)
                throw new InvalidOperationException($"Entry {entry.Seq} of {entry.Stream}: {objection}.");
    }

    // what a test broke on purpose is no entry of ours
    private static string? Objection(AuditEntryRow entry)
    {
        try
        {
            using var canon = JsonDocument.Parse(entry.Canon);
            var (type, outcome) = (
                canon.RootElement.GetProperty("eventType").GetString()!,
                canon.RootElement.GetProperty("outcome").GetString()
            );
            var facts = canon.RootElement.GetProperty("data").EnumerateObject().Select(fact => fact.Name).ToList();
            return AuditCatalog.Find(type) is { } kind
                ? kind.Objection(outcome == "ok" ? AuditOutcome.Ok : AuditOutcome.Denied, facts)
                : $"{type} is no kind of the catalogue";
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
