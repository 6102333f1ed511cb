using System.Text;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Testing;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Trust;

/// <summary>A root vouches for the domain it was put there for, and for no other.</summary>
public sealed class SignerTrustTests : IDisposable
{
    private const string Ours = "hq.northland.example";
    private const string A = "a.example";
    private const string B = "b.example";
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestSigner _own = new("Ours");
    private readonly TestSigner _a = new("Authority of A");
    private readonly TestSigner _b = new("Authority of B");

    public void Dispose()
    {
        _own.Dispose();
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public void Each_is_believed_for_its_own_domain()
    {
        Valid(Read(_own, $"j3@{Ours}"));
        Valid(Read(_a, $"j3@{A}"));
        Valid(Read(_b, $"j3@{B}"));
        Valid(Read(_a, $"j3@{A.ToUpperInvariant()}"));
    }

    [Fact]
    public void Attack_a_partners_authority_signs_nothing_that_is_ours() =>
        Untrusted(Read(_a, $"j3@{Ours}"), "is trusted for a.example, and not for hq.northland.example");

    [Fact]
    public void Attack_a_partners_authority_signs_nothing_of_another_partner() =>
        Untrusted(Read(_a, $"j3@{B}"), "is trusted for a.example, and not for b.example");

    [Fact]
    public void Attack_our_own_authority_signs_nothing_of_a_partner() =>
        Untrusted(Read(_own, $"j3@{A}"), "is trusted for our own domains, and not for a.example");

    [Fact]
    public void Attack_a_subdomain_is_another_domain()
    {
        Untrusted(Read(_a, $"j3@sub.{A}"), "and not for sub.a.example");
        Untrusted(Read(_own, $"j3@sub.{Ours}"), "and not for sub.hq.northland.example");
        Untrusted(Read(_a, "j3@nota.example"), "and not for nota.example");
    }

    [Fact]
    public void Attack_a_domain_that_is_ours_is_no_partners_whatever_his_folder_is_called()
    {
        var trust = Trust(ours: [Ours, A]);
        Untrusted(Read(_a, $"j3@{A}", trust), "and not for a.example");
        Valid(Read(_own, $"j3@{A}", trust));
    }

    [Fact]
    public void Attack_an_address_of_his_own_beside_ours_makes_a_partners_certificate_no_better()
    {
        using var both = _a.Issue($"j3@{A}", $"j3@{Ours}");
        Valid(Read(both, $"j3@{A}", Trust([Ours])));
        Untrusted(Read(both, $"j3@{Ours}", Trust([Ours])), "is not trusted for j3@hq.northland.example");
        Untrusted(Read(both, $"j3@{A}, j3@{Ours}", Trust([Ours]), sender: $"j3@{A}"), "in the name of j3@hq.northland.example");
        Untrusted(Read(both, $"j3@{Ours}", Trust([Ours]), sender: $"j3@{A}"), "is not trusted for j3@hq.northland.example");
    }

    [Fact]
    public void Attack_an_authority_confined_to_its_host_certifies_no_other()
    {
        using var confined = new TestSigner("Confined", mailOf: A);
        var anywhere = SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, confined.Authority));
        Valid(Read(confined, $"j3@{A}", anywhere));
        Untrusted(Read(confined, $"j3@{Ours}", anywhere), "HasNotPermittedNameConstraint");
        using var both = confined.Issue($"j3@{A}", $"j3@{Ours}");
        Untrusted(Read(both, $"j3@{A}", anywhere), "HasNotPermittedNameConstraint");
        Assert.Equal(["only mail of a.example"], NameConstraints.Of(confined.Authority));
        Assert.Empty(NameConstraints.Of(_a.Authority));
    }

    [Fact]
    public void Attack_roots_of_another_purpose_are_not_handed_in_for_messages() =>
        Assert.Throws<ArgumentException>(() => SignerTrust.AnyDomain(new(TrustPurpose.Peer, _own.Authority)));

    [Fact]
    public void Where_nobody_knows_what_is_ours_it_is_all_that_is_no_partners()
    {
        var trust = Trust(ours: null);
        Valid(Read(_own, "j3@anybody.example", trust));
        Valid(Read(_a, $"j3@{A}", trust));
        Untrusted(Read(_own, $"j3@{A}", trust), "and not for a.example");
        Untrusted(Read(_a, "j3@anybody.example", trust), "and not for anybody.example");
    }

    [Fact]
    public void Whom_nobody_vouches_for_is_not_trusted()
    {
        using var stranger = new TestSigner("Stranger");
        Untrusted(Read(stranger, $"j3@{Ours}"), "does not lead to an authority trusted for hq.northland.example");
        Untrusted(Read(_own, "j3@nobody.example"), "and not for nobody.example");
        Untrusted(Read(_own, $"j3@{Ours}", SignerTrust.Nobody), "does not lead to an authority");
    }

    private static void Valid(MessageReading reading)
    {
        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        Assert.Equal(ChainStatus.Valid, reading.Layers[0].Signers[0].Chain);
    }

    private static void Untrusted(MessageReading reading, string reason)
    {
        Assert.Equal((SignatureStatus.Untrusted, false), (reading.Signature, reading.IsProven));
        Assert.Contains(reason, reading.SignatureWords, StringComparison.Ordinal);
    }

    private SignerTrust Trust(string[]? ours) =>
        new(
            new(TrustPurpose.MessageSignature, _own.Authority),
            [
                KeyValuePair.Create(A, new TrustRoots(TrustPurpose.MessageSignature, _a.Authority)),
                KeyValuePair.Create(B, new TrustRoots(TrustPurpose.MessageSignature, _b.Authority)),
            ],
            ours
        );

    private MessageReading Read(TestSigner signer, string from, SignerTrust? trust = null)
    {
        using var identity = signer.Issue(from);
        return Read(identity, from, trust ?? Trust([Ours]));
    }

    private static MessageReading Read(SigningIdentity identity, string from, SignerTrust trust, string? sender = null)
    {
        var header =
            $"From: {from}\r\n{(sender is null ? "" : $"Sender: {sender}\r\n")}Subject: Bridge\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n";
        var inside = $"Content-Type: message/rfc822; forwarded=no\r\n\r\n{header}Content-Type: text/plain\r\n\r\nHold.\r\n";
        var signature = SignedDataWriter.Detached(Encoding.ASCII.GetBytes(inside), identity, At);
        return MessageReader.Read(
            Encoding.ASCII.GetBytes(header + TestSigner.Clear(signature, [inside])),
            new(trust, PolicyCatalog.Empty, At)
        );
    }
}
