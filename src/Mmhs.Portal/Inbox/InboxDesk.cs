using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Inbox.Formatted;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Deliver;
using Mmhs.Records.Lists;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox;

/// <summary>One line of an inbox.</summary>
/// <param name="Entry">What the list shows.</param>
/// <param name="Role">Whose inbox, for those who watch several.</param>
/// <param name="Marking">The words and colour of its label.</param>
public sealed record InboxLine(ReceivedMessage Entry, string Role, Marking Marking);

/// <summary>A message as its reader sees it.</summary>
/// <param name="Entry">Its inbox entry.</param>
/// <param name="Role">Name of the role whose inbox it is in.</param>
/// <param name="Label">What governs who may see it.</param>
/// <param name="Reading">Everything derived from the octets, now.</param>
public sealed record OpenMessage(ReceivedMessage Entry, string Role, SecurityLabel Label, MessageReading Reading)
{
    /// <summary>Address of the role whose inbox it is in.</summary>
    public required string Address { get; init; }

    /// <summary>Where the messages it names can be opened, by Message-ID; those that are not kept here, or that the reader may not see, are absent.</summary>
    public IReadOnlyDictionary<string, string> Kept { get; init; } = new Dictionary<string, string>();
}

/// <summary>A message that came inside another one.</summary>
/// <param name="Reading">Null when the actor is not cleared for its own label.</param>
/// <param name="Label">Its own; null with the reading.</param>
public sealed record InsideMessage(MessageReading? Reading, SecurityLabel? Label);

