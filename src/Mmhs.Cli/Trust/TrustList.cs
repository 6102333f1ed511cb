using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Mmhs.Cli.CommandLine;
using Mmhs.Hosting;
using Mmhs.Wire.Trust;

namespace Mmhs.Cli.Trust;

/// <summary><c>mmhs trust list</c>: who may vouch for what?</summary>
internal static class TrustList
{
    private const int Good = 0;
    private const int Wrong = 1;

    private static readonly FrozenSet<string> WithValue = FrozenSet.Create("--data", "--trust");
    private static readonly FrozenSet<string> Flags = FrozenSet.Create("--json");

    /// <returns>0 when nothing is wrong, 1 when something is.</returns>
    public static int Run(IReadOnlyList<string> typed, Surroundings surroundings)
    {
        var arguments = Arguments.Read(typed, WithValue, Flags);
        if (arguments["--data"] is not null && arguments["--trust"] is not null)
            throw new UsageException("--data and --trust are two ways to name one folder; one is wanted.");
        var data = arguments["--data"] ?? "data";
        var folder = arguments["--trust"] ?? Path.Combine(data, TrustFolders.Name);
        var leftOver = arguments["--trust"] is null ? TrustFolders.LeftOver(data) : null;
        if (leftOver is null && !Directory.Exists(folder))
            throw new UsageException($"There is no folder {folder}.");
        var read = Read(folder);
        var now = surroundings.Time.GetUtcNow();
        var lines = read.Roots.Select(root => Line.Of(root, now)).ToList();
        List<string> faults =
        [
            .. leftOver is null ? [] : new[] { leftOver },
            .. read.Faults,
            .. lines.Where(line => line.Fault is not null).Select(line => $"{line.File}: {line.Fault}"),
        ];
        surroundings.Output.WriteLine(
            arguments.Has("--json") ? Json.Write(new { Roots = lines, Faults = faults }) : ToText(lines, faults)
        );
        return faults.Count == 0 ? Good : Wrong;
    }

    private static TrustFolders Read(string folder)
    {
        try
        {
            return TrustFolders.Read(folder);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static string ToText(List<Line> lines, List<string> faults)
    {
        var text = new List<string>();
        foreach (var group in lines.GroupBy(line => (line.Purpose, line.Domain)))
        {
            text.Add(Heading(group.Key.Purpose, group.Key.Domain));
            foreach (var line in group)
            {
                text.Add($"  {line.Subject}");
                text.Add($"    sha256 {line.Sha256}");
                text.Add(
                    $"    until {line.NotAfter.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}, {Constraints(line)}"
                );
                text.Add($"    {line.File}");
            }
        }
        if (lines.Count == 0)
            text.Add("Nobody is trusted.");
        text.AddRange(faults.Select(fault => $"WRONG: {fault}"));
        return string.Join(Environment.NewLine, text);
    }

    private static string Constraints(Line line) => line.Constraints is [] ? "any name" : string.Join(", ", line.Constraints);

    private static string Heading(string purpose, string? domain) =>
        purpose switch
        {
            TrustFolders.Signers => "signers: messages from our own domains",
            TrustFolders.Partners => $"partner: messages from {domain}",
            TrustFolders.People => "people: certificates people and programs come in with",
            TrustFolders.Mail => "mail: TLS certificates of mail servers",
            _ => "checkpoints: of the audit trail",
        };

    /// <param name="Purpose">The folder's name.</param>
    /// <param name="Domain">Of a partner; else null.</param>
    /// <param name="Subject">Distinguished name.</param>
    /// <param name="Sha256">Of the certificate, lower case.</param>
    /// <param name="NotAfter">UTC.</param>
    /// <param name="Constraints">In words; empty: any name.</param>
    /// <param name="File">Where it lies.</param>
    /// <param name="Fault">Null when nothing is wrong with it.</param>
    private sealed record Line(
        string Purpose,
        string? Domain,
        string Subject,
        string Sha256,
        DateTimeOffset NotAfter,
        IReadOnlyList<string> Constraints,
        string File,
        string? Fault
    )
    {
        public static Line Of(TrustedRoot root, DateTimeOffset now)
        {
            var certificate = root.Certificate;
            var notAfter = new DateTimeOffset(certificate.NotAfter).ToUniversalTime();
            IReadOnlyList<string> constraints = [];
            string? fault =
                notAfter < now ? "it has expired; nothing below it is believed."
                : certificate.NotBefore > now.LocalDateTime ? "it is not valid yet; nothing below it is believed."
                : null;
            try
            {
                constraints = NameConstraints.Of(certificate);
            }
            catch (CryptographicException unreadable)
            {
                fault = unreadable.Message;
            }
            return new(
                FolderOf(root),
                root.Domain,
                certificate.Subject,
                certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
                notAfter,
                constraints,
                root.File,
                fault
            );
        }

        private static string FolderOf(TrustedRoot root) =>
            root switch
            {
                { Domain: not null } => TrustFolders.Partners,
                { Purpose: TrustPurpose.MessageSignature } => TrustFolders.Signers,
                { Purpose: TrustPurpose.SignIn } => TrustFolders.People,
                { Purpose: TrustPurpose.Peer } => TrustFolders.Mail,
                _ => TrustFolders.Checkpoints,
            };
    }
}
