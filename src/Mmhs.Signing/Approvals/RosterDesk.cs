using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Approvals;

/// <summary>Changes of the roster: each is believed only with the proofs of those who may make it.</summary>
internal sealed class RosterDesk(Roster roster, TimeProvider time)
{
    /// <summary>Most passkeys a person keeps.</summary>
    public const int MostPasskeys = 10;

    public Refusal? AddPasskey(PasskeyStatement statement, Proof proof)
    {
        if (Unproven(statement, statement.At, proof) is { } unproven)
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
        if (Unproven(statement, statement.At, proof) is { } unproven)
            return unproven;
        roster.Change(
            statement.Person,
            known => known with { Passkeys = [.. known.Passkeys.Where(one => one.CredentialId != statement.CredentialId)] }
        );
        return null;
    }

    public Refusal? ReplaceVerifier(VerifierStatement statement, Proof proof)
    {
        if (Unproven(statement, statement.At, proof) is { } unproven)
            return unproven;
        if (!ScramVerifier.TryParse(statement.Verifier, out var verifier))
            return RosterRefusals.PasswordNotTakenOver.Of(statement.Person);
        roster.Change(statement.Person, known => known with { Verifier = verifier });
        return null;
    }

    public Refusal? Delegate(DelegationStatement statement, Proof proof)
    {
        if (Unproven(statement, statement.At, proof) is { } unproven)
            return unproven;
        var wanted = statement.Delegation;
        return roster.ChangeDelegations(authority =>
            (Objection(authority, statement.Person, wanted), [.. authority.Delegations, wanted])
        );
    }

    public Refusal? EndDelegation(DelegationEndStatement statement, Proof proof)
    {
        if (Unproven(statement, statement.At, proof) is { } unproven)
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
                statement.Person != known.Principal
                && statement.Person != known.Deputy
                && authority.Book.Find(statement.Person) is not { KeepsRights: true }
            )
                return (RosterRefusals.EndedByAnother, authority.Delegations);
            return (null, authority.Delegations.Replace(known, known with { Until = now > known.From ? now : known.From }));
        });
    }

    /// <summary>Takes a new book over when two different keepers of the present one said yes to it.</summary>
    /// <param name="after">The book as it shall be.</param>
    /// <param name="newcomers">First passwords of people who are new in it.</param>
    /// <param name="proposed">The first keeper's yes.</param>
    /// <param name="approved">The second keeper's yes, to the same.</param>
    public Refusal? ChangeBook(
        RightsBook after,
        ImmutableArray<Credential> newcomers,
        (BookStatement Statement, Proof Proof) proposed,
        (BookStatement Statement, Proof Proof) approved
    )
    {
        if (
            proposed.Statement.Proposal != approved.Statement.Proposal
            || proposed.Statement.Before != approved.Statement.Before
            || proposed.Statement.After != approved.Statement.After
        )
            return RosterRefusals.OtherChange;
        if (string.Equals(proposed.Statement.Person, approved.Statement.Person, StringComparison.OrdinalIgnoreCase))
            return RosterRefusals.ApprovedByProposer;
        if (after.Digest() != approved.Statement.After)
            return RosterRefusals.OtherChange;
        var book = roster.Current().Book;
        foreach (var (statement, proof) in new[] { proposed, approved })
        {
            if (book.Find(statement.Person) is not { KeepsRights: true } keeper)
                return RosterRefusals.NoKeeper.Of(statement.Person);
            if (RightsScope.Beyond(book, after, keeper.Mailbox.Address.Domain, keeper.Name) is { } beyond)
                return RosterRefusals.BeyondKeeper.Of(beyond);
            if (!roster.IsProven(statement, proof))
                return RosterRefusals.NotProven.Of(statement.Person);
        }
        if (IsOld(approved.Statement.At))
            return RosterRefusals.TooOld;
        if (Unfit(after) is { } unfit)
            return unfit;
        return roster.Replace(approved.Statement.Before, after, newcomers) ? null : RosterRefusals.ChangedMeanwhile;
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

    private Refusal? Objection(Authority authority, string person, Delegation wanted)
    {
        var now = time.GetUtcNow();
        if (person != wanted.Principal && authority.Book.Find(person) is not { KeepsRights: true })
            return RosterRefusals.SetByAnother;
        if (wanted.SetBy != person)
            return RosterRefusals.SetByAnother;
        if (authority.Book.Find(wanted.Principal) is not { } principal || !Holds(principal, wanted))
            return RosterRefusals.NothingToStandInFor.Of(wanted.Principal);
        if (authority.Book.Find(wanted.Deputy) is null)
            return RosterRefusals.DeputyUnfit.Of(wanted.Deputy);
        if (string.Equals(wanted.Deputy, wanted.Principal, StringComparison.OrdinalIgnoreCase))
            return RosterRefusals.DeputyUnfit.Of(wanted.Deputy);
        if (wanted.Until <= wanted.From || wanted.Until <= now)
            return RosterRefusals.EndUnfit;
        if (wanted.Until - wanted.From > Delegation.Longest)
            return RosterRefusals.EndUnfit;
        // no chains: what is the deputy's by delegation is not his to hand on
        var overlapping = authority
            .Delegations.Where(one =>
                one.Role == wanted.Role && one.From < wanted.Until && wanted.From < one.Until && one.Until > now
            )
            .ToList();
        if (overlapping.Any(one => Same(one.Deputy, wanted.Principal) || Same(one.Principal, wanted.Deputy)))
            return RosterRefusals.DeputyOfDeputy;
        return overlapping.Any(one => Same(one.Principal, wanted.Principal) && Same(one.Deputy, wanted.Deputy))
            ? RosterRefusals.AlreadyDeputy
            : null;
    }

    private static bool Holds(Approver principal, Delegation wanted) =>
        principal.Reviews.Contains(wanted.Role) || principal.Rights.Any(right => right.Role == wanted.Role);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private Refusal? Unproven(Statement statement, DateTimeOffset at, Proof proof)
    {
        if (!roster.IsProven(statement, proof))
            return RosterRefusals.NotProven.Of(statement.Person);
        return IsOld(at) ? RosterRefusals.TooOld : null;
    }

    private bool IsOld(DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        return at > now + ReleaseRules.ClockSkew || now - at > TimeSpan.FromMinutes(15);
    }
}
