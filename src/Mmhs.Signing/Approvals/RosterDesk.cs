using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;
using Mmhs.Signing.Ledger;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Approvals;

/// <summary>Changes of the roster: each is believed only with the proofs of those who may make it.</summary>
internal sealed class RosterDesk(Roster roster, ReleaseLedger ledger, TimeProvider time)
{
    /// <summary>Most passkeys a person keeps.</summary>
    public const int MostPasskeys = 10;

    /// <summary>How long a keeper's proposal may wait for the second keeper's yes.</summary>
    public static readonly TimeSpan ProposalLifetime = TimeSpan.FromDays(14);

    /// <summary>How long after it was made up a statement may be said yes to.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    public Refusal? AddPasskey(PasskeyStatement statement, Proof proof)
    {
        if (Unproven(statement, proof) is { } unproven)
            return unproven;
        if (statement.CredentialId.Length is 0 or > 1366 || statement.PublicKey.Length is 0 or > 2048)
            return RosterRefusals.PasskeyUnfit;
        var full = false;
        roster.Change(
            statement.Person,
            known =>
            {
                full = known.Passkeys.Length >= MostPasskeys;
                return full
                    ? known
                    : known with
                    {
                        Passkeys =
                        [
                            .. known.Passkeys.Where(one => one.CredentialId != statement.CredentialId),
                            new(statement.CredentialId, statement.PublicKey, statement.At),
                        ],
                    };
            }
        );
        return full ? RosterRefusals.TooManyPasskeys : null;
    }

    public Refusal? RemovePasskey(PasskeyRemovalStatement statement, Proof proof)
    {
        if (Unproven(statement, proof) is { } unproven)
            return unproven;
        roster.Change(
            statement.Person,
            known => known with { Passkeys = [.. known.Passkeys.Where(one => one.CredentialId != statement.CredentialId)] }
        );
        return null;
    }

    public Refusal? ReplaceVerifier(VerifierStatement statement, Proof proof)
    {
        if (Unproven(statement, proof) is { } unproven)
            return unproven;
        if (!ScramVerifier.TryParse(statement.Verifier, out var verifier))
            return RosterRefusals.PasswordNotTakenOver.Of(statement.Person);
        roster.Change(statement.Person, known => known with { Verifier = verifier });
        return null;
    }

    public Refusal? Delegate(DelegationStatement statement, Proof proof)
    {
        if (Unproven(statement, proof) is { } unproven)
            return unproven;
        var (wanted, person) = (statement.Delegation, statement.Person);
        return roster.ChangeDelegations(authority =>
            authority.Delegations.FirstOrDefault(one => one.Id == wanted.Id) is { } waiting
                ? (
                    waiting.IsPending && waiting == wanted
                        ? ConfirmObjection(authority, person, waiting)
                        : RosterRefusals.NothingToConfirm,
                    authority.Delegations.Replace(waiting, Confirmed(waiting, person))
                )
                : (SetObjection(authority, person, wanted), [.. authority.Delegations, wanted with { ConfirmedBy = null }])
        );
    }

    public Refusal? EndDelegation(DelegationEndStatement statement, Proof proof)
    {
        if (Unproven(statement, proof) is { } unproven)
            return unproven;
        var now = time.GetUtcNow();
        return roster.ChangeDelegations(authority =>
        {
            if (
                authority.Delegations.FirstOrDefault(one => one.Id == statement.Delegation) is not { } known
                || now >= known.Until
            )
                return (RosterRefusals.AlreadyOver, authority.Delegations);
            if (
                !RightsBook.IsSame(statement.Person, known.Principal)
                && !RightsBook.IsSame(statement.Person, known.Deputy)
                && !Keeps(authority, statement.Person, known)
            )
                return (RosterRefusals.EndedByAnother, authority.Delegations);
            return (null, authority.Delegations.Replace(known, known with { Until = now > known.From ? now : known.From }));
        });
    }

