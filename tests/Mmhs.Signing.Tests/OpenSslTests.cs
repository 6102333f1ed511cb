using System.Text;

namespace Mmhs.Signing.Tests;

public sealed class OpenSslTests : IDisposable
{
    private readonly SigningWorld _world = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mmhs-openssl-").FullName;

    [Theory]
    [InlineData("any")]
    [InlineData("smimesign")]
    public async Task SEC_4_1_2_2_a_formal_message_verifies_with_openssl(string purpose)
    {
        var attachment = Encoding.UTF8.GetBytes("annex");
        var copies = await _world.SignAsync(SigningWorld.Content(attachment), attachment);
        var message = Write("message.eml", copies[0].Octets.Span);
        var anchor = Write("ca.pem", Encoding.ASCII.GetBytes(_world.Anchor.ExportCertificatePem()));

        var (exitCode, output, errors) = await OpenSsl.RunAsync(
            "cms",
            "-verify",
            "-inform",
            "SMIME",
            "-in",
            message,
            "-CAfile",
            anchor,
            "-purpose",
            purpose,
            "-attime",
            SigningWorld.Start.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)
        );

        Assert.True(exitCode == 0, errors);
        Assert.StartsWith("Content-Type: message/rfc822; forwarded=no\r\n", output, StringComparison.Ordinal);
        Assert.Contains("\r\nSubject: Move of bridging equipment\r\n", output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _world.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, ReadOnlySpan<byte> octets)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, octets);
        return path;
    }
}
