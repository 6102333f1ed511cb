using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Trust;

namespace Mmhs.Hosting;

/// <summary>A root, and what it may vouch for.</summary>
/// <param name="Purpose">Told by the folder it lies in.</param>
/// <param name="Domain">The partner's mail domain, in lower case; null where it is nobody's.</param>
/// <param name="File">Where it was found.</param>
/// <param name="Certificate">Of an authority, self-signed.</param>
public sealed record TrustedRoot(TrustPurpose Purpose, string? Domain, string File, X509Certificate2 Certificate);

/// <summary>The roots of a folder, each in the folder of its purpose: <c>signers</c>, <c>partners/DOMAIN</c>, <c>people</c>, <c>mail</c>, <c>checkpoints</c>.</summary>
/// <remarks>What lies elsewhere, or is no root, is a fault and is trusted for nothing. Files are read once.</remarks>
public sealed class TrustFolders
{
    /// <summary>Its name in the data folder.</summary>
    public const string Name = "trust";

    /// <summary>Roots of our own organisations' signing certificates.</summary>
    public const string Signers = "signers";

    /// <summary>Holds a folder for each partner, called as his mail domain.</summary>
    public const string Partners = "partners";

    /// <summary>Issuers of the certificates people, and programs at the submission door, come in with.</summary>
    public const string People = "people";

    /// <summary>Roots of the TLS certificates of mail servers.</summary>
    public const string Mail = "mail";

    /// <summary>Roots of the certificates that sign checkpoints of the audit trail.</summary>
    public const string Checkpoints = "checkpoints";

    private const string Kinds = $"{Signers}, {Partners}/DOMAIN, {People}, {Mail} and {Checkpoints}";

    private readonly ImmutableArray<TrustedRoot>.Builder _roots = ImmutableArray.CreateBuilder<TrustedRoot>();
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();
    private readonly List<(string Domain, string Folder)> _partners = [];

    private TrustFolders(string folder)
    {
        if (Directory.Exists(folder))
            ReadAll(folder);
        (Roots, Faults) = (_roots.ToImmutable(), _faults.ToImmutable());
    }

    /// <summary>In the order of the names of folders and files.</summary>
    public ImmutableArray<TrustedRoot> Roots { get; }

    /// <summary>All that is wrong, a sentence each, with the file; empty when nothing is.</summary>
    public ImmutableArray<string> Faults { get; }

    /// <param name="folder">Absent: nobody is trusted, and nothing is wrong with that.</param>
    public static TrustFolders Read(string folder) => new(folder);

    /// <summary>Whether a folder says what its roots are for.</summary>
    public static bool IsByPurpose(string folder) =>
        new[] { Signers, Partners, People, Mail, Checkpoints }.Any(name => Directory.Exists(Path.Combine(folder, name)));

    /// <summary>What is wrong with a data folder of an earlier build, whose one folder <c>ca</c> served every purpose; null when nothing is.</summary>
    public static string? LeftOver(string dataFolder)
    {
        var before = Path.Combine(dataFolder, "ca");
        if (Directory.Exists(Path.Combine(dataFolder, Name)) || !Directory.Exists(before))
            return null;
        var roots = Directory
            .EnumerateFiles(before, "*.pem")
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name => !name.EndsWith(".key.pem", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        return roots.Count == 0
            ? null
            : $"{before} holds roots of an earlier build ({string.Join(", ", roots)}), which trusted each for everything, and there is no folder {Name}. "
                + $"Move them into {Path.Combine(dataFolder, Name)}: to {Signers} those of our own signing certificates, to {Partners}/DOMAIN those of a partner, to {People} those of sign-in cards, "
                + $"to {Mail} those of mail servers, to {Checkpoints} those of the audit trail; a copy to each purpose it is to serve.";
    }

    /// <summary>The roots of a purpose; of messages those of our own alone.</summary>
    public TrustRoots For(TrustPurpose purpose) =>
        new(purpose, Roots.Where(root => root.Purpose == purpose && root.Domain is null).Select(root => root.Certificate));

    /// <summary>Who may vouch for the signers of messages.</summary>
    /// <param name="ours">The domains that are ours; null: all that are no partner's.</param>
    public SignerTrust SignersOf(IEnumerable<string>? ours) =>
        new(
            For(TrustPurpose.MessageSignature),
            Roots
                .Where(root => root.Domain is not null)
                .GroupBy(root => root.Domain!, StringComparer.OrdinalIgnoreCase)
                .Select(partner =>
                    KeyValuePair.Create(
                        partner.Key,
                        new TrustRoots(TrustPurpose.MessageSignature, partner.Select(root => root.Certificate))
                    )
                ),
            ours
        );

    /// <summary>The partners that are none, because their domain is ours.</summary>
    public IEnumerable<string> FaultsAgainst(IEnumerable<string> ours) =>
        _partners
            .Where(partner => ours.Contains(partner.Domain, StringComparer.OrdinalIgnoreCase))
            .Select(partner =>
                $"{partner.Folder} is the folder of a partner, and the domain is ours, for which {Signers} alone vouches. Take it away."
            );

    private void ReadAll(string folder)
    {
        Loose(folder, $"Roots lie in the folders {Kinds}.");
        foreach (var inside in Folders(folder))
            switch (Path.GetFileName(inside))
            {
                case Signers:
                    Add(inside, TrustPurpose.MessageSignature);
                    break;
                case Partners:
                    AddPartners(inside);
                    break;
                case People:
                    Add(inside, TrustPurpose.SignIn);
                    break;
                case Mail:
                    Add(inside, TrustPurpose.Peer);
                    break;
                case Checkpoints:
                    Add(inside, TrustPurpose.Checkpoint);
                    break;
                default:
                    _faults.Add($"{inside} is no purpose. The folders are {Kinds}.");
                    break;
            }
    }

    private void AddPartners(string folder)
    {
        Loose(folder, "A partner's roots lie in a folder called as his mail domain.");
        foreach (var inside in Folders(folder))
            if (
                Path.GetFileName(inside) is var name
                && name.Contains('.', StringComparison.Ordinal)
                && EmailAddress.TryParse($"x@{name}", out var address)
            )
            {
                _partners.Add((address.Domain, inside));
                Add(inside, TrustPurpose.MessageSignature, address.Domain);
            }
            else
                _faults.Add(
                    $"{inside} is called as no mail domain. Call it as all that stands behind the at sign of the partner's addresses."
                );
    }

    private void Add(string folder, TrustPurpose purpose, string? domain = null)
    {
        foreach (var inside in Folders(folder))
            _faults.Add($"{inside} is a folder, and files alone are read here. Move its roots up, or away.");
        foreach (var file in Files(folder))
        {
            var (roots, faults) = TrustFile.Read(file);
            _roots.AddRange(roots.Select(root => new TrustedRoot(purpose, domain, file, root)));
            _faults.AddRange(faults);
        }
    }

    private void Loose(string folder, string remedy)
    {
        foreach (var file in Files(folder))
            _faults.Add($"{file} is in no folder that says what it is for. {remedy}");
    }

    private static IOrderedEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal);

    private static IOrderedEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal);
}
