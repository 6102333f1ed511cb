using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Portal.Submit;
using Mmhs.Signing;
using Mmhs.Signing.Approvals;
using Mmhs.Signing.Demo;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Demo;

/// <summary>Keys, certificates, roster and secrets of the demo world: made at first start, kept with owner-only permissions, never anywhere else.</summary>
internal static class DemoKeys
{
    public static void Make(IServiceProvider services)
    {
        var data = services.GetRequiredService<DataFolder>();
        var signing = services.GetRequiredService<IOptions<SigningOptions>>().Value;
        data.Folder("signing");
        using var authority = DemoAuthority.Open(data.Folder("ca"), services.GetRequiredService<TimeProvider>().GetUtcNow());
        Trust(data, authority.Certificate.ExportCertificatePem());
        foreach (var (name, domain, mailboxes) in DemoWorld.SigningOrganisations())
            authority.IssueOrganisation(signing.KeysFolder, domain, name, mailboxes);
        authority.IssueCheckpoint(signing.KeysFolder);
        authority.IssueServer(Path.Combine(data.Folder("tls"), "server"), ["localhost"]);
        if (!File.Exists(signing.RightsFile))
        {
            // One verifier for all: they share the password, and a slow one for each would be most of the first start.
            var verifier = ScramVerifier.FromPassword(DemoWorld.Password);
            var book = DemoWorld.Book();
            FirstRoster.Save(signing, book, book.People.Select(person => new Credential(person.Name, verifier, [])));
        }
        Secret(data.File(services.GetRequiredService<IOptions<SubmissionOptions>>().Value.PasswordFile));
    }

    /// <summary>Whether the folder holds the private key of the demonstration's authority: whoever has it speaks for everybody.</summary>
    public static bool AreIn(DataFolder data) => File.Exists(Path.Combine(data.File("ca"), "ca.key.pem"));

    // It signs for the organisations, for the doors and for the trail, and issues no cards. What somebody put there, or took away, stays as he left it.
    private static void Trust(DataFolder data, string authority)
    {
        data.Folder(TrustFolders.Name);
        foreach (var purpose in new[] { TrustFolders.Signers, TrustFolders.Mail, TrustFolders.Checkpoints })
        {
            var folder = Path.Combine(TrustFolders.Name, purpose);
            var file = data.File(Path.Combine(folder, "demo-ca.pem"));
            if (Directory.Exists(data.File(folder)) && !File.Exists(file))
                continue;
            data.Folder(folder);
            File.WriteAllText(file, authority);
        }
    }

    private static void Secret(string file)
    {
        if (File.Exists(file))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var secret = new FileStream(file, options);
        secret.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(40)));
    }
}
