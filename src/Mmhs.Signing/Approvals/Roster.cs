using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Mmhs.Signing.Keys;
using Mmhs.Wire.Smtp;

namespace Mmhs.Signing.Approvals;

/// <summary>The releasers the signing service knows, from its own file: the portal's word is not asked.</summary>
/// <remarks>A file replaced is read again. One that cannot be read, or that others may open, entitles nobody: the service fails instead.</remarks>
public sealed class Roster(IOptions<SigningOptions> options)
{
    private const int SaltLength = 16;

    private readonly Lock _turn = new();
    private ImmutableDictionary<string, RosterEntry> _entries = ImmutableDictionary<string, RosterEntry>.Empty;
    private DateTime _written;

    /// <summary>Puts a roster in place of the one there is.</summary>
    public static void Save(string path, IEnumerable<RosterEntry> entries)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) OwnerOnly.CreateFolder(folder);
        OwnerOnly.Write(path, RosterEntry.Write(entries));
    }

    /// <summary>The releaser of this sign-in name; null when there is none.</summary>
    internal RosterEntry? Find(string name) => Current().GetValueOrDefault(name);

    /// <summary>What a proof is made from; for a name unknown here something that looks the same (RFC 5802 §9).</summary>
    internal ProofParameters Parameters(string name) => Find(name) is { } entry
        ? new(entry.Verifier.Salt.ToArray(), entry.Verifier.Iterations)
        : new(HMACSHA256.HashData(UnknownSalt(), Encoding.UTF8.GetBytes(name))[..SaltLength], ScramVerifier.DefaultIterations);

    // kept in a file, so that a restart does not tell which names are made up
    private byte[] UnknownSalt()
    {
        var path = Path.Combine(options.Value.Folder, "unknown-salt.key");
        lock (_turn)
        {
            if (!File.Exists(path))
            {
                OwnerOnly.CreateFolder(options.Value.Folder);
                OwnerOnly.Write(path, RandomNumberGenerator.GetBytes(32));
            }
            return File.ReadAllBytes(path);
        }
    }

    private ImmutableDictionary<string, RosterEntry> Current()
    {
        var path = options.Value.RosterFile;
        lock (_turn)
        {
            if (!File.Exists(path)) return ImmutableDictionary<string, RosterEntry>.Empty;
            var written = File.GetLastWriteTimeUtc(path);
            if (written == _written) return _entries;
            if (!OwnerOnly.IsKept(path)) throw new UnauthorizedAccessException("The roster may be opened by other accounts. Take their permissions away (chmod 600).");
            _entries = RosterEntry.Read(File.ReadAllBytes(path)).ToImmutableDictionary(entry => entry.Releaser.Name, StringComparer.Ordinal);
            _written = written;
            return _entries;
        }
    }
}
