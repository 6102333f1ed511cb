using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Api;

/// <summary>Who may release what.</summary>
internal static class RightsApi
{
    /// <param name="Name">Sign-in name.</param>
    /// <param name="Rights">In words.</param>
    /// <param name="Reviews">Roles he reviews in.</param>
    public sealed record HolderBody(
        string Name,
        string? DisplayName,
        string Address,
        IReadOnlyList<string> Rights,
        IReadOnlyList<string> Reviews,
        bool KeepsRights
    );

    public sealed record RuleBody(string Name, string When, IReadOnlyList<string> Stages);

    public sealed record PolicyBody(string Domain, bool LastEditorMayRelease, IReadOnlyList<RuleBody> Rules, int? CountedWriters);

    /// <param name="Digest">Of the whole book, as proposals name it.</param>
    public sealed record RightsBody(string Digest, IReadOnlyList<HolderBody> People, IReadOnlyList<PolicyBody> Policies);

    public sealed record PossibleBody(string Name, string? OnBehalfOf, bool May, ApiError? Objection, bool IsYou);

    public sealed record DryRunBody(string? Rule, IReadOnlyList<string> Stages, IReadOnlyList<PossibleBody> People)
    {
        public static DryRunBody Of(DryRun run) =>
            new(
                run.Plan.Rule,
                [.. run.Plan.Stages.Select(RightsText.Of)],
                [
                    .. run.People.Select(one => new PossibleBody(
                        one.Name,
                        one.OnBehalfOf,
                        one.Objection is null,
                        one.Objection is { } no ? new(no.Code, no.Text, no.Field) : null,
                        one.IsActor
                    )),
                ]
            );
    }

    public static void MapRights(this IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/rights",
                async (Caller caller, RightsDesk desk, PolicyCatalog policies, CancellationToken cancellationToken) =>
                    await desk.ShownAsync(caller.Actor, cancellationToken) is { } book
                        ? Results.Ok(Of(book.InForce.Digest(), book.Book, policies))
                        : ApiRegistration.NotPermitted
            )
            .Produces<RightsBody>()
            .Described(
                "getRights",
                "Rights and release policies in force that concern the caller's organisation, in words",
                CommonRefusals.NotPermitted
            );
        api.MapPost("/rights/dry-run", DryRunAsync)
            .WithMetadata(new ApiDoor.BodyLimit(8 * 1024 * 1024))
            .Produces<DryRunBody>()
            .Described(
                "dryRun",
                "What a form would pass, who could release it, and why others not",
                CommonRefusals.NotPermitted,
                ApiRefusals.NotUnderstood,
                ApiRefusals.FormIncomplete
            );
    }

    private static async Task<IResult> DryRunAsync(
        FormBody body,
        Caller caller,
        WhoMayRelease who,
        AddresseeLookup directory,
        CancellationToken cancellationToken
    )
    {
        if (!caller.Actor.Function.MayDraft() && !caller.Actor.Function.MaySeeQueue())
            return ApiRegistration.NotPermitted;
        var reading = new ApiReading();
        var form = await body.ToFormAsync(reading, [], directory, cancellationToken);
        if (reading.IsBroken)
            return reading.Problem;
        return await who.AskAsync(caller.Actor, form, cancellationToken) is { } run
            ? Results.Ok(DryRunBody.Of(run))
            : ApiRegistration.Refused(ApiRefusals.FormIncomplete);
    }

    private static RightsBody Of(string digest, RightsBook book, PolicyCatalog policies) =>
        new(
            digest,
            [
                .. book.People.Select(one => new HolderBody(
                    one.Name,
                    one.Mailbox.DisplayName,
                    one.Mailbox.Address.ToString(),
                    [.. one.Rights.Select(right => RightsText.Of(right, policies))],
                    [.. one.Reviews.Select(role => role.ToString())],
                    one.KeepsRights
                )),
            ],
            [
                .. book.Policies.Select(policy => new PolicyBody(
                    policy.Domain,
                    policy.LastEditorMayRelease,
                    [
                        .. policy.Rules.Select(rule => new RuleBody(
                            rule.Name,
                            RightsText.Of(rule.When, policies),
                            [.. rule.Stages.Select(RightsText.Of)]
                        )),
                    ],
                    policy.CountedWriters
                )),
            ]
        );
}
