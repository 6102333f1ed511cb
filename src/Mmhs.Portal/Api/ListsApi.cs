using Mmhs.Portal.AddressBook.Lists;

namespace Mmhs.Portal.Api;

/// <summary>Address lists and who they stand for.</summary>
internal static class ListsApi
{
    /// <param name="Mailboxes">How many the list stands for.</param>
    public sealed record ListBody(int Id, string Name, string Purpose, int Mailboxes);

    /// <param name="InformationOnly">To know only, whatever the list is addressed as.</param>
    /// <param name="Through">The list it was first found in.</param>
    /// <param name="Known">Whether it can be written to now.</param>
    public sealed record ListedBody(string Address, string? Name, bool InformationOnly, string Through, bool Known);

    public static void MapLists(this IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/lists",
                async (Caller caller, AddressListDesk desk, CancellationToken cancellationToken) =>
                    Results.Ok(
                        (await desk.ReadAsync(caller.Actor, cancellationToken))
                            .Select(list => new ListBody(list.Id, list.Name, list.Purpose, list.Count))
                            .ToList()
                    )
            )
            .Produces<IReadOnlyList<ListBody>>()
            .Described("getLists", "Address lists of the organisation");
        api.MapGet(
                "/lists/{id:int}/expansion",
                async (int id, Caller caller, AddressListDesk desk, CancellationToken cancellationToken) =>
                    await desk.ExpandAsync(caller.Actor, id, cancellationToken) is { } members
                        ? Results.Ok(
                            members
                                .Select(member => new ListedBody(
                                    member.Mailbox.Address.ToString(),
                                    member.Mailbox.DisplayName,
                                    member.InformationOnly,
                                    member.Through,
                                    member.IsKnown
                                ))
                                .ToList()
                        )
                        : ApiRegistration.NotFound
            )
            .Produces<IReadOnlyList<ListedBody>>()
            .Described("expandList", "Every mailbox a list stands for");
    }
}
