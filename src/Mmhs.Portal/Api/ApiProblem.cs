using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>One thing that stands against an act.</summary>
/// <param name="Code">Stable; programs go by it.</param>
/// <param name="Detail">Words for people.</param>
/// <param name="Field">The member it is about; null when it is about none.</param>
public sealed record ApiError(string Code, string Detail, string? Field);

/// <summary>Why something was not done (RFC 9457 §3), with everything that stands against it.</summary>
/// <param name="Type">A name of this kind of problem; nothing is found under it.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Status">As in the status line.</param>
/// <param name="Detail">Words for people, of the first error.</param>
/// <param name="Code">Stable, of the first error.</param>
/// <param name="Field">Of the first error.</param>
/// <param name="Errors">All of them.</param>
public sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field,
    ImmutableArray<ApiError> Errors
)
{
    public const string MediaType = "application/problem+json";

    public static Refusal NotSignedIn { get; } =
        new("API-401", "Send the token of a program: Authorization: Bearer mmhs_… Reading is also open to a signed-in browser.");

    /// <param name="refusals">At least one.</param>
    public static ApiProblem Of(params ImmutableArray<Refusal> refusals) => Of(StatusOf(refusals[0].Code), refusals);

    public static ApiProblem Of(int status, params ImmutableArray<Refusal> refusals)
    {
        var first = refusals[0];
        return new(
            "urn:mmhs:refusal:" + first.Code,
            TitleOf(status),
            status,
            first.Text,
            first.Code,
            first.Field,
            [.. refusals.Select(one => new ApiError(one.Code, one.Text, one.Field))]
        );
    }

    /// <summary>The problem a status alone stands for, where a door said no before any desk was asked.</summary>
    public static ApiProblem Of(int status) =>
        Of(
            status,
            status switch
            {
                StatusCodes.Status400BadRequest => new Refusal(
                    "API-400",
                    "The request cannot be read: its JSON, its path or its query is not what the description says, or holds a member that is not known."
                ),
                StatusCodes.Status401Unauthorized => NotSignedIn,
                StatusCodes.Status403Forbidden => CommonRefusals.NotPermitted,
                StatusCodes.Status404NotFound => CommonRefusals.NotFound,
                StatusCodes.Status405MethodNotAllowed => new("API-405", "This method does not exist here."),
                StatusCodes.Status413PayloadTooLarge => new("API-413", "The body is larger than this operation takes."),
                StatusCodes.Status415UnsupportedMediaType => new("API-415", "Send application/json."),
                StatusCodes.Status428PreconditionRequired => new("API-428", "Send If-Match with the ETag of what you read."),
                StatusCodes.Status500InternalServerError => new(
                    "API-500",
                    "Something failed here. Nothing was done by half; ask the operator."
                ),
                _ => new($"API-{status}", "The request was refused."),
            }
        );

    public IResult ToResult() => Results.Json(this, contentType: MediaType, statusCode: Status);

    private static int StatusOf(string code) =>
        code switch
        {
            "ACC-001" => StatusCodes.Status403Forbidden,
            "ACC-002" => StatusCodes.Status404NotFound,
            "ACC-003" or "REL-009" or "REV-010" => StatusCodes.Status409Conflict,
            "API-400" => StatusCodes.Status400BadRequest,
            "API-401" => StatusCodes.Status401Unauthorized,
            "API-413" => StatusCodes.Status413PayloadTooLarge,
            "API-428" => StatusCodes.Status428PreconditionRequired,
            _ => StatusCodes.Status422UnprocessableEntity,
        };

    private static string TitleOf(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "Not readable",
            StatusCodes.Status401Unauthorized => "Not signed in",
            StatusCodes.Status403Forbidden => "Not permitted",
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status409Conflict => "Changed meanwhile",
            StatusCodes.Status413PayloadTooLarge => "Too large",
            StatusCodes.Status422UnprocessableEntity => "Refused",
            StatusCodes.Status428PreconditionRequired => "If-Match is wanted",
            _ => "Failed",
        };
}
