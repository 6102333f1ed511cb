using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Trust;

/// <summary>A certificate is believed for one purpose, below named roots, and nobody it names is asked.</summary>
public sealed class TrustedPathTests
{
    private const string Mail = "1.3.6.1.5.5.7.3.4",
        Client = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly X509Certificate2 Root = Authority("CN=Root");
    private static readonly X509Certificate2 Stranger = Authority("CN=Stranger");

    public static TheoryData<TrustPurpose> Purposes => [.. Enum.GetValues<TrustPurpose>()];

    [Theory]
    [InlineData(TrustPurpose.Checkpoint, TrustedPath.CheckpointUsage, true)]
    [InlineData(TrustPurpose.Checkpoint, Mail, false)]
    [InlineData(TrustPurpose.Checkpoint, null, false)]
    [InlineData(TrustPurpose.SignIn, Client, true)]
    [InlineData(TrustPurpose.SignIn, Mail, false)]
    [InlineData(TrustPurpose.SignIn, null, false)]
    public void What_must_say_what_it_is_for_is_good_for_nothing_else(TrustPurpose purpose, string? usage, bool good)
    {
        var certificate = Issued(Root, usage);
        Assert.Equal(good, TrustedPath.SaysItIsFor(certificate, purpose));
        if (usage is not null)
            Assert.Equal(good, Against(certificate, purpose, Now) == X509ChainStatusFlags.NoError);
    }

    [Theory, MemberData(nameof(Purposes))]
    public void Only_the_named_roots_count_and_what_came_along_is_trusted_for_nothing(TrustPurpose purpose)
    {
        var policy = TrustedPath.PolicyFor(purpose, new(purpose, Root), Now, [Stranger]);
        Assert.NotEqual(X509ChainStatusFlags.NoError, TrustedPath.Against(Issued(Stranger, UsageOf(purpose)), policy));
        Assert.NotEqual(
            X509ChainStatusFlags.NoError,
            TrustedPath.Against(Issued(Root, UsageOf(purpose)), TrustedPath.PolicyFor(purpose, new(purpose), Now))
        );
    }

    [Theory, MemberData(nameof(Purposes))]
    public void Attack_roots_believed_for_one_thing_are_believed_for_no_other(TrustPurpose purpose)
    {
        foreach (var other in Enum.GetValues<TrustPurpose>().Where(other => other != purpose))
            Assert.Throws<ArgumentException>(() => TrustedPath.PolicyFor(purpose, new(other, Root), Now));
    }

    [Theory, MemberData(nameof(Purposes))]
    public void Nothing_is_fetched_that_a_certificate_names(TrustPurpose purpose)
    {
        var policy = TrustedPath.PolicyFor(purpose, new(purpose, Root), null);
        Assert.True(policy.DisableCertificateDownloads);
        Assert.Equal(X509RevocationMode.NoCheck, policy.RevocationMode);
        Assert.Equal(X509ChainTrustMode.CustomRootTrust, policy.TrustMode);
    }

    // to the minute on both sides, in whatever zone the machine stands
    [Theory]
    [InlineData(-61, true)]
    [InlineData(-59, false)]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public void It_is_asked_at_the_moment_given(int minutes, bool outOfDate)
    {
        var flags = Against(Issued(Root, Client), TrustPurpose.SignIn, Now.AddMinutes(minutes));
        Assert.Equal(outOfDate ? X509ChainStatusFlags.NotTimeValid : X509ChainStatusFlags.NoError, flags);
    }

    private static X509ChainStatusFlags Against(X509Certificate2 certificate, TrustPurpose purpose, DateTimeOffset at) =>
        TrustedPath.Against(certificate, TrustedPath.PolicyFor(purpose, new(purpose, Root), at));

    private static string UsageOf(TrustPurpose purpose) =>
        purpose switch
        {
            TrustPurpose.Checkpoint => TrustedPath.CheckpointUsage,
            TrustPurpose.SignIn => Client,
            _ => Mail,
        };

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
    }

    private static X509Certificate2 Issued(X509Certificate2 issuer, string? usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Leaf", key, HashAlgorithmName.SHA256);
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        return request.Create(issuer, Now.AddHours(-1), Now.AddHours(1), [1, 2, 3, 4]);
    }
}
