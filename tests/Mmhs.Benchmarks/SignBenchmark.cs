using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using MimeKit.Cryptography;
using Mmhs.Hosting;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using X509KeyUsageFlags = System.Security.Cryptography.X509Certificates.X509KeyUsageFlags;

namespace Mmhs.Benchmarks;

/// <summary>Build and sign a 10 KiB message: against the raw native P-256 signature, and against MimeKit's own S/MIME context with RSA-3072.</summary>
public static class SignBenchmark
{
    public static int Run()
    {
        var policies = PolicyFolder.Load(Path.Combine(AppContext.BaseDirectory, "policies"));
        var message = Released(policies);
        var content = message.Version.Content;
        var copy = CopyPlan.Of(content)[0];
        var forms = LabelForms.Of(content.Label, policies.Find(content.Label.PolicyId)!);
        var none = new Dictionary<string, byte[]>();

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(new CertificateRequest("CN=Benchmark", key, HashAlgorithmName.SHA256));
        using var identity = new SigningIdentity(certificate, key, []);
        var digest = SHA256.HashData(new byte[10240]);

        using var rsa = RSA.Create(3072);
        using var rsaCertificate = SelfSigned(
            new CertificateRequest("CN=Benchmark", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        var signer = new CmsSigner(rsaCertificate) { DigestAlgorithm = DigestAlgorithm.Sha256 };
        using var mimeKit = new TemporarySecureMimeContext();

        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var rates = Measured.Rates(
            5,
            TimeSpan.FromSeconds(1),
            [
                () => key.SignHash(digest),
                () => SignedMessage.Sign(MessageBuilder.Build(message, copy, none, forms), identity, now, forms.Ess),
                () => MessageBuilder.Build(message, copy, none, forms),
                () => ApplicationPkcs7Mime.Sign(mimeKit, signer, new TextPart("plain") { Text = content.Text }),
            ]
        );
        Measured.Say($"raw native P-256 signature          {rates[0], 10:N0} /s   1.00");
        Measured.Say($"build + sign, 10 KiB                {rates[1], 10:N0} /s   {rates[1] / rates[0]:0.00} of raw");
        Measured.Say($"build alone                         {rates[2], 10:N0} /s");
        Measured.Say(
            $"MimeKit default context, RSA-3072   {rates[3], 10:N0} /s   build + sign is {rates[1] / rates[3]:0.0} times it"
        );
        return 0;
    }

    internal static ReleasedMessage Released(PolicyCatalog policies)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var label = new SecurityLabel("1.3.6.1.4.1.32473.10.1", 4);
        var from = new Mailbox("Northland HQ J3 Operations", EmailAddress.Parse("j3@hq.northland.example"));
        const string line = "1. MOVE BRIDGING EQUIPMENT TO CP 7 BY 1800Z. REPORT ARRIVAL.\n";
        var form = new DraftForm
        {
            Label = label,
            ActionPrecedence = Precedence.Immediate,
            To = [new Mailbox("3rd Brigade J3 Operations", EmailAddress.Parse("j3@bde3.northland.example"))],
            Subject = "Move of bridging equipment",
            SubjectIndicatorCodes = ["LAB"],
            Text = string.Concat(Enumerable.Repeat(line, 10240 / line.Length)),
        };
        var content = ((ComposeResult.Complete)ComposeRules.Check(form, from, new ComposeLimits(), now, [])).Content;
        var version = new MessageVersion(Guid.Empty, 1, content, "drafter", now);
        var releaser = new Approver(
            "releaser",
            new Mailbox("Releaser", EmailAddress.Parse("releaser@hq.northland.example")),
            [
                new ReleaseRight(
                    from.Address,
                    Precedence.Override,
                    Precedence.Override,
                    [new Clearance(label.PolicyId, [0, 1, 2, 3, 4], [])]
                ),
            ]
        );
        var filled = SystemFilled.For(content, now, "0123456789ABCDEF");
        var statement = new ApprovalStatement(
            version.DraftId,
            1,
            version.ContentHash,
            filled,
            releaser.Name,
            releaser.Mailbox,
            from.Address,
            now
        )
        {
            Drafter = version.LastEditor,
        };
        return (
            (ReleaseDecision.Granted)
                ReleaseRules.Decide(
                    new(version, new Approval(statement, new Proof(ApprovalMethod.PasswordProof, [])), []),
                    new Authority(new RightsBook([releaser], []), []),
                    (said, _) => said.At,
                    policies,
                    now
                )
        ).Message;
    }

    internal static X509Certificate2 SelfSigned(CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress("j3@hq.northland.example");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        return X509CertificateLoader.LoadPkcs12(
            request
                .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100))
                .Export(X509ContentType.Pkcs12),
            null,
            X509KeyStorageFlags.Exportable
        );
    }
}
