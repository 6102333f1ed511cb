using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using Mmhs.Hosting;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Deliver;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Benchmarks;

/// <summary>From octets to the row an inbox shows: a formal message of 10 KiB, against MimeKit's bare parse of the same octets.</summary>
public static class ReadBenchmark
{
    public static int Run()
    {
        var policies = PolicyFolder.Load(Path.Combine(AppContext.BaseDirectory, "policies"));
        var message = SignBenchmark.Released(policies);
        var label = message.Version.Content.Label;
        var forms = LabelForms.Of(label, policies.Find(label.PolicyId)!);
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var built = MessageBuilder.Build(
            message,
            CopyPlan.Of(message.Version.Content)[0],
            new Dictionary<string, byte[]>(),
            forms
        );
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SignBenchmark.SelfSigned(new CertificateRequest("CN=Benchmark", key, HashAlgorithmName.SHA256));
        using var identity = new SigningIdentity(certificate, key, []);
        var signed = SignedMessage.Sign(built, identity, now, forms.Ess).ToArray();
        var plain = Plain(signed);
        var context = new ReadingContext(
            SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, certificate)),
            policies,
            now,
            label
        )
        {
            FieldsOnly = true,
        }; // as the delivery door reads
        var role = new DirectorySnapshot.KnownRole(
            1,
            new Mailbox("3rd Brigade J3 Operations", EmailAddress.Parse("j3@bde3.northland.example")),
            []
        );
        var stored = new StoredMessageRow
        {
            Id = Guid.NewGuid(),
            Octets = [],
            StoredAt = now,
        };

        var rates = Measured.Rates(
            5,
            TimeSpan.FromSeconds(1),
            [
                () => Bare(plain),
                () => InboxEntry.From(MessageReader.Read(plain, context), role, stored, now),
                () => Bare(signed),
                () => InboxEntry.From(MessageReader.Read(signed, context), role, stored, now),
            ]
        );
        Measured.Say(
            $"unsigned, {plain.Length, 6:N0} octets   MimeKit's bare parse {rates[0], 8:N0} /s   ours, to the row {rates[1], 8:N0} /s   {rates[0] / rates[1]:0.00} times its time"
        );
        Measured.Say(
            $"signed,   {signed.Length, 6:N0} octets   MimeKit's bare parse {rates[2], 8:N0} /s   ours, to the row {rates[3], 8:N0} /s   {rates[2] / rates[3]:0.00} times its time, signature and label checked"
        );
        return 0;
    }

    private static void Bare(byte[] octets)
    {
        using var stream = new MemoryStream(octets, writable: false);
        MimeMessage.Load(stream);
    }

    // The same fields over text as it is, instead of the signed container.
    private static byte[] Plain(byte[] signed)
    {
        using var stream = new MemoryStream(signed, writable: false);
        var message = MimeMessage.Load(stream);
        message.Body = new TextPart("plain")
        {
            Text = string.Concat(Enumerable.Repeat("1. MOVE BRIDGING EQUIPMENT TO CP 7 BY 1800Z. REPORT ARRIVAL.\r\n", 160)),
            ContentTransferEncoding = ContentEncoding.SevenBit,
        };
        using var written = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, written);
        return written.ToArray();
    }
}