    /// <summary>Takes a new book over when two different keepers of the present one said yes to it, and to what its newcomers prove themselves by.</summary>
    public Refusal? ChangeBook(BookChange change)
    {
        var (proposed, (approved, proof), after) = (change.Proposed, change.Approved, change.After);
        if (
            proposed.Proposal != approved.Proposal
            || proposed.Before != approved.Before
            || proposed.After != approved.After
            || proposed.Newcomers != approved.Newcomers
            || after.Digest() != approved.After
            || BookStatement.DigestOf(change.FirstVerifiers) != approved.Newcomers
        )
            return RosterRefusals.OtherChange;
        if (RightsBook.IsSame(proposed.Person, approved.Person))
            return RosterRefusals.ApprovedByProposer;
        var book = roster.Current().Book;
        foreach (var statement in new[] { proposed, approved })
        {
            if (book.Find(statement.Person) is not { KeepsRights: true } keeper)
                return RosterRefusals.NoKeeper.Of(statement.Person);
            if (RightsScope.Beyond(book, after, keeper.Mailbox.Address.Domain, keeper.Name) is { } beyond)
                return RosterRefusals.BeyondKeeper.Of(beyond);
        }
        // the first yes was proven when it was said, and its proof is kept nowhere
        if (ledger.ProvenAt(proposed) is not { } proposedAt)
            return RosterRefusals.NotProven.Of(proposed.Person);
        if (Unproven(approved, proof) is { } unproven)
            return unproven;
        if (time.GetUtcNow() - proposedAt > ProposalLifetime)
            return RosterRefusals.TooOld;
        if (Unfit(after) is { } unfit)
            return unfit;
        if (Newcomers(book, change, out var newcomers) is { } unknown)
            return unknown;
        return roster.Replace(approved.Before, after, newcomers) ? null : RosterRefusals.ChangedMeanwhile;
    }

    // Who is in the book already has proven himself by his own password since, and nobody gives him another.
    private Refusal? Newcomers(RightsBook book, BookChange change, out ImmutableArray<Credential> newcomers)
    {
        var made = ImmutableArray.CreateBuilder<Credential>();
        newcomers = [];
        foreach (var (name, text) in change.FirstVerifiers)
        {
            if (change.After.Find(name) is not { } person || book.Find(name) is not null)
                return RosterRefusals.NoNewcomer.Of(name);
            if (!ScramVerifier.TryParse(text, out var verifier))
                return RosterRefusals.PasswordNotTakenOver.Of(name);
            if (made.Any(one => RightsBook.IsSame(one.Name, person.Name)))
                return RosterRefusals.PersonTwice;
            made.Add(new(person.Name, verifier, []));
        }
        newcomers = made.ToImmutable();
        return null;
    }

    // a book nobody could change any more, or with two people of one name, would be the end of four eyes
    private static Refusal? Unfit(RightsBook after)
    {
        if (after.People.Count(person => person.KeepsRights) < 2)
            return RosterRefusals.TooFewKeepers;
        if (after.People.GroupBy(person => person.Name.ToUpperInvariant()).Any(same => same.Count() > 1))
            return RosterRefusals.PersonTwice;
        if (after.Policies.GroupBy(policy => policy.Domain.ToUpperInvariant()).Any(same => same.Count() > 1))
            return RosterRefusals.PolicyTwice;
        return after
            .Policies.SelectMany(policy => policy.Rules)
            .Any(rule =>
                rule.Stages.GroupBy(stage => stage.Name).Any(same => same.Count() > 1)
                || rule.Stages.Any(stage => stage.Quorum < 0 || stage.Order < 1)
            )
            ? RosterRefusals.StagesUnlawful
            : null;
    }

    private Refusal? SetObjection(Authority authority, string person, Delegation wanted)
    {
        if (RightsBook.IsSame(person, wanted.Deputy))
            return RosterRefusals.SetByDeputy;
        if (!RightsBook.IsSame(person, wanted.Principal) && !Keeps(authority, person, wanted))
            return RosterRefusals.SetByAnother;
        return RightsBook.IsSame(wanted.SetBy, person)
            ? Objection(authority, wanted, authority.Delegations)
            : RosterRefusals.SetByAnother;
    }

