using System.Security.Cryptography;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Mmhs.Signing.Tests;

/// <summary>What the signing service will not sign, whoever asks.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly byte[] Annex = Encoding.UTF8.GetBytes("annex");

    private readonly SigningWorld _world = new();

    public static TheoryData<string, string> Refusals { get; } =
        new()
        {
            { "the content was exchanged under an approved hash", "SIG-001" },
            { "the approval is for another version", "REL-002" },
            { "the approval is for other content", "REL-002" },
            { "nobody approved: the proof is empty", "REL-007" },
            { "the proof is of another password", "REL-007" },
            { "the statement was altered after the proof", "REL-007" },
            { "the drafter approved his own message", "REL-001" },
            { "an attachment is missing", "SIG-002" },
            { "an attachment was exchanged", "SIG-002" },
            { "the label is none of its policy", "SIG-003" },
            { "the policy of the label is unknown", "SIG-003" },
            { "the releaser is unknown", "REL-003" },
            { "the releaser's mailbox is another", "REL-003" },
            { "the right is for another role", "REL-003" },
            { "the precedence is above the right", "REL-004" },
            { "the information precedence is above the right", "REL-004" },
            { "the label is above the ceiling", "REL-005" },
            { "the approval is a day old", "REL-007" },
            { "the approval is from the future", "REL-007" },
            { "the envelope identifiers do not fit the copies", "REL-008" },
            { "there is no key for the organisation", "SIG-004" },
            { "the certificate is not for this mailbox", "SIG-005" },
            { "the certificate has expired", "SIG-005" },
            { "others may read the key", "SIG-005" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task EOS_206c_nothing_is_signed_that_was_not_approved(string what, string code)
    {
        var result = await _world.SignAsync(Arrange(what));

        Assert.Equal(code, Assert.IsType<SigningResult.Refused>(result).Reason.Code);
    }

    [Fact]
    public async Task SEC_4_2_1_2_1_5_a_key_with_a_certificate_of_version_1_is_refused()
    {
        var file = Path.Combine(_world.Options.KeysFolder, SigningWorld.Domain);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pair = new Asn1SignatureFactory("SHA256WITHECDSA", PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
        var made = new X509V1CertificateGenerator();
        made.SetSerialNumber(BigInteger.One);
        made.SetIssuerDN(new X509Name("CN=Old"));
        made.SetSubjectDN(new X509Name($"CN=Old,E={SigningWorld.J3.Address}"));
        made.SetNotBefore(SigningWorld.Start.UtcDateTime.AddYears(-1));
        made.SetNotAfter(SigningWorld.Start.UtcDateTime.AddYears(1));
        made.SetPublicKey(PublicKeyFactory.CreateKey(key.ExportSubjectPublicKeyInfo()));
        File.WriteAllText(file + ".pem", PemEncoding.WriteString("CERTIFICATE", made.Generate(pair).GetEncoded()));
        File.WriteAllText(file + ".key.pem", key.ExportPkcs8PrivateKeyPem()); // keeps the permissions it has

        var result = await _world.SignAsync(SigningWorld.Request(SigningWorld.Content(Annex), Annex));

        var reason = Assert.IsType<SigningResult.Refused>(result).Reason;
        Assert.Equal("SIG-005", reason.Code);
        Assert.Contains("version 1", reason.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_was_valid_at_release_and_is_no_longer_is_not_signed()
    {
        var until = SigningWorld.Start.AddMinutes(10);
        var ending = new SecurityPolicy
        {
            Id = SigningWorld.Northland.Id,
            Name = SigningWorld.Northland.Name,
            Classifications = SigningWorld.Northland.Classifications,
            Validity = new(null, until),
        };
        var service = _world.NewService(new([ending]));
        var request = SigningWorld.Request(SigningWorld.Content(Annex), Annex);
        Assert.IsType<SigningResult.Signed>(await _world.SignAsync(request)); // submitted and approved in time

        _world.Time.SetUtcNow(until);
        Assert.IsType<SigningResult.Signed>(await service.SignAsync(request, TestContext.Current.CancellationToken));
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await service.SignAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("SIG-003", Assert.IsType<SigningResult.Refused>(late).Reason.Code);
    }

    [Fact]
    public async Task What_the_table_starts_from_is_signed()
    {
        var result = await _world.SignAsync(SigningWorld.Request(SigningWorld.Content(Annex), Annex));

        Assert.Equal(2, Assert.IsType<SigningResult.Signed>(result).Copies.Length);
    }

    [Fact]
    public async Task A_made_up_name_gets_proof_parameters_like_any_other_and_keeps_them_over_a_restart()
    {
        var first = await _world.Service.ProofParametersAsync("nobody", TestContext.Current.CancellationToken);
        var again = await _world.NewService().ProofParametersAsync("nobody", TestContext.Current.CancellationToken);
        var known = await _world.Service.ProofParametersAsync("releaser", TestContext.Current.CancellationToken);

        Assert.Equal(first.Salt, again.Salt);
        Assert.Equal(known.Salt.Length, first.Salt.Length);
        Assert.NotEqual(known.Salt, first.Salt);
    }

    public void Dispose() => _world.Dispose();

    private SigningRequest Arrange(string what)
    {
        var content = SigningWorld.Content(Annex);
        var version = SigningWorld.Version(content);
        var statement = SigningWorld.Statement(version);
        var request = SigningWorld.Request(content, Annex);

        SigningRequest Of(MessageContent changed) => SigningWorld.Request(changed, Annex);
        SigningRequest Stated(ApprovalStatement changed) => request with { Approval = SigningWorld.Approve(changed) };
        SigningRequest Entitled(ReleaseRight right)
        {
            _world.Enrol(right);
            return request;
        }

        switch (what)
        {
            case "the content was exchanged under an approved hash":
                return request with { Version = version with { Content = content with { Text = "Do nothing." } } };
            case "the approval is for another version":
                return Stated(statement with { Version = 2 });
            case "the approval is for other content":
                return Stated(statement with { ContentHash = new string('0', 64) });
            case "nobody approved: the proof is empty":
                return request with { Approval = request.Approval with { Proof = new(ApprovalMethod.PasswordProof, []) } };
            case "the proof is of another password":
                return request with { Approval = SigningWorld.Approve(statement, "wrong horse") };
            case "the statement was altered after the proof":
                return request with
                {
                    Approval = request.Approval with { Statement = statement with { At = statement.At.AddSeconds(1) } },
                };
            case "the drafter approved his own message":
                return Stated(statement with { Drafter = "Releaser" }) with
                {
                    Version = version with { LastEditor = "Releaser", Writers = ["Releaser"] },
                };
            case "an attachment is missing":
                return request with { Attachments = new Dictionary<string, byte[]>() };
            case "an attachment was exchanged":
                return request with
                {
                    Attachments = new Dictionary<string, byte[]>
                    {
                        [SigningWorld.Sha256(Annex)] = Encoding.UTF8.GetBytes("other"),
                    },
                };
            case "the label is none of its policy":
                return Of(content with { Label = new(SigningWorld.Northland.Id, 99) });
            case "the policy of the label is unknown":
                return Of(content with { Label = new("1.2.3.4", 1) });
            case "the releaser is unknown":
                return Stated(statement with { Releaser = "somebody" });
            case "the releaser's mailbox is another":
                return Stated(statement with { ReleaserMailbox = SigningWorld.Brigade });
            case "the right is for another role":
                return Entitled(new(SigningWorld.J4.Address, Precedence.Flash, Precedence.Flash, SigningWorld.Ceiling("0-5")));
            case "the precedence is above the right":
                return Entitled(new(SigningWorld.J3.Address, Precedence.Priority, Precedence.Flash, SigningWorld.Ceiling("0-5")));
            case "the information precedence is above the right":
                return Entitled(new(SigningWorld.J3.Address, Precedence.Flash, Precedence.Deferred, SigningWorld.Ceiling("0-5")));
            case "the label is above the ceiling":
                return Entitled(new(SigningWorld.J3.Address, Precedence.Flash, Precedence.Flash, SigningWorld.Ceiling("0-2")));
            case "the approval is a day old":
                _world.Time.Advance(TimeSpan.FromDays(1));
                return request;
            case "the approval is from the future":
                return Stated(statement with { At = statement.At.AddHours(1) });
            case "the envelope identifiers do not fit the copies":
                return Stated(
                    statement with
                    {
                        Filled = statement.Filled with { EnvelopeIds = statement.Filled.EnvelopeIds[..1] },
                    }
                );
            case "there is no key for the organisation":
                File.Delete(Path.Combine(_world.Options.KeysFolder, SigningWorld.Domain + ".pem"));
                return request;
            case "the certificate is not for this mailbox":
                var other = new Mailbox(null, EmailAddress.Parse($"command@{SigningWorld.Domain}"));
                _world.Enrol(new ReleaseRight(other.Address, Precedence.Flash, Precedence.Flash, SigningWorld.Ceiling("0-5")));
                return Of(content with { From = other });
            case "the certificate has expired":
                _world.Time.Advance(TimeSpan.FromDays(365 * 5 + 30));
                return Stated(statement with { At = _world.Time.GetUtcNow() });
            case "others may read the key":
                if (OperatingSystem.IsWindows())
                    Assert.Skip("The file system has no modes.");
                else
                    File.SetUnixFileMode(
                        Path.Combine(_world.Options.KeysFolder, SigningWorld.Domain + ".key.pem"),
                        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead
                    );
                return request;
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, "No such row.");
        }
    }
}
