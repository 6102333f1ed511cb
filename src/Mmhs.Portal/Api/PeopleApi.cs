using Mmhs.Portal.AddressBook;

namespace Mmhs.Portal.Api;

/// <summary>Who the caller is, and who can be written to.</summary>
internal static class PeopleApi
{
    public sealed record MeBody(
        string Name,
        string DisplayName,
        string Role,
        string RoleName,
        string Function,
        string Organisation,
        string? OnBehalfOf
    );

    public sealed record DirectoryBody(string Address, string Name, string Organisation);

    public static void MapMe(this IEndpointRouteBuilder api) =>
        api.MapGet(
                "/me",
                (Caller caller) =>
                    Results.Ok(
                        new MeBody(
                            caller.Actor.Name,
                            caller.Actor.DisplayName,
                            caller.Actor.Role.Address.ToString(),
                            caller.Actor.RoleName,
                            ApiText.Of(caller.Actor.Function),
                            caller.Actor.OrganisationName,
                            caller.Actor.OnBehalfOf
                        )
                    )
            )
            .Produces<MeBody>()
            .Described("getMe", "Who the token acts for, and in which role");

    public static void MapDirectory(this IEndpointRouteBuilder api) =>
        api.MapGet(
                "/directory",
                async (string? q, Caller caller, AddresseeLookup book, CancellationToken cancellationToken) =>
                    Results.Ok(
                        (await book.SearchAsync(q is { Length: <= 200 } words ? words : "", cancellationToken))
                            .Select(entry => new DirectoryBody(
                                entry.Mailbox.Address.ToString(),
                                entry.Mailbox.DisplayName ?? "",
                                entry.Organisation
                            ))
                            .ToList()
                    )
            )
            .Produces<IReadOnlyList<DirectoryBody>>()
            .Described(
                "searchDirectory",
                "Role mailboxes whose name, organisation or address has all the words; twelve at the most"
            );
}
