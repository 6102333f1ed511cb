using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;
using Mmhs.Wire.Passkeys;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Approvals;

/// <summary>The people the signing service knows, what they may do and what proves that it is them, from its own files: the portal's word is not asked.</summary>
internal sealed class Roster
{
    private const int SaltLength = 16;

    private readonly SigningOptions _options;
    private readonly Lock _turn = new();
    private readonly KeptFile<RightsBook> _book;
    private readonly KeptFile<ImmutableArray<Credential>> _credentials;
    private readonly KeptFile<ImmutableArray<Delegation>> _delegations;
    private Authority? _authority;

    public Roster(IOptions<SigningOptions> options, FileEntries entries)
    {
        _options = options.Value;
        _book = new(
            _options.RightsFile,
            RightsBook.Empty,
            octets => RightsBookJson.Read(Encoding.UTF8.GetString(octets)),
            entries
        );
        _credentials = new(_options.CredentialsFile, [], octets => Credential.Read(octets), entries);
        _delegations = new(_options.DelegationsFile, [], octets => DelegationJson.Read(octets), entries);
    }

    /// <summary>Returns where every file is as the service wrote it.</summary>
    /// <exception cref="KeptFileException">One is not.</exception>
    public void CheckFiles()
    {
        lock (_turn)
            _ = (_book.Get(), _credentials.Get(), _delegations.Get());
    }

    /// <summary>Rights, policies and deputies as they are now; the same object until one of the files is another.</summary>
    public Authority Current()
    {
        lock (_turn)
        {
            var (book, delegations) = (_book.Get(), _delegations.Get());
            if (_authority is not { } known || !ReferenceEquals(known.Book, book) || known.Delegations != delegations)
                _authority = new(book, delegations) { Version = VersionOf(book, delegations) };
            return _authority;
        }
    }

    /// <summary>Whether the statement is its person's own.</summary>
    internal bool IsProven(Statement statement, Proof proof) =>
        Find(statement.Person) is { } known
        && proof.Method switch
        {
            ApprovalMethod.PasswordProof => ScramProof.Verify(known.Verifier, statement.ToBytes(), proof.Octets),
            ApprovalMethod.Passkey => IsSigned(known, statement, proof.Octets),
            _ => false, // a number from outside that is no method
        };

    /// <summary>What a proof is made from; for a name unknown here something that looks the same (RFC 5802 §9).</summary>
    internal ProofParameters Parameters(string name) =>
        Find(name) is { } known
            ? new(
                known.Verifier.Salt.ToArray(),
                known.Verifier.Iterations,
                [.. known.Passkeys.Select(passkey => passkey.CredentialId)]
            )
            : new(
                HMACSHA256.HashData(UnknownSalt(), Encoding.UTF8.GetBytes(name))[..SaltLength],
                ScramVerifier.DefaultIterations,
                []
            );

    /// <summary>Changes one person's credential; false when there is nobody of that name.</summary>
    internal bool Change(string name, Func<Credential, Credential> change)
    {
        lock (_turn)
        {
            var all = _credentials.Get();
            if (all.FirstOrDefault(one => RightsBook.IsSame(one.Name, name)) is not { } known)
                return false;
            var changed = all.Replace(known, change(known));
            _credentials.Put(changed, Credential.Write(changed));
            return true;
        }
    }

    /// <summary>Changes the delegations, after a last look under the lock; what the look says is why not.</summary>
    internal Messages.Refusal? ChangeDelegations(
        Func<Authority, (Messages.Refusal? Why, ImmutableArray<Delegation> After)> change
    )
    {
        lock (_turn)
        {
            var (why, after) = change(Current());
            if (why is null)
                _delegations.Put(after, DelegationJson.Write(after));
            return why;
        }
    }

    /// <summary>Replaces the book if it still is the one the change was made from; new people come with the verifiers of their first passwords.</summary>
    internal bool Replace(string before, RightsBook after, ImmutableArray<Credential> newcomers)
    {
        lock (_turn)
        {
            if (_book.Get().Digest() != before)
                return false;
            var known = _credentials.Get();
            // who has left the book proves nothing any more; should he come back he comes as anybody new
            var kept = known.Where(one =>
                after.Find(one.Name) is not null && !newcomers.Any(other => RightsBook.IsSame(other.Name, one.Name))
            );
            ImmutableArray<Credential> people = [.. kept, .. newcomers];
            if (!people.SequenceEqual(known))
                _credentials.Put(people, Credential.Write(people));
            _book.Put(after, Encoding.UTF8.GetBytes(RightsBookJson.Write(after)));
            return true;
        }
    }

    private static string VersionOf(RightsBook book, ImmutableArray<Delegation> delegations) =>
        Convert.ToHexStringLower(
            SHA256.HashData([.. Encoding.ASCII.GetBytes(book.Digest()), .. DelegationJson.Write(delegations)])
        );

    private bool IsSigned(Credential known, Statement statement, byte[] octets) =>
        PasskeyResponse.TryReadProof(octets, out var response)
        && known.Passkeys.FirstOrDefault(passkey => passkey.CredentialId == response.CredentialId) is { } passkey
        && PasskeyAssertion.Verify(
            new PasskeyKey(passkey.CredentialId, passkey.PublicKey),
            response,
            statement.Challenge(),
            new RelyingParty(_options.RelyingPartyId, [.. _options.RelyingPartyOrigins])
        )
            is null;

    private Credential? Find(string name)
    {
        lock (_turn)
            return _credentials.Get().FirstOrDefault(one => RightsBook.IsSame(one.Name, name));
    }

    // kept in a file, so that a restart does not tell which names are made up
    private byte[] UnknownSalt()
    {
        var path = Path.Combine(_options.Folder, "unknown-salt.key");
        lock (_turn)
        {
            if (!File.Exists(path))
            {
                OwnerOnly.CreateFolder(_options.Folder);
                OwnerOnly.Write(path, RandomNumberGenerator.GetBytes(32));
            }
            return File.ReadAllBytes(path);
        }
    }
}
