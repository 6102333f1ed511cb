using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Mmhs.Portal.Access;

namespace Mmhs.Portal.Api;

/// <summary>Who calls, found anew for each call; it stands only behind <see cref="ApiDoor.UseApi"/>.</summary>
internal sealed record Caller(Actor Actor) : IBindableFromHttpContext<Caller>
{
    public static ValueTask<Caller?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<Caller>());
}

/// <summary>What every call under <c>/api</c> passes: who it is, and that every no is a problem document.</summary>
internal static class ApiDoor
{
    /// <summary>To stand before authentication.</summary>
    public static void UseApiProblems(this IApplicationBuilder app) =>
        app.UseWhen(
            IsApi,
            api =>
                api.Use(
                    async (context, next) =>
                    {
                        try
                        {
                            await next(context);
                        }
                        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
                        {
                            context.Response.StatusCode = bad.StatusCode;
                        }
                        catch (Exception failed)
                            when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
                        {
                            context
                                .RequestServices.GetRequiredService<ILoggerFactory>()
                                .CreateLogger("Mmhs.Portal.Api")
                                .Failed(failed, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "unknown");
                            context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
                        }
                        if (
                            !context.Response.HasStarted
                            && context.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null }
                        )
                            await ApiProblem.Of(context.Response.StatusCode).ToResult().ExecuteAsync(context);
                    }
                )
        );

    /// <summary>To stand after authorisation: a token or session that is over, or a role no longer held, is nobody.</summary>
    public static void UseApi(this IApplicationBuilder app) =>
        app.UseWhen(
            IsApi,
            api =>
                api.Use(
                    async (context, next) =>
                    {
                        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAcceptsCaller>() is not null)
                        {
                            if (
                                await context
                                    .RequestServices.GetRequiredService<ActorResolver>()
                                    .ResolveAsync(context.User, context.RequestAborted)
                                is not { } actor
                            )
                            {
                                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\""; // RFC 6750 §3.1
                                return;
                            }
                            context.Features.Set(new Caller(actor));
                            context.Response.Headers.CacheControl = "no-store";
                        }
                        await next(context);
                    }
                )
        );

    /// <summary>Marks the operations of the API.</summary>
    public interface IAcceptsCaller;

    internal sealed class AcceptsCaller : IAcceptsCaller;

    /// <summary>A body may be so long, in octets.</summary>
    internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}

internal static partial class ApiLog
{
    [LoggerMessage(EventId = 9601, EventName = "ApiFailed", Level = LogLevel.Error, Message = "{Method} {Operation} failed")]
    public static partial void Failed(this ILogger logger, Exception exception, string method, string operation);
}
