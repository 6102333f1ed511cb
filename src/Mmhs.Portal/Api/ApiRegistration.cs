using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Messages;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Api;

/// <summary>The portal for programs: what the pages can do, by the same desks and under the same rules.</summary>
internal static class ApiRegistration
{
    public const string Root = "/api/v1";

    private const long SmallBody = 64 * 1024;

    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.MaxDepth = 32;
            json.SerializerOptions.Converters.Add(new UtcTime());
        });
        services.AddSingleton<StatementTickets>();
        services.AddApiDescription();
    }

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints
            .MapGroup(Root)
            .RequireAuthorization()
            .WithMetadata(new ApiDoor.AcceptsCaller(), new ApiDoor.BodyLimit(SmallBody));
        api.MapMe();
        api.MapDrafts();
        api.MapComments();
        api.MapReviews();
        api.MapInboxApi();
        api.MapSent();
        api.MapAudit();
        api.MapDirectory();
        api.MapLists();
        api.MapRights();
        api.MapDelegations();
        api.MapOperator();
        api.MapBreakGlass();
        api.MapTokens();
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    /// <summary>Done and nothing to say, or a problem.</summary>
    internal static IResult ToResult(this Outcome outcome) =>
        outcome.IsDone ? Results.NoContent() : ApiProblem.Of(outcome.Refusals).ToResult();

    internal static IResult Refused(Refusal refusal) => ApiProblem.Of(refusal).ToResult();

    internal static IResult NotFound => Refused(CommonRefusals.NotFound);

    /// <summary>Refused at this door, before any desk was asked: so it is this door that writes it down.</summary>
    internal static IResult NotPermitted { get; } = new Denied();

    internal static IResult BadPage =>
        Refused(ApiRefusals.Unreadable.Of("this page is of another list, or none. Begin without it.", "page"));

    private sealed class Denied : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (httpContext.Features.Get<Caller>() is { Actor: var actor } && httpContext.GetEndpoint() is RouteEndpoint endpoint)
                await httpContext
                    .RequestServices.GetRequiredService<PortalRecords>()
                    .AuditAsync(
                        Denials.Of(actor, $"{httpContext.Request.Method} {endpoint.RoutePattern.RawText}", null),
                        httpContext.RequestAborted
                    );
            await Refused(CommonRefusals.NotPermitted).ExecuteAsync(httpContext);
        }
    }

    /// <summary>Times are said in UTC to the millisecond, and read only with their offset.</summary>
    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? throw new JsonException("A time is a text.");
            return
                (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-')) && reader.TryGetDateTimeOffset(out var time)
                ? time
                : throw new JsonException("A time is ISO 8601 with its offset.");
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
