using System.Collections.Frozen;
using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>One thing that stands against an act.</summary>
/// <param name="Code">Stable; programs go by it.</param>
/// <param name="Detail">Words for people.</param>
/// <param name="Field">The member it is about; null when it is about none.</param>
internal sealed record ApiError(string Code, string Detail, string? Field);

/// <summary>Why something was not done (RFC 9457 §3), with everything that stands against it.</summary>
/// <param name="Type">A name of this kind of problem; nothing is found under it.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Status">As in the status line.</param>
/// <param name="Detail">Words for people, of the first error.</param>
/// <param name="Code">Stable, of the first error.</param>
/// <param name="Field">Of the first error.</param>
/// <param name="Errors">All of them.</param>
internal sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field,
    ImmutableArray<ApiError> Errors
)
{
    private static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        [CommonRefusals.NotPermitted.Code] = StatusCodes.Status403Forbidden,
        [CommonRefusals.NotFound.Code] = StatusCodes.Status404NotFound,
        [CommonRefusals.ChangedMeanwhile.Code] = StatusCodes.Status409Conflict,
        [DecisionRefusals.NoLongerAwaiting.Code] = StatusCodes.Status409Conflict,
        [DecisionRefusals.Overtaken.Code] = StatusCodes.Status409Conflict,
        [ApiRefusals.Unreadable.Code] = StatusCodes.Status400BadRequest,
        [ApiRefusals.NotSignedIn.Code] = StatusCodes.Status401Unauthorized,
        [ApiRefusals.TooLarge.Code] = StatusCodes.Status413PayloadTooLarge,
        [ApiRefusals.NoIfMatch.Code] = StatusCodes.Status428PreconditionRequired,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public const string MediaType = "application/problem+json";

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
                StatusCodes.Status400BadRequest => ApiRefusals.Unreadable.Of(
                    "its JSON, its path or its query is not what the description says, or holds a member that is not known."
                ),
                StatusCodes.Status401Unauthorized => ApiRefusals.NotSignedIn,
                StatusCodes.Status403Forbidden => CommonRefusals.NotPermitted,
                StatusCodes.Status404NotFound => CommonRefusals.NotFound,
                StatusCodes.Status405MethodNotAllowed => ApiRefusals.NoSuchMethod,
                StatusCodes.Status413PayloadTooLarge => ApiRefusals.TooLarge,
                StatusCodes.Status415UnsupportedMediaType => ApiRefusals.NoJson,
                StatusCodes.Status428PreconditionRequired => ApiRefusals.NoIfMatch,
                StatusCodes.Status500InternalServerError => ApiRefusals.Failed,
                _ => new($"API-{status}", "The request was refused."), // of no kind: whatever else the framework answers
            }
        );

    public IResult ToResult() => Results.Json(this, contentType: MediaType, statusCode: Status);

    /// <summary>Of the answer whose first error has the code.</summary>
    internal static int StatusOf(string code) => Statuses.GetValueOrDefault(code, StatusCodes.Status422UnprocessableEntity);

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