/// <summary>What a duty officer or a member of a role reads. Labels are asked at every list and at every opening.</summary>
public sealed class InboxDesk(
    PortalRecords records,
    LabelAccess gate,
    MessageFiles files,
    RelatedMessages kept,
    TimeProvider time
)
{
    /// <summary>A page of the role's inbox, or of all the organisation's for those who watch it; latest arrival first.</summary>
    /// <param name="before">Last entry of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<InboxLine>> PageAsync(
        Actor actor,
        long? before,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReadInbox())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var roles = await RolesAsync(context, actor, cancellationToken);
        return await LinesAsync(
            actor,
            await PageAsync(context, roles.Keys, readable, before, take, cancellationToken),
            roles,
            cancellationToken
        );
    }

    /// <summary>The first page in either order, with how many are unread of all there is.</summary>
    /// <param name="byExpiry">What expires, soonest first, in place of the latest arrival.</param>
    public async Task<(IReadOnlyList<InboxLine> Lines, int Unread)> ReadAsync(
        Actor actor,
        bool byExpiry,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReadInbox())
            return ([], 0);
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var roles = await RolesAsync(context, actor, cancellationToken);
        var rows = byExpiry
            ? await ExpiringAsync(context, roles.Keys, readable, null, take, cancellationToken)
            : await PageAsync(context, roles.Keys, readable, null, take, cancellationToken);
        return (
            await LinesAsync(actor, rows, roles, cancellationToken),
            await roles.Keys.CountAsync(readable.Count, role => context.Inbox.Unread(role, readable), cancellationToken)
        );
    }

    /// <summary>How many are unread, of all there is and the actor may see.</summary>
    public async Task<int> UnreadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayReadInbox())
            return 0;
        var (roles, readable) = await PlacesAsync(actor, cancellationToken);
        return await UnreadAsync(roles.ToDictionary(role => role, _ => readable), cancellationToken);
    }

    /// <summary>Which inboxes a actor reads, and under which labels; none where he reads none.</summary>
    internal async Task<(IReadOnlyCollection<int> Roles, IReadOnlyCollection<int> Labels)> PlacesAsync(
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReadInbox())
            return ([], []);
        await using var context = await records.ReadAsync(cancellationToken);
        return (
            (await RolesAsync(context, actor, cancellationToken)).Keys,
            [.. await gate.ReadableAsync(actor, cancellationToken)]
        );
    }

    /// <summary>How many are unread in some inboxes under some labels each.</summary>
    internal async Task<int> UnreadAsync(
        IReadOnlyDictionary<int, IReadOnlyCollection<int>> places,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await places
            .Keys.ToList()
            .CountAsync(
                places.Values.Select(labels => labels.Count).DefaultIfEmpty(0).Max(),
                role => context.Inbox.Unread(role, places[role]),
                cancellationToken
            );
    }

    /// <summary>What expires, soonest first: of the role, or of all the organisation for those who watch it.</summary>
    /// <param name="after">Last entry of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<InboxLine>> ExpiringAsync(
        Actor actor,
        ReceivedMessage? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReadInbox())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var roles = await RolesAsync(context, actor, cancellationToken);
        (DateTimeOffset, long)? last = after is { ExpiresAt: { } moment } ? (moment, after.Id) : null;
        return await LinesAsync(
            actor,
            await ExpiringAsync(context, roles.Keys, readable, last, take, cancellationToken),
            roles,
            cancellationToken
        );
    }

    /// <summary>Opens a message and writes down that it was read; null when there is none the actor may see.</summary>
    public async Task<OpenMessage?> OpenAsync(Actor actor, long id, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, id, cancellationToken) is not { } found)
            return null;
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (found.Entry.FirstReadAt is null)
            await work
                .Context.Inbox.Where(entry => entry.Id == id && entry.FirstReadAt == null)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(entry => entry.FirstReadAt, now).SetProperty(entry => entry.FirstReadBy, actor.Name),
                    cancellationToken
                );
        work.Audit(Reading(actor, found.Entry, "page").Done());
        if (found.Entry.FirstReadAt is null)
            work.Changed(ChangeTopic.Inbox, found.Entry.RoleId);
        await work.CommitAsync(cancellationToken);
        var reading = await files.ReadAsync(found.Octets, now, cancellationToken);
        return new(ReceivedMessage.Of(found.Entry), found.Role.Name, found.Label, reading)
        {
            Address = found.Role.Address,
            Kept = await kept.FindAsync(
                actor,
                found.Entry.RoleId,
                RelatedMessages.NamedIn(reading, found.Entry.ObsoletedBy),
                cancellationToken
            ),
        };
    }

    /// <summary>What a desk must know of a message to act on it unread; nobody has read it by this.</summary>
    internal async Task<OpenMessage?> PeekAsync(Actor actor, long id, CancellationToken cancellationToken) =>
        await FindAsync(actor, id, cancellationToken) is { } found
            ? new(
                ReceivedMessage.Of(found.Entry),
                found.Role.Name,
                found.Label,
                await files.ReadFieldsAsync(found.Octets, time.GetUtcNow(), cancellationToken)
            )
            {
                Address = found.Role.Address,
            }
            : null;

    /// <summary>The message as its sender formatted it, made harmless, as a document for a frame; null when the actor may not see it. Audited like a reading.</summary>
    public async Task<string?> FormattedAsync(Actor actor, long id, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, id, cancellationToken) is not { } found)
            return null;
        await records.AuditAsync(Reading(actor, found.Entry, "formatted").Done(), cancellationToken);
        return FormattedMessage.Document(MessageHtml.WithPictures(found.Octets, FormattedMessage.MaxPictureOctets));
    }

    /// <summary>A message handed on inside this one, read as a message of its own, under its own label too; null when there is none there or the actor may not see the outer one. Audited like a reading.</summary>
    /// <param name="path">As in <see cref="MessagePart.Path"/>.</param>
    public async Task<InsideMessage?> InsideAsync(Actor actor, long id, string path, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, id, cancellationToken) is not { } found)
            return null;
        var now = time.GetUtcNow();
        var outer = await files.ReadAsync(found.Octets, now, cancellationToken);
        if (
            outer.Parts.All(part =>
                part.Path != path || !part.ContentType.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase)
            )
        )
            return null;
        using var octets = new MemoryStream();
        if (!await AttachmentExtractor.CopyToAsync(found.Octets, path, octets, cancellationToken))
            return null;
        var inside = await files.ReadAsync(octets.GetBuffer().AsMemory(0, (int)octets.Length), now, cancellationToken);
        var mayRead = inside.EffectiveLabel is { } label && gate.MaySee(label, actor);
        await records.AuditAsync(
            mayRead
                ? Reading(actor, found.Entry, "inside").Done()
                : Reading(actor, found.Entry, "inside", AuditTypes.AccessDecision).Refused(),
            cancellationToken
        );
        return mayRead ? new(inside, inside.EffectiveLabel) : new(null, null);
    }

    /// <summary>The octets as they are kept, for the source view and the download; audited like a reading.</summary>
    public async Task<byte[]?> SourceAsync(Actor actor, long id, CancellationToken cancellationToken)
    {
        if (await FindAsync(actor, id, cancellationToken) is not { } found)
            return null;
        await records.AuditAsync(Reading(actor, found.Entry, "source").Done(), cancellationToken);
        return found.Octets;
    }

    private static async Task<IEnumerable<InboxRow>> PageAsync(
        PortalContext context,
        IReadOnlyCollection<int> roles,
        IReadOnlyList<int> readable,
        long? before,
        int take,
        CancellationToken cancellationToken
    ) =>
        (await roles.ListAsync(readable.Count, role => context.Inbox.Page(role, readable, before, take), cancellationToken))
            .OrderByDescending(entry => entry.Id)
            .Take(take);

    private static async Task<IEnumerable<InboxRow>> ExpiringAsync(
        PortalContext context,
        IReadOnlyCollection<int> roles,
        IReadOnlyList<int> readable,
        (DateTimeOffset, long)? last,
        int take,
        CancellationToken cancellationToken
    ) =>
        (await roles.ListAsync(readable.Count, role => context.Inbox.Expiring(role, readable, last, take), cancellationToken))
            .OrderBy(entry => entry.ExpiresAt)
            .ThenBy(entry => entry.Id)
            .Take(take);

    private async Task<IReadOnlyList<InboxLine>> LinesAsync(
        Actor actor,
        IEnumerable<InboxRow> page,
        Dictionary<int, (string Name, string Address)> roles,
        CancellationToken cancellationToken
    )
    {
        var lines = new List<InboxLine>();
        foreach (var entry in page)
            if (await gate.FindAsync(entry.LabelId, actor, cancellationToken) is { } label)
                lines.Add(new(ReceivedMessage.Of(entry), roles[entry.RoleId].Name, gate.MarkingOf(label)));
        return lines;
    }

    private async Task<(InboxRow Entry, (string Name, string Address) Role, SecurityLabel Label, byte[] Octets)?> FindAsync(
        Actor actor,
        long id,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var roles = actor.Function.MayReadInbox() ? await RolesAsync(context, actor, cancellationToken) : [];
        var entry = await context
            .Inbox.AsNoTracking()
            .SingleOrDefaultAsync(e => e.Id == id && e.RemovedAt == null, cancellationToken);
        if (entry is null)
            return null;
        if (
            !roles.TryGetValue(entry.RoleId, out var role)
            || await gate.FindAsync(entry.LabelId, actor, cancellationToken) is not { } label
        )
        {
            var denial = Denials.Of(actor, "inbox", null, entry.MessageId);
            denial.Data["entry"] = id;
            await records.AuditAsync(denial, cancellationToken);
            return null;
        }
        var octets = await context
            .StoredMessages.AsNoTracking()
            .Where(stored => stored.Id == entry.StoredMessageId)
            .Select(stored => stored.Octets)
            .SingleAsync(cancellationToken);
        return (entry, role, label, octets);
    }

    private static async Task<Dictionary<int, (string Name, string Address)>> RolesAsync(
        PortalContext context,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var watches = actor.Function.CoversOrganisation();
        return (
            await context
                .Roles.AsNoTracking()
                .Where(role => watches ? role.OrganisationId == actor.OrganisationId : role.Id == actor.RoleId)
                .Select(role => new
                {
                    role.Id,
                    role.Name,
                    role.Address,
                })
                .ToListAsync(cancellationToken)
        ).ToDictionary(role => role.Id, role => (role.Name, role.Address));
    }

    private static Act Reading(Actor actor, InboxRow entry, string how, string type = AuditTypes.MessageRead) =>
        new(type, actor, entry.StoredMessageId)
        {
            MessageId = entry.MessageId,
            Facts = new() { ["entry"] = entry.Id, ["how"] = how },
        };
}
