using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Approvals;

/// <summary>Changes of the roster: each is believed only with the proofs of those who may make it.</summary>
public sealed class RosterDesk(Roster roster, TimeProvider time)
{
    /// <summary>Most passkeys a person keeps.</summary>
    public const int MostPasskeys = 10;

    public Refusal? AddPasskey(PasskeyStatement statement, Proof proof)
    {
        if (Unproven(statement, statement.At, proof) is { } unproven)
            return unproven;
        if (statement.CredentialId.Length is 0 or > 1366 || statement.PublicKey.Length is 0 or > 2048)
            return new("ROS-003", "This is no passkey the signing service can keep. Use another authenticator.");
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
        return full ? new("ROS-004", $"You have {MostPasskeys} passkeys already. Remove one first.") : null;
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
            return new("ROS-005", "The new password could not be taken over. Try again.");
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
                return (new("ROS-014", "This delegation is over already."), authority.Delegations);
            if (
                statement.Person != known.Principal
                && statement.Person != known.Deputy
                && authority.Book.Find(statement.Person) is not { KeepsRights: true }
            )
                return (
                    new("ROS-015", "Only the principal, the deputy or an administrator ends a delegation."),
                    authority.Delegations
                );
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
            return new("ROS-020", "The two keepers did not say yes to the same change. Propose it again.");
        if (string.Equals(proposed.Statement.Person, approved.Statement.Person, StringComparison.OrdinalIgnoreCase))
            return new("ROS-021", "Who proposed a change does not approve it. Ask the other keeper of rights.");
        if (after.Digest() != approved.Statement.After)
            return new("ROS-020", "The change is not the one that was approved. Propose it again.");
        var book = roster.Current().Book;
        foreach (var (statement, proof) in new[] { proposed, approved })
        {
            if (book.Find(statement.Person) is not { KeepsRights: true } keeper)
                return new("ROS-022", $"{statement.Person} does not keep rights. Ask a keeper of rights.");
            if (RightsScope.Beyond(book, after, keeper.Mailbox.Address.Domain, keeper.Name) is { } beyond)
                return new("ROS-028", $"The change touches what {beyond} has, and it has keepers of its own. Ask one of them.");
            if (!roster.IsProven(statement, proof))
                return new("ROS-001", $"The yes of {statement.Person} is not proven. Give the password or passkey again.");
        }
        if (IsOld(approved.Statement.At))
            return new("ROS-002", "The approval is too old to act on. Decide again.");
        if (Unfit(after) is { } unfit)
            return unfit;
        return roster.Replace(approved.Statement.Before, after, newcomers)
            ? null
            : new("ROS-023", "Rights were changed since this was proposed. Propose it again on what is in force now.");
    }

    // a book nobody could change any more, or with two people of one name, would be the end of four eyes
    private static Refusal? Unfit(RightsBook after)
    {
        if (after.People.Count(person => person.KeepsRights) < 2)
            return new("ROS-024", "At least two people must keep rights; else nothing could be changed again.");
        if (after.People.GroupBy(person => person.Name.ToUpperInvariant()).Any(same => same.Count() > 1))
            return new("ROS-025", "A person is named twice. Keep one entry.");
        if (after.Policies.GroupBy(policy => policy.Domain.ToUpperInvariant()).Any(same => same.Count() > 1))
            return new("ROS-026", "An organisation has two release policies. Keep one.");
        return after
            .Policies.SelectMany(policy => policy.Rules)
            .Any(rule =>
                rule.Stages.GroupBy(stage => stage.Name).Any(same => same.Count() > 1)
                || rule.Stages.Any(stage => stage.Quorum < 0 || stage.Order < 1)
            )
            ? new("ROS-027", "A rule names two stages alike, or one without a lawful quorum or order. Correct it.")
            : null;
    }

    private Refusal? Objection(Authority authority, string person, Delegation wanted)
    {
        var now = time.GetUtcNow();
        if (person != wanted.Principal && authority.Book.Find(person) is not { KeepsRights: true })
            return new("ROS-010", "Only the principal or an administrator sets a deputy.");
        if (wanted.SetBy != person)
            return new("ROS-010", "The delegation names another as the one who sets it.");
        if (authority.Book.Find(wanted.Principal) is not { } principal || !Holds(principal, wanted))
            return new(
                "ROS-011",
                $"{wanted.Principal} has neither right nor review in this role, so there is nothing to stand in for.",
                "role"
            );
        if (authority.Book.Find(wanted.Deputy) is null)
            return new(
                "ROS-012",
                $"{wanted.Deputy} is not known to the signing service. An administrator must enter him first.",
                "deputy"
            );
        if (string.Equals(wanted.Deputy, wanted.Principal, StringComparison.OrdinalIgnoreCase))
            return new("ROS-012", "Nobody is his own deputy.", "deputy");
        if (wanted.Until <= wanted.From || wanted.Until <= now)
            return new("ROS-013", "The end must be after the beginning, and not yet past.", "until");
        if (wanted.Until - wanted.From > Delegation.Longest)
            return new(
                "ROS-013",
                $"A delegation lasts {Delegation.Longest.TotalDays:0} days at the most. Choose an earlier end.",
                "until"
            );
        // no chains: what is the deputy's by delegation is not his to hand on
        var overlapping = authority
            .Delegations.Where(one =>
                one.Role == wanted.Role && one.From < wanted.Until && wanted.From < one.Until && one.Until > now
            )
            .ToList();
        if (overlapping.Any(one => Same(one.Deputy, wanted.Principal) || Same(one.Principal, wanted.Deputy)))
            return new(
                "ROS-016",
                "A deputy has no deputy: one of the two already stands in, or is stood in for, at this time.",
                "deputy"
            );
        return overlapping.Any(one => Same(one.Principal, wanted.Principal) && Same(one.Deputy, wanted.Deputy))
            ? new("ROS-017", "This deputy stands in at this time already.", "from")
            : null;
    }

    private static bool Holds(Approver principal, Delegation wanted) =>
        principal.Reviews.Contains(wanted.Role) || principal.Rights.Any(right => right.Role == wanted.Role);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private Refusal? Unproven(Statement statement, DateTimeOffset at, Proof proof)
    {
        if (!roster.IsProven(statement, proof))
            return new("ROS-001", "This is not proven to be you. Give your password or passkey again.");
        return IsOld(at) ? new("ROS-002", "This was said too long ago. Do it again.") : null;
    }

    private bool IsOld(DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        return at > now + ReleaseRules.ClockSkew || now - at > TimeSpan.FromMinutes(15);
    }
}