    // four eyes: a keeper alone makes nobody a deputy, and nobody makes himself one
    private Refusal? ConfirmObjection(Authority authority, string person, Delegation waiting)
    {
        if (RightsBook.IsSame(person, waiting.Deputy))
            return RosterRefusals.SetByDeputy;
        if (RightsBook.IsSame(person, waiting.SetBy))
            return RosterRefusals.ApprovedByProposer;
        if (!RightsBook.IsSame(person, waiting.Principal) && !Keeps(authority, person, waiting))
            return RosterRefusals.SetByAnother;
        return Keeps(authority, waiting.SetBy, waiting)
            ? Objection(authority, waiting, authority.Delegations.Remove(waiting))
            : RosterRefusals.NoKeeper.Of(waiting.SetBy);
    }

    // from the second yes on, and not from before it
    private Delegation Confirmed(Delegation waiting, string person)
    {
        var now = Statement.Moment(time.GetUtcNow());
        return waiting with { ConfirmedBy = person, From = now > waiting.From ? now : waiting.From };
    }

    private static bool Keeps(Authority authority, string person, Delegation delegation) =>
        authority.Book.Find(delegation.Principal) is { } principal
        && RightsScope.Keeps(authority.Book, person, principal.Mailbox.Address.Domain);

    private Refusal? Objection(Authority authority, Delegation wanted, ImmutableArray<Delegation> others)
    {
        var now = time.GetUtcNow();
        if (authority.Book.Find(wanted.Principal) is not { } principal || !Holds(principal, wanted))
            return RosterRefusals.NothingToStandInFor.Of(wanted.Principal);
        if (
            authority.Book.Find(wanted.Deputy) is not { } deputy
            || RightsBook.IsSame(wanted.Deputy, wanted.Principal)
            || deputy.Mailbox.Address.Domain != principal.Mailbox.Address.Domain
            || deputy.Clearances.IsEmpty
        )
            return RosterRefusals.DeputyUnfit.Of(wanted.Deputy);
        if (wanted.Until <= wanted.From || wanted.Until <= now || wanted.Until - wanted.From > Delegation.Longest)
            return RosterRefusals.EndUnfit;
        // no chains: what is the deputy's by delegation is not his to hand on
        var overlapping = others
            .Where(one => one.Role == wanted.Role && one.From < wanted.Until && wanted.From < one.Until && one.Until > now)
            .ToList();
        if (
            overlapping.Any(one =>
                RightsBook.IsSame(one.Deputy, wanted.Principal) || RightsBook.IsSame(one.Principal, wanted.Deputy)
            )
        )
            return RosterRefusals.DeputyOfDeputy;
        return overlapping.Any(one =>
            RightsBook.IsSame(one.Principal, wanted.Principal) && RightsBook.IsSame(one.Deputy, wanted.Deputy)
        )
            ? RosterRefusals.AlreadyDeputy
            : null;
    }

    private static bool Holds(Approver principal, Delegation wanted) =>
        principal.Reviews.Contains(wanted.Role) || principal.Rights.Any(right => right.Role == wanted.Role);

    /// <summary>Whether a yes is its person's own and was said now, by the clock of the service.</summary>
    internal bool Accepts(Statement statement, Proof proof) => roster.IsProven(statement, proof) && !IsOld(statement.At);

    private Refusal? Unproven(Statement statement, Proof proof)
    {
        if (!roster.IsProven(statement, proof))
            return RosterRefusals.NotProven.Of(statement.Person);
        return IsOld(statement.At) ? RosterRefusals.TooOld : null;
    }

    private bool IsOld(DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        return at > now + ReleaseRules.ClockSkew || now - at > Fresh;
    }
}
