using System.Security.Cryptography;
using Mmhs.Wire.Dkim;
using Org.BouncyCastle.Crypto.Parameters;

namespace Mmhs.Wire.Tests.Dkim;

public sealed class DkimKeyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SEC_4_1_4_4_an_RSA_key_is_read_bare_and_in_the_form_most_publish(bool bare)
    {
        using var rsa = RSA.Create(2048);
        var published = Convert.ToBase64String(bare ? rsa.ExportRSAPublicKey() : rsa.ExportSubjectPublicKeyInfo());
        var (key, reason) = DkimKey.Read($"v=DKIM1; k=rsa; p={published}", "rsa-sha256");
        Assert.Null(reason);
        var read = Assert.IsType<RsaKeyParameters>(key!.Key);
        Assert.Equal(rsa.ExportParameters(false).Modulus, read.Modulus.ToByteArrayUnsigned());
    }

    [Fact]
    public void A_key_of_another_kind_under_the_name_of_RSA_is_none()
    {
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (
            var octets in new[] { elliptic.ExportSubjectPublicKeyInfo(), [0x30, 0x03, 0x02, 0x01, 0x05], [0x04, 0x01, 0x05] }
        )
            Assert.Null(DkimKey.Read($"p={Convert.ToBase64String(octets)}", "rsa-sha256").Key);
    }
}
