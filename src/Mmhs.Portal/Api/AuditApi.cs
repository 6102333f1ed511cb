using System.Globalization;
using System.Text.Json;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Shared;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Api;

/// <summary>Searching the audit trails; every search is itself audited.</summary>
internal static class AuditApi
{
    /// <param name="Canon">The entry's canonical form; evidence are its octets in the record.</param>
    public sealed record AuditEntryBody(
        string Stream,
        long Seq,
        DateTimeOffset At,
        string Type,
        string Outcome,
        string? Actor,
        string? MessageId,
        string? EnvelopeId,
        string? Correlation,
        string EntryHash,
        string ChainHash,
        JsonElement Canon
    )
    {
        public static AuditEntryBody Of(AuditEntryRow row)
        {
            using var canon = JsonDocument.Parse(row.Canon);
            return new(
                row.Stream,
                row.Seq,
                row.At,
                row.EventType,
                row.Outcome,
                row.Actor,
                row.MessageId,
                row.EnvelopeId,
                row.Correlation,
                Convert.ToHexStringLower(row.EntryHash),
                Convert.ToHexStringLower(row.ChainHash),
                canon.RootElement.Clone()
            );
        }
    }

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit/entries", SearchAsync)
            .Produces<PageBody<AuditEntryBody>>()
            .Described(
                "searchAudit",
                "Entries of both trails that are the auditor's organisation's, newest first; by address local@domain or @domain, and with looks=true those about looks at the trail itself",
                CommonRefusals.NotPermitted,
                ApiRefusals.NotUnderstood,
                ApiRefusals.Unreadable
            );
        api.MapGet("/audit/story", StoryAsync)
            .Produces<IReadOnlyList<AuditEntryBody>>()
            .Described(
                "getStory",
                "Everything both trails know of one message, oldest first",
                CommonRefusals.NotPermitted,
                ApiRefusals.NotUnderstood
            );
    }

    private static async Task<IResult> SearchAsync(
        string? message,
        string? envelope,
        string? actor,
        string? address,
        bool? looks,
        DateTimeOffset? from,
        DateTimeOffset? until,
        string? page,
        int? take,
        Caller caller,
        AuditDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (!caller.Actor.Function.MayAudit())
            return ApiRegistration.NotPermitted;
        AuditPageKey? after = null;
        if (page is not null)
        {
            if (
                PageToken.Read(page, 4) is not ["audit", var at, var seq, var stream]
                || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                || ticks > DateTimeOffset.MaxValue.UtcTicks
                || !long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
                return ApiRegistration.BadPage;
            after = new(new DateTimeOffset(ticks, TimeSpan.Zero), number, stream);
        }
        if (address is not null && AuditAddresses.Normal(address) is null)
            return ApiRegistration.Refused(
                ApiRefusals.NotUnderstood.Of("This is no address of the form local@domain, and no @domain.", "address")
            );
        var wanted = PageToken.Take(take);
        var search = new AuditSearch(
            MessageId.TryParse(message, out var id) ? id.Value : message,
            envelope,
            actor,
            address,
            from?.ToUniversalTime(),
            until?.ToUniversalTime(),
            looks ?? false
        );
        var entries = await desk.SearchAsync(caller.Actor, search, after, wanted, cancellationToken);
        var next =
            entries.Count == wanted
                ? PageToken.Write(
                    "audit",
                    entries[^1].At.UtcTicks.ToString(CultureInfo.InvariantCulture),
                    entries[^1].Seq.ToString(CultureInfo.InvariantCulture),
                    entries[^1].Stream
                )
                : null;
        return Results.Ok(new PageBody<AuditEntryBody>([.. entries.Select(AuditEntryBody.Of)], next));
    }

    private static async Task<IResult> StoryAsync(
        string message,
        Caller caller,
        AuditDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (!caller.Actor.Function.MayAudit())
            return ApiRegistration.NotPermitted;
        if (!MessageId.TryParse(message, out var id))
            return ApiRegistration.Refused(ApiRefusals.NotUnderstood.Of("This is no message identifier.", "message"));
        return Results.Ok((await desk.StoryAsync(caller.Actor, id.Value, cancellationToken)).Select(AuditEntryBody.Of).ToList());
    }
}
