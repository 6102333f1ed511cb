using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Admin;

/// <summary>The part of the book in force that concerns somebody's organisation.</summary>
/// <param name="Book">That part.</param>
/// <param name="InForce">The whole of it, by which proposals are digested; for no page to show.</param>
/// <param name="Domain">The organisation.</param>
/// <param name="Name">Sign-in name of who is shown it.</param>
public sealed record ShownBook(RightsBook Book, RightsBook InForce, string Domain, string Name)
{
    /// <summary>The whole book with the part changed.</summary>
    public RightsBook Whole(RightsBook after) => RightsScope.Merge(InForce, Book, after);

    /// <summary>The same part of another book.</summary>
    public RightsBook Part(RightsBook other) => RightsScope.Of(other, InForce, Domain, Name);
}

/// <summary>Rights and release policies: everybody they concern may read them; they change by four eyes, and only where the signing service agrees.</summary>
internal sealed class RightsDesk(
    PortalRecords records,
    IApprovals approvals,
    IRosterChanges roster,
    ProofDesk proofs,
    TimeProvider time
)
{
    /// <summary>How long a proposal can be said yes to.</summary>
    public static readonly TimeSpan ProposalLifetime = TimeSpan.FromDays(14);

    public static bool MaySee(RoleFunction function) =>
        function is RoleFunction.Administrator or RoleFunction.SecurityOfficer or RoleFunction.Auditor or RoleFunction.Releaser;

    public static bool MayChange(RoleFunction function) => function is RoleFunction.Administrator or RoleFunction.SecurityOfficer;

    /// <summary>What the book in force says of the actor's organisation; null for those it is not shown to.</summary>
    public async Task<RightsBook?> BookAsync(Actor actor, CancellationToken cancellationToken) =>
        (await ShownAsync(actor, cancellationToken))?.Book;

    /// <summary>The same with what proposals need.</summary>
    public async Task<ShownBook?> ShownAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Function))
            return null;
        var (book, domain) = ((await approvals.AuthorityAsync(cancellationToken)).Book, actor.Role.Address.Domain);
        return new(RightsScope.Of(book, book, domain, actor.Name), book, domain, actor.Name);
    }

    /// <summary>Proposals made by people of the actor's organisation, open ones first, then the latest.</summary>
    public async Task<IReadOnlyList<Proposal>> ProposalsAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Function))
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        return await context
            .BookProposals.AsNoTracking()
            .Where(p =>
                context.Users.Any(person => person.UserName == p.ProposedBy && person.OrganisationId == actor.OrganisationId)
            )
            .OrderBy(p => p.State)
            .ThenByDescending(p => p.ProposedAt)
            .Take(take)
            .Select(p => Proposal.Of(p))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What the actor says yes to when he proposes a book.</summary>
    public async Task<BookStatement> StatementAsync(Actor actor, RightsBook after, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new(
            actor.Name,
            Guid.CreateVersion7(now),
            (await approvals.AuthorityAsync(cancellationToken)).Book.Digest(),
            after.Digest(),
            Messages.Release.Statement.Moment(now)
        );
    }

    /// <summary>What he says yes to when he proposes a book made from one he was shown; another in force since refuses it.</summary>
    public BookStatement Statement(
        Actor actor,
        RightsBook before,
        RightsBook after,
        IReadOnlyDictionary<string, string> firstVerifiers
    )
    {
        var now = time.GetUtcNow();
        return new(actor.Name, Guid.CreateVersion7(now), before.Digest(), after.Digest(), Messages.Release.Statement.Moment(now))
        {
            Newcomers = BookStatement.DigestOf(firstVerifiers),
        };
    }

    /// <summary>What the actor says yes to when he approves a proposal.</summary>
    public BookStatement ApprovalStatement(Actor actor, Proposal proposal) =>
        new(actor.Name, proposal.Id, proposal.Before, proposal.After, Messages.Release.Statement.Moment(time.GetUtcNow()))
        {
            Newcomers = proposal.Newcomers,
        };

    /// <summary>Proposes a book with the password typed again.</summary>
    public async Task<Outcome> ProposeAsync(
        Actor actor,
        BookStatement statement,
        RightsBook after,
        string reason,
        IReadOnlyDictionary<string, string> firstVerifiers,
        string password,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.RightsProposed, actor, statement.Proposal);
        if (!MayChange(actor.Function))
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, "proof-password", cancellationToken);
        return proof is null
            ? await records.RefuseAsync(act, why!, cancellationToken)
            : await ProposeAsync(actor, statement, after, reason, firstVerifiers, proof, cancellationToken);
    }

    /// <summary>Proposes a book; it counts when another keeper approves it.</summary>
    public async Task<Outcome> ProposeAsync(
        Actor actor,
        BookStatement statement,
        RightsBook after,
        string reason,
        IReadOnlyDictionary<string, string> firstVerifiers,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.RightsProposed, actor, statement.Proposal);
        if (!MayChange(actor.Function))
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var said = reason.Trim();
        if (said.Length is 0 or > ReviewDesk.MaxWords)
            return Outcome.Refused(RightsRefusals.NoReason.Of(ReviewDesk.MaxWords));
        var now = await approvals.AuthorityAsync(cancellationToken);
        if (now.Book.Find(actor.Name) is not { KeepsRights: true })
            return await records.RefuseAsync(act, RightsRefusals.NoKeeper, cancellationToken);
        if (
            statement.Person != actor.Name
            || statement.After != after.Digest()
            || statement.Before != now.Book.Digest()
            || statement.Newcomers != BookStatement.DigestOf(firstVerifiers)
        )
            return Outcome.Refused(RightsRefusals.ChangedSince);
        if (statement.Before == statement.After)
            return Outcome.Refused(RightsRefusals.NothingChanged);
        if (Beyond(actor, now.Book, after) is { } beyond)
            return await records.RefuseAsync(act, beyond, cancellationToken);
        if (await proofs.ObjectionAsync(actor, statement, proof, cancellationToken) is { } unproven)
            return await records.RefuseAsync(act, unproven, cancellationToken);
        act.Facts["before"] = statement.Before;
        act.Facts["after"] = statement.After;
        act.Facts["method"] = proof.Method.ToWord();
        return await records.RunAsync(
            act,
            work =>
            {
                work.Context.BookProposals.Add(
                    new BookProposalRow
                    {
                        Id = statement.Proposal,
                        Before = statement.Before,
                        After = statement.After,
                        Book = RightsBookJson.Write(after),
                        FirstVerifiers = JsonSerializer.Serialize(firstVerifiers),
                        Reason = said,
                        ProposedBy = actor.Name,
                        ProposedByName = actor.DisplayName,
                        ProposedAt = statement.At,
                        Method = (byte)proof.Method,
                        Proof = proof.Kept.Octets,
                    }
                );
                work.Changed(ChangeTopic.Rights);
                return Task.FromResult<Refusal?>(null);
            },
            cancellationToken
        );
    }

    /// <summary>Approves a proposal with the password typed again.</summary>
    public async Task<Outcome> ApproveAsync(
        Actor actor,
        BookStatement statement,
        string password,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.RightsChanged, actor, statement.Proposal);
        if (!MayChange(actor.Function))
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, "proof-password", cancellationToken);
        return proof is null
            ? await records.RefuseAsync(act, why!, cancellationToken)
            : await ApproveAsync(actor, statement, proof, cancellationToken);
    }

    /// <summary>The second pair of eyes: with this yes the signing service takes the book over.</summary>
    public async Task<Outcome> ApproveAsync(
        Actor actor,
        BookStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        var act = new Act(AuditTypes.RightsChanged, actor, statement.Proposal);
        if (!MayChange(actor.Function))
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        var book = (await approvals.AuthorityAsync(cancellationToken)).Book;
        if (book.Find(actor.Name) is not { KeepsRights: true })
            return await records.RefuseAsync(act, RightsRefusals.NoKeeper, cancellationToken);
        if (await OpenAsync(statement.Proposal, cancellationToken) is not { } proposal)
            return Outcome.Refused(RightsRefusals.NotOpen);
        var first = First(proposal);
        if (
            statement.Person != actor.Name
            || statement.Before != proposal.Before
            || statement.After != proposal.After
            || statement.Newcomers != first.Newcomers
        )
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        var now = time.GetUtcNow();
        if (now - proposal.ProposedAt > ProposalLifetime)
            return Outcome.Refused(RightsRefusals.TooOld);
        var after = RightsBookJson.Read(proposal.Book);
        // What is in force already only waits to be written down.
        if (book.Digest() == proposal.Before && Beyond(actor, book, after) is { } beyond)
            return await records.RefuseAsync(act, beyond, cancellationToken);
        if (await proofs.ObjectionAsync(actor, statement, proof, cancellationToken) is { } unproven)
            return await records.RefuseAsync(act, unproven, cancellationToken);
        // The signing service first: killed before our own record of it, the change is in force, and the next yes finds it so and writes it down.
        var inForce = book.Digest() == proposal.After;
        if (
            !inForce
            && await roster.ChangeBookAsync(
                new(after, Proposal.VerifiersOf(proposal).ToImmutableDictionary(), first, (statement, proof)),
                cancellationToken
            )
                is { } refusal
        )
            return await records.RefuseAsync(act, refusal, cancellationToken);
        act.Facts["before"] = proposal.Before;
        act.Facts["after"] = proposal.After;
        act.Facts["proposedBy"] = proposal.ProposedBy;
        act.Facts["method"] = proof.Method.ToWord();
        // The signing service goes by it already: what fails from here on is no refusal, and whoever said no meanwhile was late.
        await using var work = await records.BeginAsync(cancellationToken);
        await NameAsync(work, after, cancellationToken);
        await work
            .Context.BookProposals.Where(p => p.Id == proposal.Id && p.State != ProposalState.Approved)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(p => p.State, ProposalState.Approved)
                        .SetProperty(p => p.DecidedBy, actor.Name)
                        .SetProperty(p => p.DecidedByName, actor.DisplayName)
                        .SetProperty(p => p.DecidedAt, now)
                        .SetProperty(p => p.Answer, (string?)null),
                cancellationToken
            );
        work.Audit(act.Done());
        work.Changed(ChangeTopic.Rights);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Says no to a proposal, or takes one's own back.</summary>
    public async Task<Outcome> RejectAsync(Actor actor, Guid proposalId, string words, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.RightsRejected, actor, proposalId);
        if (!MayChange(actor.Function))
            return await records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken);
        // The function alone does not say no: in another organisation somebody has it too.
        var book = (await approvals.AuthorityAsync(cancellationToken)).Book;
        if (book.Find(actor.Name) is not { KeepsRights: true })
            return await records.RefuseAsync(act, RightsRefusals.NoKeeper, cancellationToken);
        if (await OpenAsync(proposalId, cancellationToken) is not { } proposal)
            return Outcome.Refused(RightsRefusals.NotOpen);
        if (book.Digest() == proposal.Before && Beyond(actor, book, RightsBookJson.Read(proposal.Book)) is { } beyond)
            return await records.RefuseAsync(act, beyond, cancellationToken);
        var own = string.Equals(proposal.ProposedBy, actor.Name, StringComparison.OrdinalIgnoreCase);
        if (!own && words.Trim().Length is 0 or > ReviewDesk.MaxWords)
            return Outcome.Refused(RightsRefusals.NoAnswer);
        act.Facts["after"] = proposal.After;
        return await records.RunAsync(
            act,
            async work =>
            {
                var row = await work.Context.BookProposals.SingleOrDefaultAsync(
                    p => p.Id == proposalId && p.State == ProposalState.Open,
                    cancellationToken
                );
                if (row is null)
                    return RightsRefusals.NotOpen;
                row.State = own ? ProposalState.Withdrawn : ProposalState.Rejected;
                row.DecidedBy = actor.Name;
                row.DecidedByName = actor.DisplayName;
                row.DecidedAt = time.GetUtcNow();
                row.Answer = words.Trim() is { Length: > 0 } said ? said : null;
                work.Changed(ChangeTopic.Rights);
                await approvals.TakeBackAsync(First(row), actor.Name, cancellationToken);
                return (Refusal?)null;
            },
            cancellationToken
        );
    }

    // what the proposer said yes to
    private static BookStatement First(BookProposalRow proposal) =>
        new(proposal.ProposedBy, proposal.Id, proposal.Before, proposal.After, proposal.ProposedAt)
        {
            Newcomers = BookStatement.DigestOf(Proposal.VerifiersOf(proposal)),
        };

    // Approvals name their people as the book does, so the book is the master of these names.
    private static async Task NameAsync(PortalWork work, RightsBook book, CancellationToken cancellationToken)
    {
        var names = book.People.Select(person => person.Name.ToUpperInvariant()).ToList();
        foreach (
            var row in await work
                .Context.Users.Where(person => names.Contains(person.NormalizedUserName!))
                .ToListAsync(cancellationToken)
        )
            if (book.Find(row.UserName!)?.Mailbox is { } mailbox)
                (row.DisplayName, row.Address) = (mailbox.DisplayName ?? row.DisplayName, mailbox.Address.ToString());
    }

    private static Refusal? Beyond(Actor actor, RightsBook before, RightsBook after) =>
        RightsScope.Beyond(before, after, actor.Role.Address.Domain, actor.Name) is { } domain
            ? RightsRefusals.OfAnother.Of(domain)
            : null;

    private async Task<BookProposalRow?> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await context
            .BookProposals.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == id && p.State == ProposalState.Open, cancellationToken);
    }
}
