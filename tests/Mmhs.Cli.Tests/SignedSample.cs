using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Signing.Demo;
using Mmhs.Wire.Labels;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;

namespace Mmhs.Cli.Tests;

/// <summary>A formal message as the signing service makes them, in a folder of its own with the authority it is trusted by.</summary>
internal sealed class SignedSample : IDisposable
{
    private const string Domain = "hq.northland.example";
    private static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("mmhs-inspect-").FullName;

    public SignedSample()
    {
        var keys = Path.Combine(folder, "keys");
        using (var authority = DemoAuthority.Open(Path.Combine(folder, "authority"), At))
            authority.IssueOrganisation(keys, Domain, "Northland HQ", [EmailAddress.Parse("j3@" + Domain)]);
        Directory.CreateDirectory(Trust);
        File.Copy(Path.Combine(folder, "authority", "ca.pem"), Path.Combine(Trust, "ca.pem"));

        var unsigned = File.ReadAllText(Told.Ours("tests", "Mmhs.Wire.Tests", "Mime", "Golden", "profile", "open.eml"))
            .ReplaceLineEndings("\r\n");
        var header = unsigned[..unsigned.IndexOf("MIME-Version:", StringComparison.Ordinal)];
        var sio = header[header.IndexOf("label*0=", StringComparison.Ordinal)..];
        var label = Convert.FromBase64String(string.Concat(sio.Split('"').Where((_, index) => index % 2 == 1)));
        if (!EssLabelCodec.TryDecode(label, out _, out var problem))
            throw new InvalidDataException(problem);

        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(keys, Domain + ".key.pem")));
        using var identity = new SigningIdentity(
            X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(keys, Domain + ".pem"))),
            key,
            []
        );
        var built = new BuiltMessage(Encoding.ASCII.GetBytes(header), Encoding.ASCII.GetBytes(unsigned));
        File.WriteAllBytes(Message, SignedMessage.Sign(built, identity, At, label).Span);
    }

    public string Message => Path.Combine(folder, "message.eml");

    public string Trust => Path.Combine(folder, "trust");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
