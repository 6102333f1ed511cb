using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Cryptography;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Trust;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Mmhs.Relay.Tests;

/// <summary>Domain signatures, made by MimeKit as another organisation would, checked at our border and written down.</summary>
public sealed class DkimTests
{
    private static readonly HeaderId[] Signed = [HeaderId.From, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId];
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly Ed25519PrivateKeyParameters Edwards = new(new SecureRandom());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static (string Name, string Text)[] Records { get; } =
    [
        ("s1._domainkey", $"v=DKIM1; k=rsa; p={Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo())}"),
        ("s2._domainkey", $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(Edwards.GeneratePublicKey().GetEncoded())}"),
        ("tried._domainkey", $"v=DKIM1; t=y; p={Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo())}"),
        ("revoked._domainkey", "v=DKIM1; p="),
    ];

    [Theory]
    [InlineData("s1", false, "pass", null)]
    [InlineData("s2", false, "pass", null)]
    [InlineData("s1", true, "fail", "changed on its way, or not theirs")]
    [InlineData("s2", true, "fail", "changed on its way, or not theirs")]
    [InlineData("tried", false, "neutral", "the key is only tried out")]
    [InlineData("revoked", false, "permerror", "the key was revoked")]
    [InlineData("nobody", false, "permerror", "no key")]
    [InlineData(null, false, "none", null)]
    public async Task SEC_4_1_2_4_SEC_4_1_3_4_SEC_4_1_4_4_SEC_4_2_4_3_the_border_checks_and_the_reader_learns(
        string? selector,
        bool spoilt,
        string result,
        string? reason
    )
    {
        var file = await KeysAsync();
        await using var world = await RelayWorld.StartAsync(options => options.Dkim.KeysFile = file);
        var message = Message(selector);
        if (spoilt)
            message = message.Replace("Nothing to report", "Nothing to repent", StringComparison.Ordinal);
        var arrived = await BringAsync(
            world,
            "Authentication-Results: relay.hq.example; dkim=pass header.d=forged.example\r\n" + message
        );

        Assert.EndsWith(message, arrived, StringComparison.Ordinal); // and the forged field is gone
        var read = Assert.Single(
            MessageReader
                .Read(
                    Encoding.Latin1.GetBytes(arrived),
                    new(SignerTrust.Nobody, PolicyCatalog.Empty, TimeProvider.System.GetUtcNow())
                    {
                        TrustedVerifiers = ["relay.hq.example"],
                    }
                )
                .Authentication
        );
        Assert.Equal(
            ("relay.hq.example", "dkim", result, selector is null ? null : "alliance.example"),
            (read.Verifier, read.Method, read.Result, read.Domain)
        );
        if (reason is not null)
            Assert.Contains($"reason=\"{reason}\"", arrived, StringComparison.Ordinal);
        var data = JsonDocument.Parse(Assert.Single(await world.AuditAsync("TRANSFER_IN")).Canon).RootElement.GetProperty("data");
        Assert.Equal(selector is null ? 0 : 1, data.GetProperty("dkim").GetArrayLength());
        File.Delete(file);
    }

    [Fact]
    public async Task SEC_4_2_4_3_keys_come_from_a_name_server()
    {
        await using var names = await NameServer.StartAsync(Records);
        await using var world = await RelayWorld.StartAsync(options => options.Dkim.NameServers.Add($"127.0.0.1:{names.Port}"));
        Assert.Contains(
            "\r\n dkim=pass\r\n  header.d=alliance.example header.s=s1 header.a=rsa-sha256\r\n",
            await BringAsync(world, Message("s1")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "dkim=pass\r\n  header.d=alliance.example header.s=s2 header.a=ed25519-sha256\r\n",
            await BringAsync(world, Message("s2"), 2),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "dkim=permerror reason=\"no key\"",
            await BringAsync(world, Message("nobody"), 3),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SEC_4_2_4_3_a_name_server_that_does_not_answer_keeps_no_mail_out()
    {
        await using var world = await RelayWorld.StartAsync(options =>
            options.Dkim.NameServers.Add($"127.0.0.1:{NameServer.FreePort()}")
        );
        Assert.Contains("dkim=temperror", await BringAsync(world, Message("s1")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DKIM-Signature: v=1\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=alliance.example; s=s1; h=from; b=; bh=;;;\r\n")]
    [InlineData(
        "DKIM-Signature: v=1; a=rsa-sha256; d=alliance.example\"; s=s1\r\n header.d=other.example; h=from; b=x; bh=x\r\n"
    )]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=..; s=.; h=from:from; b=AAAA; bh=AAAA; x=1; t=2\r\n")]
    [InlineData("DKIM-Signature: \u0001\u007F=;=;\r\n")]
    public async Task SEC_4_2_4_3_a_signature_that_is_none_is_said_and_nothing_of_it_gets_into_our_field(string field)
    {
        var file = await KeysAsync();
        await using var world = await RelayWorld.StartAsync(options => options.Dkim.KeysFile = file);
        var arrived = await BringAsync(world, field + Message(null));
        var ours = arrived[
            arrived.IndexOf("Authentication-Results:", StringComparison.Ordinal)..arrived.IndexOf(field, StringComparison.Ordinal)
        ];
        Assert.Contains("dkim=permerror", ours, StringComparison.Ordinal);
        Assert.DoesNotContain("other.example", ours, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task What_a_host_we_trust_found_is_left_as_it_is()
    {
        var file = await KeysAsync();
        await using var world = await RelayWorld.StartAsync(options =>
        {
            options.Dkim.KeysFile = file;
            options.TrustedPeers.Add("127.0.0.1");
        });
        var arrived = await BringAsync(
            world,
            "Authentication-Results: mx1.hq.example; dkim=pass header.d=alliance.example\r\n" + Message(null)
        );
        Assert.Contains("mx1.hq.example; dkim=pass", arrived, StringComparison.Ordinal);
        Assert.DoesNotContain("Authentication-Results: relay.hq.example", arrived, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static async Task<string> KeysAsync()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(
            file,
            Records.Select(record => $"{record.Name}.alliance.example\t{record.Text}").Prepend("# keys of partners"),
            Token
        );
        return file;
    }

    private static string Message(string? selector)
    {
        const string trace =
            "Received: from portal.alliance.example by msa.alliance.example; Mon, 23 Nov 2026 09:00:00 +0000\r\n";
        var content = new Sample
        {
            Author = "ops@alliance.example",
            Sender = "Sender: ops@alliance.example\r\n",
            Release = "",
            Extra = trace,
        }.Content();
        if (selector is null)
            return content;
        using var message = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(content)));
        AsymmetricKeyParameter key = selector == "s2" ? Edwards : PrivateKeyFactory.CreateKey(Rsa.ExportPkcs8PrivateKey());
        var signer = new DkimSigner(
            key,
            "alliance.example",
            selector,
            selector == "s2" ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256
        );
        signer.Sign(message, Signed);
        using var octets = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, octets);
        return Encoding.Latin1.GetString(octets.ToArray());
    }

    private static async Task<string> BringAsync(RelayWorld world, string message, int number = 1)
    {
        await using var session = await world.ConnectAsync(transfer: true);
        var envelope = new Sample
        {
            From = "ops@alliance.example",
            Notify = null,
            Priority = null,
            EnvelopeId = $"MM-{number}",
        }.Envelope();
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(message)), Token);
        Assert.StartsWith("250", result.Recipients[0].Reply!.ToString(), StringComparison.Ordinal);
        return (await world.Sink.WaitAsync(number))[number - 1].Content;
    }
}
