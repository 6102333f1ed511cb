using Microsoft.OpenApi;
using Mmhs.Messages;

namespace Mmhs.Portal.Api;

/// <summary>The description programs are written from: every operation, what it answers, and the codes it refuses with.</summary>
internal static class ApiDescription
{
    private const string Scheme = "token";

    public static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.ShouldInclude = described =>
                    ("/" + described.RelativePath).StartsWith(ApiRegistration.Root + "/", StringComparison.Ordinal);
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info = new OpenApiInfo
                        {
                            Title = "MMHS Portal",
                            Version = "v1",
                            Description =
                                "Formal messages: drafting, release, inbox, tracking, audit. The same rules as on the pages; docs/api.md has a worked example.",
                        };
                        document.Components ??= new OpenApiComponents();
                        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(
                            StringComparer.Ordinal
                        );
                        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
                        {
                            Type = SecuritySchemeType.Http,
                            Scheme = "bearer",
                            BearerFormat = "mmhs_…",
                            Description = "An API token, made under Account. It acts in one role of its owner.",
                        };
                        document.Security =
                        [
                            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] },
                        ];
                        document.Servers = [];
                        return Task.CompletedTask;
                    }
                );
            }
        );

    /// <summary>Name, purpose, answers and codes of an operation; 401 every one has.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="name">Unique, for generated clients.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="kinds">What it refuses with, beside those of reading the request.</param>
    internal static RouteHandlerBuilder Described(
        this RouteHandlerBuilder operation,
        string name,
        string summary,
        params IRefusalKind[] kinds
    )
    {
        operation
            .WithName(name)
            .WithSummary(summary)
            .WithDescription(
                kinds.Length == 0
                    ? "Refuses with no code of its own."
                    : $"Refuses with {string.Join(", ", kinds.Select(kind => kind.Code))}."
            );
        foreach (
            var status in kinds
                .Select(kind => ApiProblem.StatusOf(kind.Code))
                .Concat([
                    StatusCodes.Status400BadRequest,
                    StatusCodes.Status401Unauthorized,
                    StatusCodes.Status413PayloadTooLarge,
                    StatusCodes.Status415UnsupportedMediaType,
                ])
                .Distinct()
        )
            operation.Produces<ApiProblem>(status, ApiProblem.MediaType);
        return operation;
    }
}
